import { type Context, type Expr, from } from "../../src/loss.js";

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
  readonly extent: Expr;
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
    extent: together(parts.extent),
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
    return { tp, fp, fn, extent: tp.mul(2).add(fp).add(fn) };
  }
  const predicted = sum(counting.squared ? p.square() : p);
  const actual = sum(counting.squared ? g.square() : g);
  const extent = predicted.add(actual);
  // With squares the norm form is the product form, whatever the labels.
  const tp = counting.soft_labels && !counting.squared ? extent.sub(sum(p.sub(g).abs())).mul(0.5) : sum(p.mul(g));
  return { tp, fp: predicted.sub(tp), fn: actual.sub(tp), extent };
}

/** `above / below`; 1 where `below` is 0: nothing was there and nothing was predicted. */
export function ratio(above: Expr, below: Expr): Expr {
  const nothing = below.equal(0);
  return nothing.choose(1, above.div(nothing.choose(1, below)));
}

/** Scores below this have no finite logarithm in single precision worth having. */
const leastScore = 1e-7;

/** What a score between 0 and 1 costs. */
export function cost(score: Expr, form: { readonly log: boolean; readonly negative: boolean }): Expr {
  if (form.log) return score.max(leastScore).log().neg();
  return form.negative ? score.neg() : from(1).sub(score);
}
