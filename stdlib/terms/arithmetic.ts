import type { Expr } from "../../src/loss.js";

/** Below this a power with an exponent under 1 is steeper than single precision can use. */
const least = 1e-7;

/** x^exponent for x ≥ 0; below 1e-7 the chord to 0, whose derivative is finite where that of the power is not. */
export const power = (x: Expr, exponent: number): Expr => (exponent === 1 ? x : x.mul(x.max(least).pow(exponent - 1)));

/** `total / amount`; 0 where there is nothing to average over. */
export function quotient(total: Expr, amount: Expr): Expr {
  const nothing = amount.equal(0);
  return nothing.where(0, total.div(nothing.where(1, amount)));
}

/** `above / below`; 1 where `below` is 0: nothing was there and nothing was predicted. */
export function ratio(above: Expr, below: Expr): Expr {
  const nothing = below.equal(0);
  return nothing.where(1, above.div(nothing.where(1, below)));
}
