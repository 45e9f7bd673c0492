import type { Code } from "../encode/code.js";

/** What the processor can do beyond the SIMD that every engine has. */
export interface Cpu {
  /** `f32x4.relaxed_madd` exists: a product and a sum in one instruction. Nothing here relies on its being rounded only once. */
  readonly fma: boolean;
}

/** One function of four floats: takes v128s from the stack, leaves a v128; its locals are released. */
export type Emit = (code: Code, cpu: Cpu) => void;

/** Two factors on the stack → their product plus what `addend` pushes. */
export function multiplyAdd(code: Code, { fma }: Cpu, addend: () => void): void {
  if (!fma) code.op("f32x4.mul");
  addend();
  code.op(fma ? "f32x4.relaxed_madd" : "f32x4.add");
}

/** What `from` pushes, less the product of the two that `factors` pushes. */
export function subtractProduct(code: Code, { fma }: Cpu, from: () => void, factors: () => void): void {
  if (fma) {
    factors();
    from();
    code.op("f32x4.relaxed_nmadd");
  } else {
    from();
    factors();
    code.op("f32x4.mul", "f32x4.sub");
  }
}

/** c₀ + c₁x + c₂x² + … by Horner's rule, x in a local; nothing is taken from the stack. */
export function polynomial(code: Code, cpu: Cpu, x: number, coefficients: readonly number[]): void {
  const [last, ...rest] = coefficients.toReversed();
  code.f32x4(last!);
  for (const c of rest) {
    code.get(x);
    multiplyAdd(code, cpu, () => code.f32x4(c));
  }
}

type Locals<N extends number, T extends number[] = []> = T["length"] extends N ? T : Locals<N, [...T, number]>;

/** Runs a body with as many v128 locals of its own. */
export function withLocals<N extends number>(code: Code, count: N, body: (...locals: Locals<N>) => void): void {
  const locals = Array.from({ length: count }, () => code.local("v128"));
  body(...(locals as Locals<N>));
  for (const local of locals) code.release("v128", local);
}

/** The bit of a float that is its sign. */
export const SIGN = 0x80000000;

/** ln 2 in two parts; the first has nine bits, so that its product with an exponent is exact. */
export const LN2_HIGH = 355 / 512;
export const LN2_LOW = Math.LN2 - LN2_HIGH;

// — two doubles at a time, for what single precision does not suffice —

/** Added to a double of less than 2⁵¹ it rounds it to an integer, whose low 32 bits then stand in the low word. */
export const ROUND_DOUBLE = 1.5 * 2 ** 52;

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

/** Two locals of two doubles to which `ROUND_DOUBLE` has been added → the four integers. */
export function integers(code: Code, low: number, high: number): void {
  code.get(low).get(high).shuffle(0, 2, 4, 6);
}

/** As `polynomial`, of two doubles. */
export function polynomialOfDoubles(code: Code, x: number, coefficients: readonly number[]): void {
  const [last, ...rest] = coefficients.toReversed();
  code.f64x2(last!);
  for (const c of rest) code.get(x).op("f64x2.mul").f64x2(c).op("f64x2.add");
}
