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

/** Added to a float of less than 2²² it rounds it to an integer, which then stands in the low bits. */
const ROUND = 1.5 * 2 ** 23;

/** x in a local → eʳ·factor on the stack, n + bias in the low bits of t, where x = n·ln 2 + r, |r| ≤ ln(2)/2. The locals t, n and r are overwritten. */
function reduced(
  code: Code,
  cpu: Cpu,
  { bias, factor }: { readonly bias: number; readonly factor: number },
  [x, t, n, r]: readonly [x: number, t: number, n: number, r: number],
): void {
  const rounding = ROUND + bias;
  code.get(x).f32x4(Math.LOG2E);
  multiplyAdd(code, cpu, () => code.f32x4(rounding));
  code.tee(t).f32x4(rounding).op("f32x4.sub").set(n);
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
  const scaled = series.exp.map((c) => c * factor);
  polynomial(code, cpu, r, scaled);
}

/** Multiplies by 2ⁿ, which need not be a normal number, in two halves: −150 ≤ n ≤ 129, and n + 254 in the low bits of t. `half` is overwritten. */
export function scaleByPowerOfTwo(code: Code, t: number, half: number): void {
  code.get(t).i32(1).op("i32x4.shr_u").tee(half).i32(23).op("i32x4.shl", "f32x4.mul");
  code.get(t).get(half).op("i32x4.sub").i32(23).op("i32x4.shl", "f32x4.mul");
}

/** Any argument. Results round into the subnormal range, to zero and to infinity as they should. */
export const exp: Emit = (code, cpu) =>
  withLocals(code, 4, (x, t, n, r) => {
    code.f32x4(-105).op("f32x4.pmax").f32x4(89).op("f32x4.pmin").set(x);
    reduced(code, cpu, { bias: 254, factor: 1 }, [x, t, n, r]);
    scaleByPowerOfTwo(code, t, n);
  });

/** For x ≤ 0 and NaN. The series is computed 2²⁵ times too small, so that 2ⁿ⁺²⁵ is a normal number and one product rounds into the subnormals. */
export const expNonPositive: Emit = (code, cpu) =>
  withLocals(code, 4, (x, t, n, r) => {
    code.f32x4(-105).op("f32x4.pmax").set(x);
    reduced(code, cpu, { bias: 127 + 25, factor: 2 ** -25 }, [x, t, n, r]);
    code.get(t).i32(23).op("i32x4.shl", "f32x4.mul");
  });
