import { type Emit, multiplyAdd, polynomial, SIGN, withLocals } from "./arithmetic.js";
import { exp } from "./exp.js";
import { series } from "./series.js";

/** Any argument: tanh x = 1 − 2/(e²ˣ + 1) where x > ⅝, and an odd function (the ranges of Cephes' tanhf.c). */
export const tanh: Emit = (code, cpu) =>
  withLocals(code, 4, (x, size, z, far) => {
    code.tee(x).op("f32x4.abs").tee(size).get(size).op("f32x4.add");
    exp(code, cpu);
    code.f32x4(1).op("f32x4.add").set(far);
    code.f32x4(1).f32x4(2).get(far).op("f32x4.div", "f32x4.sub");
    code.get(size).get(size).op("f32x4.mul").tee(z).get(size).op("f32x4.mul");
    polynomial(code, cpu, z, series.tanh);
    multiplyAdd(code, cpu, () => code.get(size));
    code.get(size).f32x4(0.625).op("f32x4.gt", "v128.bitselect");
    code.get(x).bits(SIGN).op("v128.and", "v128.or");
  });
