import type { Context, Expr } from "../../src/loss.js";

export interface BinarySight {
  readonly x: Expr;
  readonly logp: Expr;
  readonly logq: Expr;
}

/**
 * Cross-entropy of each class against the rest, pixel by pixel, for a target between 0 and 1; `positive` multiplies its positive part.
 * For independent labels softplus(x) − x·g, whose slope σ(x) − g is exact at any logit, also at 0.
 */
export function binaryCrossEntropy(seen: BinarySight, g: Expr, positive: Expr | undefined, context: Context): Expr {
  const { x, logp, logq } = seen;
  const weighted = positive ? g.mul(positive) : g;
  if (context.exclusive) return weighted.mul(logp).add(g.not().mul(logq)).neg();
  const all = positive ? x.softplus().mul(g.not().add(weighted)) : x.softplus();
  return all.sub(x.mul(weighted));
}

/** One number for all classes, or one for each. */
export const perClass = (value: number | readonly number[], context: Context): Expr =>
  context.perClass(typeof value === "number" ? context.classIndices.map(() => value) : value);
