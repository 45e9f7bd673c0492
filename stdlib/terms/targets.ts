import type { Expr } from "../../src/loss.js";

/** A target of which a share is spread evenly over `outcomes` of them. */
export const smoothed = (g: Expr, share: number, outcomes: number): Expr =>
  share === 0 ? g : g.mul(1 - share).add(share / outcomes);

/** Log-probabilities that sum to 1 over the classes the term sees. */
export function renormalised(logp: Expr): Expr {
  const axis = logp.axes.at(-1)!;
  return logp.sub(logp.logSumExp(axis));
}
