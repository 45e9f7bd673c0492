import type { Code } from "../encode/code.js";
import {
  type Cpu,
  demote,
  type Emit,
  integers,
  polynomial,
  polynomialOfDoubles,
  promote,
  ROUND_DOUBLE,
  SIGN,
  withLocals,
} from "./arithmetic.js";
import { scaleByPowerOfTwo } from "./exp.js";
import { series } from "./series.js";

/** The upper word of √½ as a double, where the range of the mantissa begins. */
const ROOT_HALF = 0x3fe6a09e;

/** log₂((1 + s)/(1 − s)) = s·(c₀ + c₁s² + …). */
const LOG2 = [2, ...series.logOfDoubles].map((c) => c * Math.LOG2E);

/** log₂ of two doubles that are not negative; those that come from floats are all normal. `v` in a local, overwritten like e and z. */
function log2(code: Code, v: number, e: number, z: number): void {
  withLocals(code, 2, (f, s) => {
    code.get(v).i32x4(0, ROOT_HALF, 0, ROOT_HALF).op("i32x4.sub").i32(20).op("i32x4.shr_s").set(e);
    code.get(v).get(e).i32(20).op("i32x4.shl").i32x4(0, -1, 0, -1).op("v128.and", "i32x4.sub");
    code.f64x2(1).op("f64x2.sub").tee(f);
    code.get(f).f64x2(2).op("f64x2.add", "f64x2.div").tee(s).get(s).op("f64x2.mul").set(z);
    polynomialOfDoubles(code, z, LOG2);
    code.get(s).op("f64x2.mul").get(e).get(e).shuffle(1, 3, 1, 3).op("f64x2.convert_low_i32x4_s", "f64x2.add").set(z);
  });
  code.get(z).get(v).get(v).f64x2(Number.POSITIVE_INFINITY).op("f64x2.lt", "v128.bitselect").set(z);
  code.f64x2(Number.NEGATIVE_INFINITY).get(z).get(v).f64x2(0).op("f64x2.eq", "v128.bitselect");
}

/** |base| to the exponent: 2 to the exponent times the logarithm, and all that in double precision until the whole powers of 2 are split off. */
function magnitude(code: Code, cpu: Cpu, base: number, exponent: number): void {
  withLocals(code, 7, (size, tLow, tHigh, rLow, rHigh, e, z) => {
    code.get(base).op("f32x4.abs").set(size);
    const rounding = ROUND_DOUBLE + 254;
    const half = (which: "low" | "high", t: number, r: number) => {
      promote(code, which, size);
      code.set(r);
      log2(code, r, e, z);
      promote(code, which, exponent);
      code.op("f64x2.mul").f64x2(-151).op("f64x2.pmax").f64x2(129).op("f64x2.pmin").tee(r);
      code.f64x2(rounding).op("f64x2.add").tee(t).f64x2(rounding).op("f64x2.sub").set(z);
      code.get(r).get(z).op("f64x2.sub").set(r);
    };
    half("low", tLow, rLow);
    half("high", tHigh, rHigh);
    demote(code, rLow, rHigh);
    code.set(rLow);
    integers(code, tLow, tHigh);
    code.set(tLow);
    polynomial(code, cpu, rLow, series.exp2);
    scaleByPowerOfTwo(code, tLow, e);
  });
}

/** Pushes a mask: the local holds an integer. ±∞ counts as one. */
const isWhole = (code: Code, x: number) => code.get(x).op("f32x4.trunc").get(x).op("f32x4.eq");

/** Base and exponent as Math.pow has them: a negative base to a whole exponent takes the exponent's parity for its sign, to any other it is NaN; x⁰ = 1; (±1)^±∞ is NaN. */
export const pow: Emit = (code, cpu) =>
  withLocals(code, 4, (base, exponent, whole, half) => {
    code.set(exponent).set(base);
    isWhole(code, exponent).set(whole);
    code.f32x4(1);
    magnitude(code, cpu, base, exponent);
    // The sign: of the base, if the exponent is whole and its half is not.
    code.get(exponent).f32x4(0.5).op("f32x4.mul").set(half);
    code.get(whole);
    isWhole(code, half).op("v128.andnot").get(base).bits(SIGN).op("v128.and", "v128.and", "v128.or");
    // A finite negative base, the exponent not whole: all bits set is a NaN.
    code.get(base).f32x4(0).op("f32x4.lt").get(base).f32x4(Number.NEGATIVE_INFINITY).op("f32x4.gt", "v128.and");
    code.get(whole).op("v128.andnot", "v128.or");
    code.get(exponent).f32x4(0).op("f32x4.eq", "v128.bitselect");
  });
