/** What an arithmetic operation gives when some of its arguments are known numbers: a number, or one of the arguments itself. */
export type Folded = { readonly value: number } | "first" | "second" | undefined;

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
};

/** Arithmetic on constants, and the neutral elements; `undefined` where nothing is known. */
export function fold(op: string, first: number | undefined, second: number | undefined): Folded {
  if (first !== undefined && second !== undefined) {
    const value = arithmetic[op]?.(first, second);
    return value === undefined ? undefined : { value };
  }
  if (second === 0 && (op === "add" || op === "sub")) return "first";
  if (first === 0 && op === "add") return "second";
  if (second === 1 && (op === "mul" || op === "div" || op === "pow")) return "first";
  if (first === 1 && op === "mul") return "second";
  return undefined;
}
