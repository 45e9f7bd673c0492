import { type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { program, term, times } from "../text.js";
import { ignored } from "./torch.js";

/** Its `one_hot` adds 1e-6 to every entry, which is a millionth of a score, and of a loss near 0 much more. */
const offOneHot = (c: Facts): boolean => Math.abs(Number(c.case.value)) < 0.01;
const notOneHot = unsupported(
  "kornia's `one_hot` adds 1e-6 to every entry of the target. It moves a score by about a millionth, which a loss below 0.01 shows; here a target is one-hot.",
);

const dice: Expression = (c) => {
  if (offOneHot(c)) return notOneHot;
  const ignore = ignored(c);
  const micro = c.param("average", "micro") === "micro";
  const weights = c.optional<readonly number[]>("weight");
  const text = term("dice", {
    smooth_nr: 0,
    smooth_dr: c.param("eps", 1e-8),
    average: micro ? "micro" : undefined,
    weights,
    weighting: micro && weights ? "scale" : undefined,
  });
  return program(c, text, { exclusive: true, probabilities: false, ignore });
};

const tversky: Expression = (c) => {
  if (offOneHot(c)) return notOneHot;
  const ignore = ignored(c);
  const text = term("tversky", {
    alpha: c.param("alpha", 0.5),
    beta: c.param("beta", 0.5),
    smooth_nr: 0,
    smooth_dr: c.param("eps", 1e-8),
    average: "micro",
  });
  return program(c, text, { exclusive: true, probabilities: false, ignore });
};

/** What the one-hot targets hold for 0, which sums up where every class has a cost. */
const excess = 1e-6;

/** The mean is over classes too, most of which are 0, and over ignored pixels. */
const focal: Expression = (c) => {
  const reduction = c.param("reduction", "none");
  if (reduction === "none") return unsupported("A loss is a number; the map of its pixels is none.");
  const ignore = ignored(c);
  const total = 1 + (c.classes - 1) * excess;
  const text = term("focal", {
    gamma: c.param("gamma", 2),
    alpha: c.optional<number>("alpha"),
    weights: c.optional<readonly number[]>("weight") ?? Array.from({ length: c.classes }, () => 1),
    weighting: "multiply",
    label_smoothing: (c.classes * excess) / total,
  });
  const count = reduction === "sum" ? c.samples * c.pixels : 1 / c.classes;
  return program(c, times(count * total * c.kept(ignore), text), { exclusive: true, probabilities: false, ignore });
};

const binaryFocal: Expression = (c) => {
  const reduction = c.param("reduction", "none");
  if (reduction === "none") return unsupported("A loss is a number; the map of its pixels is none.");
  const ignore = ignored(c);
  const positive = c.optional<number | readonly number[]>("pos_weight");
  const weights = c.optional<readonly number[]>("weight");
  const text = term("focal", {
    gamma: c.param("gamma", 2),
    alpha: c.optional<number>("alpha"),
    positive_weight: typeof positive === "number" ? positive : positive?.[0],
    weights,
    weighting: weights && "multiply",
  });
  if (typeof positive === "object" && positive.some((w) => w !== positive[0]))
    return unsupported("`focal` has one weight for all positives.");
  const count = reduction === "sum" ? c.samples * c.pixels * c.classes : 1;
  return program(c, times(count * c.kept(ignore), text), { exclusive: false, probabilities: false, ignore });
};

/** Every class, background too, against the rest; the eroded error is stretched image by image. */
const erosions: Expression = (c) => {
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported("A loss is a number; the map of its pixels is none.");
  const args = { alpha: c.param("alpha", 2), erosions: c.param("k", 10), normalize: true, background: true };
  const count = reduction === "sum" ? c.samples * c.pixels * c.classes : 1;
  return program(c, times(count, term("hd_er", args)), { exclusive: true, probabilities: true });
};

const at = "kornia/kornia losses.";

export const kornia: Expressions = {
  [`${at}dice_loss`]: dice,
  [`${at}tversky_loss`]: tversky,
  [`${at}focal_loss`]: focal,
  [`${at}binary_focal_loss_with_logits`]: binaryFocal,
  [`${at}HausdorffERLoss`]: erosions,
  [`${at}HausdorffERLoss3D`]: erosions,
};
