import type { Context, Expr } from "../../src/loss.js";
import { type BinarySight, binaryCrossEntropy } from "./binary.js";
import { quotient, shares } from "./mean.js";

export interface Weighing {
  readonly weights?: readonly number[] | undefined;
  readonly weighting: "normalised" | "multiply";
}

/** What each pixel costs each class: of exclusive classes the true one pays for itself, independent ones pay each against the rest. */
export const entropy = (seen: BinarySight, g: Expr, context: Context): Expr =>
  context.exclusive ? g.mul(seen.logp).neg() : binaryCrossEntropy(seen, g, undefined, context);

/** The mean of such costs over pixels, of independent labels over classes too; 0 where no pixel counts. */
export function meanOverPixels(cost: Expr, g: Expr, { weights, weighting }: Weighing, context: Context): Expr {
  if (!context.exclusive) {
    const weighted = weights ? cost.mul(shares(weights, weighting, context)) : cost;
    return weighted.mean("batch", "space", "class");
  }
  const w = weights && context.perClass(weights);
  const total = (w ? cost.mul(w) : cost).sum("batch", "space", "class");
  if (weighting === "multiply") return quotient(total, context.count("batch", "space"));
  return quotient(total, (w ? g.mul(w) : g).sum("batch", "space", "class"));
}
