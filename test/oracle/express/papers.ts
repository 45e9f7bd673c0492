import { distanceMap } from "../../../src/routines/distance/index.js";
import { type Expression, type Expressions, type Facts, numbers, unsupported } from "../case.js";
import { foreground, program, sum, term, times } from "../text.js";

/** Repositories of single papers. */

const chosen = (c: Facts) =>
  c.param<readonly number[]>(
    "idc",
    Array.from({ length: c.classes }, (_, k) => k),
  );
const given = { probabilities: true };

const kervadec =
  (loss: string, args: (c: Facts) => Parameters<typeof term>[1]): Expression =>
  (c) =>
    program(c, term(loss, args(c), chosen(c)), given);

const surface: Expression = (c) => {
  const full = chosen(c).some((k) => c.masks(k).some((mask) => mask.every((t) => t > 0.5)));
  if (full)
    return unsupported(
      "A class that fills the image has no boundary; scipy then measures to a pixel that is not there (boundary-loss issue #18). Here its map is 0.",
    );
  const spacing = c.optional<readonly number[]>("resolution");
  return program(c, term("boundary", spacing ? { inner: "published" } : {}, chosen(c)), { ...given, spacing });
};

const karimi: Expression = (c) => {
  const full = (data: readonly number[]) =>
    Array.from({ length: c.samples }, (_, n) => data.slice(n * c.pixels, (n + 1) * c.pixels)).some((x) =>
      x.every((v) => v > 0.5),
    );
  if (full(numbers(c.case.pred)) || full(numbers(c.target)))
    return unsupported(
      "A full mask has no boundary; scipy then measures to a pixel that is not there. Here, as in MONAI, its field is 0.",
    );
  return program(c, term("hd_dt", { alpha: c.param("alpha", 2) }), given);
};

/** Only distances inside the masks. Of two classes the more probable has more than one half. */
const within: Expression = (c) =>
  c.classes > 2 || fractional(c)
    ? unsupported(
        "Of several classes the code takes the most probable, whatever its probability, and it cuts the distances of the prediction to whole numbers: `one_hot2hd_dist` in utils.py gives them the type of the mask, int32.",
      )
    : program(c, term("hd_dt", { alpha: c.param("alpha", 2), inside: true }, chosen(c)), given);

/** Whether a pixel of the predicted mask lies at a distance from its border that is no whole number. */
function fractional(c: Facts): boolean {
  const probabilities = numbers(c.case.pred);
  const sizes = c.case.pred.shape.slice(1, -1);
  return chosen(c).some((k) =>
    Array.from({ length: c.samples }, (_, n) => n).some((n) => {
      const mask = Array.from({ length: c.pixels }, (_, i) => probabilities[(n * c.pixels + i) * c.classes + k]!);
      const unit = sizes.map(() => 1);
      return distanceMap(mask, sizes, unit).some((d) => !Number.isInteger(d));
    }),
  );
}

const centreLine = (c: Facts, iterations: number): string =>
  term(
    "cldice",
    { iterations, smooth: c.param("smooth", 1), batch: true, average: "micro" },
    c.param("exclude_background", false) ? foreground(c, false) : all(c),
  );
const all = (c: Facts) => Array.from({ length: c.classes }, (_, k) => k);

/** `iter_` is ignored: ten iterations are written into the code. */
const cldice =
  (iterations: (c: Facts) => number): Expression =>
  (c) =>
    c.param("exclude_background", false) && !c.several
      ? unsupported("The only channel is dropped as background.")
      : program(c, centreLine(c, iterations(c)), given);

const diceCldice: Expression = (c) => {
  const alpha = c.param("alpha", 0.5);
  const classes = c.param("exclude_background", false) ? foreground(c, false) : undefined;
  const overlap = term("dice", { smooth: 1, batch: true, average: "micro" }, classes);
  return program(c, sum([1 - alpha, overlap], [alpha, centreLine(c, 10)]), given);
};

/** Delta weighs false negatives. */
const unified: Expression = (c) => {
  const delta = c.param("delta", c.case.source.function.endsWith("dice_loss") ? 0.5 : 0.7);
  const args = { alpha: 1 - delta, beta: delta, smooth: c.param("smooth", 1e-6) };
  return program(c, term("tversky", args), given);
};

/** Beta weighs the first channel and 1 − beta the second; without it both weigh 1. Without alpha the two parts weigh 1 each. */
const unifiedCombo: Expression = (c) => {
  const [alpha, beta] = [c.optional<number>("alpha"), c.optional<number>("beta")];
  const overlap = { smooth: 1e-6, negative: true };
  if (beta === undefined)
    return program(c, sum([alpha ?? 1, term("ce")], [1 - (alpha ?? 0), term("dice", overlap)]), given);
  const text = term("combo", { alpha: alpha ?? 0.5, beta: 1 - beta, ...overlap });
  return program(c, times(alpha === undefined ? 2 : 1, text), given);
};

