import type { Random } from "../../random.js";

/** How a gradient compares with differences of the value. */
export interface GradientComparison {
  /** Entries of the prediction that were moved. */
  readonly points: number;
  /** The largest difference, in parts of the largest entry of the gradient. */
  readonly error: number;
  /** Entries where the value has a kink: there any derivative between those of its two sides is right. */
  readonly kinks: number;
  /** The size of the largest derivative met, by gradient or differences. */
  readonly steepest: number;
}

const step = 1e-5;

/**
 * Compares a gradient with central differences: half of the entries where the gradient is largest, half anywhere.
 *
 * @param value the function, of a float64 array it may not keep
 */
export function compare(
  value: (x: Float64Array) => number,
  at: Float64Array,
  gradient: ArrayLike<number>,
  { points, tolerance, random }: { points: number; tolerance: number; random: Random },
): GradientComparison {
  const here = value(at);
  const moved = at.slice();
  const probe = (i: number, by: number) => {
    moved[i] = at[i]! + by;
    const result = value(moved);
    moved[i] = at[i]!;
    return result;
  };
  const chosen = choose(gradient, points, random);
  const sides = chosen.map((i) => {
    const [below, above] = [probe(i, -step), probe(i, step)];
    return {
      derivative: gradient[i]!,
      central: (above - below) / (2 * step),
      left: (here - below) / step,
      right: (above - here) / step,
    };
  });
  // A derivative is large or small beside the others; where all are nothing, beside what rounding makes of the value.
  const steepest = Math.max(0, ...sides.map((s) => Math.max(Math.abs(s.derivative), Math.abs(s.central))));
  const scale = Math.max(1e-6 * (1 + Math.abs(here)), steepest);
  let error = 0;
  let kinks = 0;
  for (const { derivative, central, left, right } of sides) {
    const off = Math.abs(derivative - central) / scale;
    const [low, high] = [Math.min(left, right), Math.max(left, right)];
    const slack = tolerance * scale;
    if (off > tolerance && high - low > slack && derivative >= low - slack && derivative <= high + slack) kinks++;
    else error = Math.max(error, Number.isNaN(off) ? Number.POSITIVE_INFINITY : off);
  }
  return { points: chosen.length, error, kinks, steepest };
}

function choose(gradient: ArrayLike<number>, points: number, random: Random): number[] {
  const all = Array.from({ length: gradient.length }, (_, i) => i);
  if (all.length <= points) return all;
  const steepest = all.toSorted((a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!)).slice(0, points >> 1);
  const chosen = new Set(steepest);
  while (chosen.size < points) chosen.add(random.below(all.length));
  return [...chosen];
}
