import { numbers, type OracleCase } from "./case.js";

export interface Outcome {
  readonly value: number;
  readonly gradient: readonly number[];
}

export interface Tolerance {
  /** Relative difference of the value. */
  readonly value: number;
  /** Relative difference of each entry of the gradient. */
  readonly slope: number;
  /** Difference of an entry as a share of the largest. */
  readonly floor: number;
}

/**
 * How far apart two computations may be. The inputs are single precision everywhere, and so is what some official code computes with inside; where it is, and
 * where logarithms and powers of small numbers dominate, 1e-4 is what float32 can hold.
 */
export function tolerance(c: OracleCase, arithmetic: "double" | "single"): Tolerance {
  const exact = c.check?.precision === "float64";
  if (arithmetic === "double") return { value: exact ? 5e-6 : 1e-5, slope: exact ? 1e-5 : 1e-3, floor: 1e-6 };
  const delicate = !exact || /log|huge|focal/.test(`${c.id} ${JSON.stringify(c.params)}`);
  return { value: delicate ? 1e-4 : 1e-5, slope: 1e-3, floor: 1e-6 };
}

/** What differs by more than is tolerated, in words; nothing if all is well. */
export function difference(c: OracleCase, { value, gradient }: Outcome, allowed: Tolerance): string | undefined {
  const wanted = Number(c.value);
  if (!near(value, wanted, allowed.value * Math.abs(wanted) + zero))
    return `value ${value}, the official code has ${wanted}`;
  if (!c.grad) return undefined;
  const slopes = numbers({ shape: [], data: c.grad });
  if (slopes.length !== gradient.length) return `${gradient.length} slopes, the official code has ${slopes.length}`;
  const largest = slopes.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const at = slopes.findIndex(
    (slope, i) => !near(gradient[i]!, slope, allowed.slope * Math.abs(slope) + allowed.floor * largest + zero),
  );
  return at < 0
    ? undefined
    : `slope ${at} is ${gradient[at]}, the official code has ${slopes[at]} (largest ${largest})`;
}

/** Below this a number is 0 in every respect. */
const zero = 1e-12;

const near = (a: number, b: number, by: number) => Math.abs(a - b) <= by || Object.is(a, b);
