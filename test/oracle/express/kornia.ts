import { type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { listed, program, term, times } from "../text.js";
import { ignored } from "./torch.js";

/** Where kornia's one-hot targets should be 0 they are this. */
const excess = 1e-6;

/** What the excess adds up to, over the pixels of a sample that count. */
const surplus = (c: Facts, ignore: number | undefined) => excess * c.pixels * c.kept(ignore);

/** The excess is a constant in the denominator, and with `micro` also in the numerator, for probabilities add up to 1. */
const dice: Expression = (c) => {
  const ignore = ignored(c);
  const micro = c.param("average", "micro") === "micro";
  const weights = c.optional<readonly number[]>("weight");
  const extra = surplus(c, ignore);
  const classes = (weights ?? listed(1, c.classes)!).reduce((a, b) => a + b, 0);
  const text = term("dice", {
    smooth_nr: micro && !weights ? 2 * extra : 0,
    smooth_dr: c.param("eps", 1e-8) + extra * (micro ? classes - 1 : 1),
    average: micro ? "micro" : undefined,
    weights,
    weighting: micro && weights ? "scale" : undefined,
  });
  return program(c, text, { exclusive: true, probabilities: false, ignore });
};

const tversky: Expression = (c) => {
  const ignore = ignored(c);
  const { alpha, beta } = { alpha: c.param("alpha", 0.5), beta: c.param("beta", 0.5) };
  const extra = surplus(c, ignore);
  const text = term("tversky", {
    alpha,
    beta,
    smooth_nr: extra,
    smooth_dr: Math.max(c.param("eps", 1e-8) + extra * (1 - alpha + beta * (c.classes - 2)), 0),
    average: "micro",
  });
  return program(c, text, { exclusive: true, probabilities: false, ignore });
};

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

const at = "kornia/kornia losses.";

export const kornia: Expressions = {
  [`${at}dice_loss`]: dice,
  [`${at}tversky_loss`]: tversky,
  [`${at}focal_loss`]: focal,
  [`${at}binary_focal_loss_with_logits`]: binaryFocal,
};
