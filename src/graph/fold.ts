import { type BinaryOp, ops } from "./ops.js";

/** What an arithmetic operation gives when some of its arguments are known numbers: a number, or one of the arguments itself. */
export type Folded = { readonly value: number } | "first" | "second" | undefined;

/** Arithmetic on constants, and identity elements; `undefined` where nothing is known. Comparisons and extrema are left to the optimiser. */
export function fold(op: BinaryOp, first: number | undefined, second: number | undefined): Folded {
  const { identity, evaluate } = ops[op];
  if (!identity) return undefined;
  if (first !== undefined && second !== undefined) return { value: evaluate(first, second, 0) };
  if (second !== undefined && second === identity.second) return "first";
  if (first !== undefined && first === identity.first) return "second";
  return undefined;
}
