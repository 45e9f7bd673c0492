import type { Code } from "../encode/code.js";
import { type Cpu, type Emit, multiplyAdd, polynomial, subtractProduct, withLocals } from "./arithmetic.js";
import { LN2_HIGH, LN2_LOW } from "./ln2.js";

/** Added to a float of less than 2²² it rounds it to an integer, which then stands in the low bits. */
const ROUND = 1.5 * 2 ** 23;

/**
 * eʳ = 1 + r + c₂r² + … + c₆r⁶ for |r| ≤ ln(2)/2, relative error below 3.3e-9: minimax by Remez exchange with weight r²/eʳ; the coefficients were rounded
 * to float32 one after the other, lowest first, the rest fitted again each time.
 */
const SERIES = [
  1, 1, 0.4999999403953552, 0.16666516661643982, 0.04166810214519501, 0.008369192481040955, 0.0013838812010362744,
];

/** x in a local → t = n + bias in its low bits, r = x − n·ln 2, |r| ≤ ln(2)/2. */
function reduce(code: Code, cpu: Cpu, bias: number, x: number, t: number, n: number, r: number): void {
  code.get(x).f32x4(Math.LOG2E);
  multiplyAdd(code, cpu, () => code.f32x4(ROUND + bias));
  code
    .tee(t)
    .f32x4(ROUND + bias)
    .op("f32x4.sub")
    .set(n);
  subtractProduct(
    code,
    cpu,
    () =>
      subtractProduct(
        code,
        cpu,
        () => code.get(x),
        () => code.get(n).f32x4(LN2_HIGH),
      ),
    () => code.get(n).f32x4(LN2_LOW),
  );
  code.set(r);
}

/** Any argument. Results round into the subnormal range and overflow to infinity as they should. */
export const exp: Emit = (code, cpu) =>
  withLocals(code, 4, (x, t, n, r) => {
    code.f32x4(-105).op("f32x4.pmax").f32x4(89).op("f32x4.pmin").set(x);
    reduce(code, cpu, 254, x, t, n, r);
    polynomial(code, cpu, r, SERIES);
    // 2ⁿ need not be a normal number: it is multiplied on in two halves.
    code.get(t).i32(1).op("i32x4.shr_u").tee(n).i32(23).op("i32x4.shl", "f32x4.mul");
    code.get(t).get(n).op("i32x4.sub").i32(23).op("i32x4.shl", "f32x4.mul");
  });

/** For x ≤ 0 (or NaN). The series is computed 2¹⁰⁰ times too small, so that 2ⁿ⁺¹⁰⁰ is a normal number and one product rounds into the subnormals. */
export const expNonPositive: Emit = (code, cpu) =>
  withLocals(code, 4, (x, t, n, r) => {
    code.f32x4(-105).op("f32x4.pmax").set(x);
    reduce(code, cpu, 127 + 100, x, t, n, r);
    polynomial(
      code,
      cpu,
      r,
      SERIES.map((c) => c * 2 ** -100),
    );
    code.get(t).i32(23).op("i32x4.shl", "f32x4.mul");
  });
