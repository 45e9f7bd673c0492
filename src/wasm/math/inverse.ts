import { type Emit, multiplyAdd, polynomial, SIGN, withLocals } from "./arithmetic.js";
import { series } from "./series.js";

/** Quarter and half of a turn, each as a float and what it lacks. */
const QUARTER = Math.fround(Math.PI / 2);
const QUARTER_LOW = Math.PI / 2 - QUARTER;
const HALF = Math.fround(Math.PI);
const HALF_LOW = Math.PI - HALF;

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
    ifNegative(HALF);
    code.get(s).get(s).op("f32x4.add");
    ifNegative(HALF_LOW);
    code.op("f32x4.add", "f32x4.add");
    code.f32x4(QUARTER).get(s).f32x4(QUARTER_LOW).op("f32x4.sub", "f32x4.sub");
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
    code.f32x4(QUARTER).get(t).f32x4(QUARTER_LOW).op("f32x4.sub", "f32x4.sub").get(t);
    code.get(size).f32x4(1).op("f32x4.gt", "v128.bitselect");
    code.get(x).bits(SIGN).op("v128.and", "v128.or");
  });
