import type { Expr } from "../../src/loss.js";

/** Below this a power with an exponent under 1 is steeper than single precision can use. */
const least = 1e-7;

/** x^exponent for x ≥ 0; below 1e-7 the chord to 0, whose slope is finite where that of the power is not. */
export const power = (x: Expr, exponent: number): Expr => (exponent === 1 ? x : x.mul(x.max(least).pow(exponent - 1)));
