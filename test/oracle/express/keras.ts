import { type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { program, term, times } from "../text.js";

const epsilon = 1e-7;

const about = (c: Facts, exclusive: boolean) => ({ exclusive, probabilities: !c.param("from_logits", false) });

/** Losses keras has one of per pixel. */
function perPixel(c: Facts, text: string, exclusive: boolean, ignore?: number) {
  const reduction = c.param("reduction", "sum_over_batch_size");
  if (reduction === "none") return unsupported("A loss is a number; the map of its pixels is none.");
  const count = reduction === "sum" ? c.samples * c.pixels * c.kept(ignore) : 1;
  return program(c, times(count, text), { ...about(c, exclusive), ignore });
}

const smoothing = (c: Facts) => ({ label_smoothing: c.param("label_smoothing", 0) || undefined });
/** Probabilities are divided by their sum. */
const renormalize = (c: Facts) => ({ renormalize: !c.param("from_logits", false) });

const binary: Expression = (c) => perPixel(c, term("bce", smoothing(c)), false);

const categorical: Expression = (c) =>
  perPixel(c, term("ce", { weighting: "multiply", ...smoothing(c), ...renormalize(c) }), true);

const sparse: Expression = (c) => {
  const ignore = c.optional<number>("ignore_class");
  return perPixel(c, term("ce"), true, ignore === undefined || c.kept(ignore) === 1 ? undefined : ignore);
};

const binaryFocal: Expression = (c) =>
  perPixel(
    c,
    term("focal", {
      gamma: c.param("gamma", 2),
      alpha: c.param("apply_class_balancing", false) ? c.param("alpha", 0.25) : undefined,
      ...smoothing(c),
    }),
    false,
  );

/** Alpha multiplies everything, or each class where it is a list. */
const categoricalFocal: Expression = (c) => {
  const alpha = c.param<number | readonly number[]>("alpha", 0.25);
  const text = term("focal", {
    gamma: c.param("gamma", 2),
    alpha: typeof alpha === "number" ? undefined : alpha,
    weights: Array.from({ length: c.classes }, () => 1),
    weighting: "multiply",
    ...smoothing(c),
    ...renormalize(c),
  });
  return perPixel(c, times(typeof alpha === "number" ? alpha : 1, text), true);
};

/** One ratio over the axes named, then the mean over the others. */
const overlap =
  (loss: string, own: (c: Facts) => Readonly<Record<string, number>>): Expression =>
  (c) => {
    const rank = c.case.pred.shape.length;
    const all = Array.from({ length: rank }, (_, i) => i);
    const axes = new Set((c.optional<readonly number[]>("axis") ?? all).map((a) => (a + rank) % rank));
    if (!all.slice(1, -1).every((a) => axes.has(a)))
      return unsupported("Rows or columns of an image compared one by one.");
    const text = term(loss, {
      ...own(c),
      smooth_nr: 0,
      smooth_dr: epsilon,
      batch: axes.has(0),
      average: axes.has(rank - 1) ? "micro" : undefined,
    });
    const ratios = (axes.has(0) ? 1 : c.samples) * (axes.has(rank - 1) ? 1 : c.classes);
    const count = c.param("reduction", "sum_over_batch_size") === "sum" ? ratios : 1;
    return program(c, times(count, text), { probabilities: true });
  };

const at = "keras-team/keras keras.losses.";

export const keras: Expressions = {
  [`${at}BinaryCrossentropy`]: binary,
  [`${at}CategoricalCrossentropy`]: categorical,
  [`${at}SparseCategoricalCrossentropy`]: sparse,
  [`${at}BinaryFocalCrossentropy`]: binaryFocal,
  [`${at}CategoricalFocalCrossentropy`]: categoricalFocal,
  [`${at}Dice`]: overlap("dice", () => ({})),
  [`${at}Tversky`]: overlap("tversky", (c) => ({ alpha: c.param("alpha", 0.5), beta: c.param("beta", 0.5) })),
};
