import { type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { program, sum, term, times } from "../text.js";
import { ignored } from "./torch.js";

const mode = (c: Facts) => c.param("mode", c.several ? "multiclass" : "binary");
const about = (c: Facts, ignore: number | undefined) => ({
  exclusive: mode(c) === "multiclass",
  probabilities: !c.param("from_logits", true),
  ignore,
});

/** Sums run over the batch, and a class the target lacks costs nothing but stays in the mean. */
function overlapArgs(c: Facts, smooth: number, ignore: number | undefined) {
  return {
    smooth,
    batch: true,
    absent: "zero",
    soft_labels: !c.hard(ignore),
    log: c.param("log_loss", false),
  };
}

/** The classes asked for, and weights for them. */
function chosen(c: Facts) {
  const classes = c.several ? c.optional<readonly number[]>("classes") : undefined;
  const given = c.several ? c.optional<readonly number[]>("class_weights") : undefined;
  const weights = given && classes && given.length === c.classes ? classes.map((k) => given[k]!) : given;
  return { classes, weights };
}

const overlapLoss =
  (loss: string, smoothed: number, own: (c: Facts) => Readonly<Record<string, number | string>>): Expression =>
  (c) => {
    const ignore = ignored(c, "ignore_index", undefined);
    const { classes, weights } = chosen(c);
    const args = { ...own(c), ...overlapArgs(c, smoothed * c.param("smooth", 0), ignore), weights };
    return program(c, term(loss, args, classes), about(c, ignore));
  };

/** The whole batch in one table, with no activation. */
const correlation: Expression = (c) =>
  program(c, term("mcc", { smooth: c.param("eps", 1e-5), batch: true }), { exclusive: false, probabilities: true });

const none = "A loss is a number; the map of its pixels is none.";

const softCrossEntropy: Expression = (c) => {
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported(none);
  const ignore = ignored(c);
  const text = term("ce", { label_smoothing: c.param("smooth_factor", 0) || undefined });
  // The mean is over all pixels, also the ignored ones.
  const count = reduction === "sum" ? c.samples * c.pixels : 1;
  return program(c, times(count * c.kept(ignore), text), { exclusive: true, probabilities: false, ignore });
};

const softBinaryCrossEntropy: Expression = (c) => {
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported(none);
  if (Array.isArray(c.case.params.weight))
    return unsupported("A weight for each element is a mask, and ours are 0 or 1.");
  const ignore = ignored(c);
  const text = term("bce", {
    // (1−t)·e + t·(1−e) spreads twice e over both outcomes.
    label_smoothing: 2 * (c.optional<number>("smooth_factor") ?? 0) || undefined,
    positive_weight: c.optional<number | readonly number[]>("pos_weight"),
  });
  const count = reduction === "sum" ? c.samples * c.pixels * c.classes : 1;
  const factor = count * c.kept(ignore) * (c.optional<number>("weight") ?? 1);
  return program(c, times(factor, text), { exclusive: false, probabilities: false, ignore });
};

/** A sigmoid for each class whatever the mode (issue #671), and the mean over classes outside. */
const focal: Expression = (c) => {
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported(none);
  const multiclass = mode(c) === "multiclass";
  if (multiclass && c.probabilities)
    return unsupported("Given probabilities, the code applies a sigmoid to their logarithm: p/(1 + p) (issue #1263).");
  const ignore = ignored(c, "ignore_index", undefined);
  const normalized = c.param("normalized", false);
  const elements = c.samples * c.pixels * c.kept(ignore) * (multiclass ? 1 : c.classes);
  const args = {
    gamma: c.param("gamma", 2),
    alpha: c.optional<number>("alpha"),
    activation: multiclass ? "sigmoid" : undefined,
    normalized,
    reduced_threshold: c.optional<number>("reduced_threshold"),
  };
  // Divided by the factors first and by their number again afterwards.
  const factor = (reduction === "sum" ? elements : 1) / (normalized ? elements : 1);
  const weights = c.optional<readonly number[]>("class_weights");
  const task = { ...about(c, ignore), probabilities: c.probabilities };
  if (!multiclass || (!normalized && !weights)) return program(c, times(factor, term("focal", args)), task);
  const each = Array.from(
    { length: c.classes },
    (_, k) => [factor * share(weights, k, c), term("focal", args, [k])] as const,
  );
  return program(c, sum(...each), task);
};

const share = (weights: readonly number[] | undefined, k: number, c: Facts) =>
  weights ? weights[k]! / weights.reduce((a, b) => a + b, 0) : 1 / c.classes;

const at = "qubvel-org/segmentation_models.pytorch losses.";
const sides = (c: Facts) => ({ alpha: c.param("alpha", 0.5), beta: c.param("beta", 0.5) });
const plainTversky = overlapLoss("tversky", 1, sides);
const focalTversky = overlapLoss("focal_tversky", 1, (c) => ({
  ...sides(c),
  gamma: c.param("gamma", 1),
  power_of: "mean",
}));
const tversky: Expression = (c) => (c.param("gamma", 1) === 1 ? plainTversky : focalTversky)(c);

export const smp: Expressions = {
  // There the score is TP / (TP + FP/2 + FN/2), so what is added counts twice in 2·TP / (2·TP + FP + FN).
  [`${at}DiceLoss`]: overlapLoss("dice", 2, () => ({})),
  [`${at}JaccardLoss`]: overlapLoss("iou", 1, () => ({})),
  [`${at}MCCLoss`]: correlation,
  [`${at}TverskyLoss`]: tversky,
  [`${at}TverskyLoss(gamma)`]: tversky,
  [`${at}FocalLoss`]: focal,
  [`${at}SoftCrossEntropyLoss`]: softCrossEntropy,
  [`${at}SoftBCEWithLogitsLoss`]: softBinaryCrossEntropy,
};
