import type { Context, Expr } from "../../src/loss.js";
import { quotient } from "./arithmetic.js";
import { classFactors } from "./average.js";

/** A target of which a share is spread evenly over `outcomes` of them. */
export const smoothLabels = (g: Expr, share: number, outcomes: number): Expr =>
  share === 0 ? g : g.mul(1 - share).add(share / outcomes);

/** Log-probabilities that sum to 1 over the classes the term sees. */
export function renormalised(logp: Expr): Expr {
  const axis = logp.axes.at(-1)!;
  return logp.sub(logp.logSumExp(axis));
}

export interface BinaryViews {
  readonly x: Expr;
  readonly logp: Expr;
  readonly logq: Expr;
}

/**
 * Cross-entropy of each class against the rest, pixel by pixel, for a target between 0 and 1; `positive` multiplies its positive part.
 * For independent labels softplus(−|x|) + (x > 0 ? (1 − g)·x : −g·x): all parts are positive, so a loss near 0 keeps its digits, and so does its gradient, which is
 * exact at any logit, also at 0.
 */
export function binaryCrossEntropy(seen: BinaryViews, g: Expr, positive: Expr | undefined, context: Context): Expr {
  const { x, logp, logq } = seen;
  const weighted = positive ? g.mul(positive) : g;
  if (context.exclusive) return weighted.mul(logp).add(g.not().mul(logq)).neg();
  const near = x.abs().neg().softplus();
  // 1 above 0, 0 below, and between at 0, where what it multiplies is 0 and its own value the gradient.
  const above = x.sign().mul(0.5).add(0.5);
  if (!positive) return near.add(above.sub(g).mul(x));
  const rest = g.not();
  return near.mul(rest.add(weighted)).add(above.mul(rest).sub(above.not().mul(weighted)).mul(x));
}

/** One number for all classes, or one for each. */
export const perClass = (value: number | readonly number[], context: Context): Expr =>
  context.perClass(typeof value === "number" ? context.classIndices.map(() => value) : value);

export interface ClassWeighting {
  readonly weights?: readonly number[] | undefined;
  readonly weighting: "normalised" | "multiply";
}

/** What each pixel costs each class: of exclusive classes the true one pays for itself, independent ones pay each against the rest. */
export const pixelCrossEntropy = (seen: BinaryViews, g: Expr, context: Context): Expr =>
  context.exclusive ? g.mul(seen.logp).neg() : binaryCrossEntropy(seen, g, undefined, context);

/** The mean of such costs over pixels, of independent labels over classes too; 0 where no pixel counts. */
export function meanOverPixels(cost: Expr, g: Expr, { weights, weighting }: ClassWeighting, context: Context): Expr {
  if (!context.exclusive) {
    const weighted = weights ? cost.mul(classFactors(weights, weighting, context, "pixels")) : cost;
    return weighted.mean("batch", "space", "class");
  }
  const w = weights && context.perClass(weights);
  const total = (w ? cost.mul(w) : cost).sum("batch", "space", "class");
  if (weighting === "multiply") return quotient(total, context.count("batch", "space"));
  return quotient(total, (w ? g.mul(w) : g).sum("batch", "space", "class"));
}
