import type { Code } from "../encode/code.js";
import {
  type Cpu,
  demote,
  type Emit,
  integers,
  multiplyAdd,
  polynomial,
  promote,
  ROUND_DOUBLE,
  SIGN,
  withLocals,
} from "./arithmetic.js";
import { series } from "./series.js";

/** π/2 in two parts; the first has 33 bits, so that its product with a number of quarter turns is exact up to 2²⁰ of them (the figures of fdlibm's e_rem_pio2.c). */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;

const QUARTER_TURNS_PER_RADIAN = 2 / Math.PI;

/** |x| in a local → which quarter turn it is nearest to, in `quarter`, and its distance from it, at most π/4, in `r`. Overwrites x. */
function reduce(code: Code, x: number, quarter: number, r: number): void {
  withLocals(code, 3, (low, high, n) => {
    const one = (half: "low" | "high", t: number, v: number) => {
      promote(code, half, x);
      code.tee(v).f64x2(QUARTER_TURNS_PER_RADIAN).op("f64x2.mul").f64x2(ROUND_DOUBLE).op("f64x2.add").tee(t);
      code.f64x2(ROUND_DOUBLE).op("f64x2.sub").set(n);
      code.get(v).get(n).f64x2(HALF_PI_HIGH).op("f64x2.mul", "f64x2.sub");
      code.get(n).f64x2(HALF_PI_LOW).op("f64x2.mul", "f64x2.sub").set(v);
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

/** π/2 and π, each as a float and the rest that it lacks. */
const HALF_PI_SINGLE = Math.fround(Math.PI / 2);
const HALF_PI_REST = Math.PI / 2 - HALF_PI_SINGLE;
const PI_SINGLE = Math.fround(Math.PI);
const PI_REST = Math.PI - PI_SINGLE;

/** acos x = π/2 − asin x in the middle; where |x| > ½ it is 2·asin √((1 − |x|)/2), or π less that. NaN outside [−1, 1]. */
export const acos: Emit = (code, cpu) =>
  withLocals(code, 5, (x, size, outer, s, z) => {
    code.tee(x).op("f32x4.abs").tee(size).f32x4(0.5).op("f32x4.gt").set(outer);
    code.f32x4(0.5).get(size).f32x4(0.5).op("f32x4.mul", "f32x4.sub").tee(s).get(x).get(x).op("f32x4.mul");
    code.get(outer).op("v128.bitselect").set(z);
    code.get(s).op("f32x4.sqrt").get(size).get(outer).op("v128.bitselect").tee(s);
    code.get(z).op("f32x4.mul");
    polynomial(code, cpu, z, series.asin);
    multiplyAdd(code, cpu, () => code.get(s));
    code.get(x).bits(SIGN).op("v128.and", "v128.xor").set(s);
    // Where x < 0 the outer branch is π + 2s.
    const ifNegative = (value: number) => code.f32x4(value).get(x).f32x4(0).op("f32x4.lt", "v128.and");
    ifNegative(PI_SINGLE);
    code.get(s).get(s).op("f32x4.add");
    ifNegative(PI_REST);
    code.op("f32x4.add", "f32x4.add");
    code.f32x4(HALF_PI_SINGLE).get(s).f32x4(HALF_PI_REST).op("f32x4.sub", "f32x4.sub");
    code.get(outer).op("v128.bitselect");
  });

/** Any argument: atan x = π/2 − atan 1/x where x > 1. */
export const atan: Emit = (code, cpu) =>
  withLocals(code, 4, (x, size, t, z) => {
    code.tee(x).op("f32x4.abs").tee(size).f32x4(1).op("f32x4.pmin");
    code.get(size).f32x4(1).op("f32x4.pmax", "f32x4.div").tee(t);
    code.get(t).get(t).op("f32x4.mul").tee(z).op("f32x4.mul");
    polynomial(code, cpu, z, series.atan);
    multiplyAdd(code, cpu, () => code.get(t));
    code.set(t);
    code.f32x4(HALF_PI_SINGLE).get(t).f32x4(HALF_PI_REST).op("f32x4.sub", "f32x4.sub").get(t);
    code.get(size).f32x4(1).op("f32x4.gt", "v128.bitselect");
    code.get(x).bits(SIGN).op("v128.and", "v128.or");
  });
