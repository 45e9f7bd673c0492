import { z } from "zod";
import { type Context, type Expr, from } from "../../src/loss.js";
import { ratio } from "./arithmetic.js";
import { batch, keepBackground, smoothing, smoothingTerms, softLabels } from "./parameters.js";

/** How an overlap is counted. */
export interface Counting {
  readonly batch: boolean;
  readonly average?: "macro" | "micro";
  readonly squared?: boolean | "counts";
  readonly soft_labels: boolean;
  readonly weights?: readonly number[] | undefined;
  readonly weighting?: "normalised" | "multiply" | "scale";
}

/** Soft true positives, false positives and false negatives, one per sample and class, or summed as the counting says. */
export interface Overlap {
  readonly tp: Expr;
  readonly fp: Expr;
  readonly fn: Expr;
  /** 2·tp + fp + fn: what prediction and target cover together. */
  readonly denominator: Expr;
  /** 1 where the target has any pixel, else 0. */
  readonly present: Expr;
}

/** The overlap of prediction and target. */
export function overlap(p: Expr, g: Expr, counting: Counting, context: Context): Overlap {
  const { weights, weighting } = counting;
  const scale = weights && weighting === "scale" ? context.perClass(weights) : undefined;
  const parts = counts(scale ? p.mul(scale) : p, scale ? g.mul(scale) : g, counting);
  if (counting.average !== "micro") return { ...parts, present: size(g, counting).greater(0) };
  const shares = weights && !scale ? context.perClass(weights) : undefined;
  const together = (x: Expr) => (shares ? x.mul(shares) : x).sum("class");
  return {
    tp: together(parts.tp),
    fp: together(parts.fp),
    fn: together(parts.fn),
    denominator: together(parts.denominator),
    present: size(g, counting).sum("class").greater(0),
  };
}

/** A sum over the pixels of a sample, or of the whole batch. */
export const size = (x: Expr, { batch }: { readonly batch: boolean }): Expr =>
  batch ? x.sum("batch", "space") : x.sum("space");

function counts(p: Expr, g: Expr, counting: Counting): Omit<Overlap, "present"> {
  const sum = (x: Expr) => size(x, counting);
  if (counting.squared === "counts") {
    const tp = sum(p.mul(g).square());
    const fp = sum(p.mul(from(1).sub(g)).square());
    const fn = sum(from(1).sub(p).mul(g).square());
    return { tp, fp, fn, denominator: tp.mul(2).add(fp).add(fn) };
  }
  const predicted = sum(counting.squared ? p.square() : p);
  const actual = sum(counting.squared ? g.square() : g);
  const denominator = predicted.add(actual);
  // With squares the norm form is the product form, whatever the labels.
  const tp = counting.soft_labels && !counting.squared ? denominator.sub(sum(p.sub(g).abs())).mul(0.5) : sum(p.mul(g));
  return { tp, fp: predicted.sub(tp), fn: actual.sub(tp), denominator };
}

/** Scores below this have no finite logarithm in single precision worth having. */
const leastScore = 1e-7;

/** What a score between 0 and 1 costs. */
export function cost(score: Expr, form: { readonly log: boolean; readonly negative: boolean }): Expr {
  if (form.log) return score.max(leastScore).log().neg();
  return form.negative ? score.neg() : from(1).sub(score);
}

/** What losses of one overlap over all classes take. */
export const generalizedParams = {
  weighting: z
    .enum(["square", "simple", "uniform"])
    .default("square")
    .describe("Weight of a class with n pixels: 1/n², 1/n, or 1."),
  absent_weight: z
    .union([z.literal("largest"), z.number().min(0)])
    .default("largest")
    .describe(
      "Weight of a class without target pixels: that of the rarest class present, or a number; 0 leaves it out.",
    ),
  ...smoothing(1e-5),
  batch,
  background: keepBackground(true),
  soft_labels: softLabels,
};
type Params = z.output<z.ZodObject<typeof generalizedParams>>;

/** The generalised Dice score of a sample or of the batch: each class weighs the inverse of its size. */
export function generalizedScore(p: Expr, g: Expr, params: Params, context: Context): Expr {
  const { above, below } = smoothingTerms(params);
  const { tp, denominator } = overlap(p, g, { batch: params.batch, soft_labels: params.soft_labels }, context);
  const w = weightsOf(size(g, params), params);
  return ratio(tp.mul(w).sum("class").mul(2).add(above), denominator.mul(w).sum("class").add(below));
}

const exponent = { square: 2, simple: 1, uniform: 0 } as const;

function weightsOf(n: Expr, { weighting, absent_weight }: Params): Expr {
  const present = n.greater(0);
  const inverse = present.where(present.where(n, 1).pow(-exponent[weighting]), 0);
  // Uniform weights need no pixels to be finite.
  if (weighting === "uniform" && absent_weight === "largest") return inverse.mul(0).add(1);
  const rest = absent_weight === "largest" ? inverse.largest("class") : absent_weight;
  return present.where(inverse, rest);
}
