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
