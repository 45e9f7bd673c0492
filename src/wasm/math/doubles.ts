import type { Code } from "../encode/code.js";

/** Added to a double of less than 2⁵¹ it rounds it to an integer, whose low 32 bits then stand in the low word. */
export const ROUND = 1.5 * 2 ** 52;

/** The lower or upper two of four floats on the stack → two doubles. */
export function promote(code: Code, half: "low" | "high", x: number): void {
  code.get(x);
  if (half === "high") code.get(x).shuffle(2, 3, 2, 3);
  code.op("f64x2.promote_low_f32x4");
}

/** Two locals of two doubles → four floats. */
export function demote(code: Code, low: number, high: number): void {
  code.get(low).op("f32x4.demote_f64x2_zero").get(high).op("f32x4.demote_f64x2_zero").shuffle(0, 1, 4, 5);
}

/** Two locals of two doubles to which `ROUND` has been added → the four integers. */
export function integers(code: Code, low: number, high: number): void {
  code.get(low).get(high).shuffle(0, 2, 4, 6);
}

/** As `polynomial`, of two doubles. */
export function polynomialOfDoubles(code: Code, x: number, coefficients: readonly number[]): void {
  const [last, ...rest] = coefficients.toReversed();
  code.f64x2(last!);
  for (const c of rest) code.get(x).op("f64x2.mul").f64x2(c).op("f64x2.add");
}
