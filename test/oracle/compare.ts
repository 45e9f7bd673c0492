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
  if (c.loss === "acdr_network_step") return { value: 1e-5, slope: 1e-3, floor: folded };
  // Weights of an order are differences of nearly equal Jaccard indices there: single precision leaves them two digits in the smallest slopes.
  const floor = c.loss.startsWith("lovasz") && !exact ? 1e-5 : 1e-6;
  if (arithmetic === "double") return { value: exact ? 5e-6 : 1e-5, slope: exact ? 1e-5 : 1e-3, floor };
  const delicate = !exact || /log|huge|focal/.test(`${c.id} ${JSON.stringify(c.params)}`);
  return { value: delicate ? 1e-4 : 1e-5, slope: 1e-3, floor };
}

/**
 * Once a contour has folded, its triangles overlap, and rounding decides which of them is seen and pulled at. A change of the prediction by 2e-7 then changes slopes of
 * the surrogate by up to two hundredths of the largest; what triangles look like, and their slope where they do not overlap, is compared in `acdr_render_nmr`.
 */
const folded = 2e-2;

/** What differs by more than is tolerated, in words; nothing if all is well. */
export function difference(c: OracleCase, { value, gradient }: Outcome, allowed: Tolerance): string | undefined {
  const wanted = Number(c.value);
  if (!near(value, wanted, allowed.value * Math.abs(wanted) + zero))
    return `value ${value}, the official code has ${wanted}`;
  if (!c.grad) return undefined;
  const slopes = untied(c, numbers({ shape: [], data: c.grad }));
  const found = untied(c, gradient);
  if (slopes.length !== found.length) return `${found.length} slopes, the official code has ${slopes.length}`;
  const largest = slopes.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const at = slopes.findIndex(
    (slope, i) =>
      !near(
        found[i]!,
        slope,
        allowed.slope * Math.abs(slope) + allowed.floor * largest + (slope === 0 ? nothing : zero),
      ),
  );
  return at < 0 ? undefined : `slope ${at} is ${found[at]}, the official code has ${slopes[at]} (largest ${largest})`;
}

/**
 * Pixels of opposite classes with the very same error (logits 0.688 and −0.688). Either may come first in the order of errors: both are sub-gradients, and only
 * what the tied pixels have together is determined.
 */
const ties: Readonly<Record<string, readonly number[]>> = { "lovasz_hinge/kornia/p001": [31, 84] };

/** With the sizes of tied slopes added up at the first of them. */
function untied({ id }: OracleCase, slopes: readonly number[]): readonly number[] {
  const tied = ties[id] ?? [];
  const together = tied.reduce((sum, i) => sum + Math.abs(slopes[i]!), 0);
  return slopes.map((slope, i) => (tied.includes(i) ? (i === tied[0] ? together : 0) : slope));
}

/** What single precision may leave of a gradient that is exactly 0, where there is no largest one to measure it by. */
const nothing = 1e-9;

/** Below this a number is 0 in every respect. */
const zero = 1e-12;

const near = (a: number, b: number, by: number) => Math.abs(a - b) <= by || Object.is(a, b);
