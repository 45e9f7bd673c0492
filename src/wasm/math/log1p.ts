import { type Emit, multiplyAdd, subtractProduct, withLocals } from "./arithmetic.js";
import { LN2_HIGH, LN2_LOW } from "./ln2.js";
import { correction, log, ROOT_HALF } from "./log.js";
import { series } from "./series.js";

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
