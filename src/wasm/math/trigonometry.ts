import type { Code } from "../encode/code.js";
import { type Cpu, type Emit, multiplyAdd, polynomial, SIGN, withLocals } from "./arithmetic.js";
import { demote, integers, promote, ROUND } from "./doubles.js";
import { series } from "./series.js";

/** π/2 in two parts; the first has 33 bits, so that its product with a number of quarter turns is exact up to 2²⁰ of them (the figures of fdlibm's e_rem_pio2.c). */
const QUARTER_HIGH = 1.5707963267341256;
const QUARTER_LOW = 6.077100506506192e-11;

const PER_QUARTER = 2 / Math.PI;

/** |x| in a local → which quarter turn it is nearest to, in `quarter`, and its distance from it, at most π/4, in `r`. Overwrites x. */
function reduce(code: Code, x: number, quarter: number, r: number): void {
  withLocals(code, 3, (low, high, n) => {
    const one = (half: "low" | "high", t: number, v: number) => {
      promote(code, half, x);
      code.tee(v).f64x2(PER_QUARTER).op("f64x2.mul").f64x2(ROUND).op("f64x2.add").tee(t);
      code.f64x2(ROUND).op("f64x2.sub").set(n);
      code.get(v).get(n).f64x2(QUARTER_HIGH).op("f64x2.mul", "f64x2.sub");
      code.get(n).f64x2(QUARTER_LOW).op("f64x2.mul", "f64x2.sub").set(v);
    };
    one("low", low, r);
    one("high", high, quarter);
    demote(code, r, quarter);
    // Nothing to do up to 2²⁰ quarter turns; beyond, it keeps what is lost to rounding from leaving the series' range.
    code.f32x4(0.7854).op("f32x4.pmin").f32x4(-0.7854).op("f32x4.pmax").set(r);
    integers(code, low, high);
    code.set(quarter);
  });
}

/** The sine of `turn` quarter turns more than |x|, x in a local. */
function sine(code: Code, cpu: Cpu, turn: number, x: number): void {
  withLocals(code, 3, (quarter, r, z) => {
    code.get(x).op("f32x4.abs").set(z);
    reduce(code, z, quarter, r);
    if (turn) code.get(quarter).bits(turn).op("i32x4.add").set(quarter);
    code.get(r).get(r).op("f32x4.mul").set(z);
    polynomial(code, cpu, z, [1, -0.5, ...series.cos]);
    code.get(r).get(z).op("f32x4.mul");
    polynomial(code, cpu, z, series.sin);
    multiplyAdd(code, cpu, () => code.get(r));
    code.get(quarter).i32(31).op("i32x4.shl").i32(31).op("i32x4.shr_s", "v128.bitselect");
    code.get(quarter).i32(30).op("i32x4.shl").bits(SIGN).op("v128.and", "v128.xor");
  });
}

/** Right up to |x| of a million; beyond, the absolute error grows as |x|·2⁻⁵³, and the result stays within [−1, 1]. Infinity gives NaN. */
export const sin: Emit = (code, cpu) =>
  withLocals(code, 1, (x) => {
    code.set(x);
    sine(code, cpu, 0, x);
    code.get(x).bits(SIGN).op("v128.and", "v128.xor");
  });

/** As for the sine. */
export const cos: Emit = (code, cpu) =>
  withLocals(code, 1, (x) => {
    code.set(x);
    sine(code, cpu, 1, x);
  });
