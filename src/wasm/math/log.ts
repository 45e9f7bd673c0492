import type { Code } from "../encode/code.js";
import {
  type Cpu,
  type Emit,
  LN2_HIGH,
  LN2_LOW,
  multiplyAdd,
  polynomial,
  subtractProduct,
  withLocals,
} from "./arithmetic.js";
import { series } from "./series.js";

/** The bits of √½, where the range of the mantissa begins: [√½, √2). */
const ROOT_HALF = 0x3f3504f3;

/**
 * The product with s = f/(2 + f) that completes log(1 + f) = f − s·(f − R), R = s²(c₁ + c₂s² + …): f, which is exact, has the first place, and s, which is
 * not, only corrects it. f in a local; the locals `s` and `z` are overwritten.
 */
function correction(code: Code, cpu: Cpu, f: number, s: number, z: number, terms: readonly number[]): void {
  code.get(f).get(f).f32x4(2).op("f32x4.add", "f32x4.div").tee(s);
  code.get(f).get(s).get(s).op("f32x4.mul").tee(z);
  polynomial(code, cpu, z, terms);
  code.op("f32x4.mul", "f32x4.sub", "f32x4.mul");
}

/** The least normal float, and a power of 2 that makes every subnormal one normal. */
const MIN_NORMAL = 2 ** -126;
const TO_NORMAL_EXPONENT = 23;
const TO_NORMAL = 2 ** TO_NORMAL_EXPONENT;

/** log x for a positive normal x = m·2ᵉ; `offset` is added to e. x in a local, the others are overwritten. */
function logarithm(code: Code, cpu: Cpu, offset: number, x: number, e: number, f: number, s: number, z: number): void {
  code.get(x).bits(ROOT_HALF).op("i32x4.sub").i32(23).op("i32x4.shr_s").tee(e);
  code.get(x).get(e).i32(23).op("i32x4.shl", "i32x4.sub").f32x4(1).op("f32x4.sub").set(f).op("f32x4.convert_i32x4_s");
  if (offset) code.f32x4(offset).op("f32x4.add");
  code.tee(e).f32x4(LN2_HIGH);
  multiplyAdd(code, cpu, () => {
    code.get(f);
    subtractProduct(
      code,
      cpu,
      () => correction(code, cpu, f, s, z, series.log),
      () => code.get(e).f32x4(LN2_LOW),
    );
    code.op("f32x4.sub");
  });
}

/** For positive normal numbers. */
export const logNormal: Emit = (code, cpu) =>
  withLocals(code, 5, (x, e, f, s, z) => {
    code.set(x);
    logarithm(code, cpu, 0, x, e, f, s, z);
  });

/** Any argument. Only a vector that holds anything but positive normal numbers takes the way around. */
export const log: Emit = (code, cpu) =>
  withLocals(code, 6, (x, e, f, s, z, result) => {
    code.set(x);
    logarithm(code, cpu, 0, x, e, f, s, z);
    code.set(result);
    // Positive normal numbers have the bits 0x00800000 … 0x7f7fffff; the sum carries them to the lowest integers.
    code.get(x).bits(0x7f800000).op("i32x4.add").bits(0xfeffffff).op("i32x4.gt_s", "v128.any_true");
    code.if(() => unusual(code, cpu, x, result, e, f, s, z));
    code.get(result);
  });

/** Corrects the result where x is subnormal, zero, negative, infinite or NaN. */
function unusual(code: Code, cpu: Cpu, x: number, result: number, e: number, f: number, s: number, z: number): void {
  const scaled = code.local("v128");
  code.get(x).f32x4(TO_NORMAL).op("f32x4.mul").set(scaled);
  logarithm(code, cpu, -TO_NORMAL_EXPONENT, scaled, e, f, s, z);
  code.get(result).get(x).f32x4(MIN_NORMAL).op("f32x4.lt", "v128.bitselect").set(result);
  code.get(result).get(x).get(x).f32x4(Number.POSITIVE_INFINITY).op("f32x4.lt", "v128.bitselect").set(result);
  code.f32x4(Number.NEGATIVE_INFINITY).get(result).get(x).f32x4(0).op("f32x4.eq", "v128.bitselect");
  // All bits set is a NaN.
  code.get(x).f32x4(0).op("f32x4.lt", "v128.or").set(result);
  code.release("v128", scaled);
}

/** Less the bits of x, shifted to the exponent, this is minus the exponent. */
const ROOT_HALF_UP = ROOT_HALF + 0x7fffff;

/** For 0 ≤ x ≤ 1. */
export const log1pUnit: Emit = (code, cpu) =>
  withLocals(code, 3, (x, s, z) => {
    code.tee(x);
    correction(code, cpu, x, s, z, series.logUnit);
    code.op("f32x4.sub");
  });

/**
 * Any argument. 1 + x is rounded only to find its exponent e; what its mantissa exceeds 1 by is x·2⁻ᵉ − (1 − 2⁻ᵉ), where the one product is exact. The exponent
 * is kept negated: so every zero is subtracted, and −0 comes out as it went in.
 */
export const log1p: Emit = (code, cpu) =>
  withLocals(code, 6, (x, u, e, f, s, z) => {
    code.tee(x).f32x4(1).op("f32x4.add").set(u);
    code.bits(ROOT_HALF_UP).get(u).op("i32x4.sub").i32(23).op("i32x4.shr_s").tee(e);
    code.i32(23).op("i32x4.shl").f32x4(1).op("i32x4.add").set(s);
    code.get(x).get(s).op("f32x4.mul").f32x4(1).get(s).op("f32x4.sub", "f32x4.sub").set(f);
    code.get(e).op("f32x4.convert_i32x4_s").set(e);
    subtractProduct(
      code,
      cpu,
      () => {
        code.get(f).get(e).f32x4(LN2_LOW);
        multiplyAdd(code, cpu, () => correction(code, cpu, f, s, z, series.log));
        code.op("f32x4.sub");
      },
      () => code.get(e).f32x4(LN2_HIGH),
    );
    code.set(f);
    // 1 + x ≤ 0, ≥ 2¹²⁶ or NaN: the plain logarithm of it is right. The sum carries the bits of all others to the lowest integers.
    const unusual = () => code.get(u).bits(0x7f800000).op("i32x4.add").bits(0xfdffffff).op("i32x4.gt_s");
    unusual();
    code.op("v128.any_true").if(() => {
      code.get(u);
      log(code, cpu);
      code.get(f);
      unusual();
      code.op("v128.bitselect").set(f);
    });
    code.get(f);
  });