const unifiedFocalTversky: Expression = (c) => {
  const delta = c.param("delta", 0.7);
  const args = { alpha: 1 - delta, beta: delta, gamma: c.param("gamma", 0.75), smooth: c.param("smooth", 1e-6) };
  return program(c, term("focal_tversky", args), given);
};

const unifiedFocal: Expression = (c) => {
  const alpha = c.optional<readonly number[]>("alpha");
  return program(c, term("focal", { gamma: c.param("gamma_f", 2), alpha }), given);
};

/** One ratio per class over the whole batch. */
const boundaryDou: Expression = (c) =>
  program(c, term("boundary_dou", { image_border: true, smooth: 1e-5, batch: true }), {
    exclusive: true,
    probabilities: false,
  });

/** What numpy calls the spacing of 1 is added to both sums. */
const wassersteinDice: Expression = (c) => {
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported("A loss is a number; its parts are none.");
  const text = term("generalized_wasserstein_dice", {
    distances: c.param<readonly (readonly number[])[]>("dist_matrix", []),
    weighting: c.param("weighting_mode", "default") === "GDL" ? "inverse" : undefined,
    smooth: Number.EPSILON,
  });
  return program(c, sum([reduction === "sum" ? c.samples : 1, text]), { exclusive: true, probabilities: false });
};

const correlation: Expression = (c) => {
  const batch = c.param("reduction", "batch") !== "sample";
  const text = term("mcc", { smooth: 0, epsilon: c.param("eps", 1e-7), batch });
  return program(c, text, { exclusive: false, probabilities: !c.param("from_logits", false) });
};

const wasserstein: Expression = (c) => {
  const sublevel = c.param("filtration", "superlevel") === "sublevel";
  if (!["superlevel", "sublevel"].includes(c.param("filtration", "superlevel")))
    return unsupported("Both filtrations at once are two terms, with two sets of matched features.");
  const dimensions = /\[([\d, ]+)\]/.exec(c.case.source.function)?.[1]?.split(",").map(Number);
  const text = term("betti", {
    dimensions,
    construction: c.param("construction", "V") === "T" ? "top" : "vertex",
    filtration: sublevel ? "sublevel" : undefined,
    relative: c.param("relative", false),
    empty: "component",
  });
  return program(c, text, given);
};

const kervadecAt = "LIVIAETS/boundary-loss losses.";
const cldiceAt = "jocpae/clDice ";
const unifiedAt = "mlyg/unified-focal-loss loss_functions.";

export const papers: Expressions = {
  [`${kervadecAt}CrossEntropy`]: kervadec("ce", () => ({})),
  [`${kervadecAt}DiceLoss`]: kervadec("dice", () => ({ smooth: 1e-10 })),
  [`${kervadecAt}GeneralizedDice`]: kervadec("generalized_dice", () => ({
    absent_weight: 1e20,
    smooth_nr: 2e-10,
    smooth_dr: 1e-10,
  })),
  [`${kervadecAt}FocalLoss`]: kervadec("focal", (c) => ({ gamma: c.param("gamma", 2) })),
  [`${kervadecAt}SurfaceLoss (=BoundaryLoss)`]: surface,
  [`${kervadecAt}HausdorffLoss`]: within,
  "PatRyg99/HausdorffLoss hausdorff_loss.HausdorffDTLoss": karimi,
  [`${cldiceAt}cldice_loss.pytorch.cldice.soft_cldice`]: cldice(() => 10),
  [`${cldiceAt}soft_cldice with soft_skeletonize = SoftSkeletonize(num_iter)`]: cldice((c) => c.param("num_iter", 10)),
  [`${cldiceAt}cldice_loss.pytorch.cldice.soft_dice_cldice`]: diceCldice,
  [`${cldiceAt}cldice_loss.keras.cldice.soft_clDice_loss`]: () =>
    unsupported(
      "The Keras file erodes by squares and drops the first row of the image for a channel; it disagrees with the paper's PyTorch code (clDice issue #7).",
    ),
  [`${unifiedAt}dice_loss`]: unified,
  [`${unifiedAt}tversky_loss`]: unified,
  [`${unifiedAt}combo_loss`]: unifiedCombo,
  [`${unifiedAt}focal_tversky_loss`]: unifiedFocalTversky,
  [`${unifiedAt}focal_loss`]: unifiedFocal,
  "LucasFidon/GeneralizedWassersteinDiceLoss GeneralizedWassersteinDiceLoss": wassersteinDice,
  "sunfan-bvb/BoundaryDoULoss TransUNet.utils.BoundaryDoULoss": boundaryDou,
  "kakumarabhishek/MCC-Loss loss.MCCLoss": correlation,
  "nstucki/Betti-matching WassersteinMatching(...).loss([0,1])": wasserstein,
};
