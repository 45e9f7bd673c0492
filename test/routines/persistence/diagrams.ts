import { ESSENTIAL, type PersistencePairs } from "../../../src/routines/persistence/pairs.js";
import type { Diagram } from "../cases.js";

/** The values at the critical pixels, in a fixed sequence so that multisets compare. */
export function diagram(values: ArrayLike<number>, { births, deaths }: PersistencePairs): [number, number | null][] {
  const pairs = Array.from(births, (birth, k): [number, number | null] => {
    const death = deaths[k]!;
    return [values[birth]!, death === ESSENTIAL ? null : values[death]!];
  });
  return sorted(pairs);
}

export function sorted(pairs: Diagram): [number, number | null][] {
  const last = (death: number | null) => death ?? Number.NEGATIVE_INFINITY;
  return pairs.map(([b, d]): [number, number | null] => [b, d]).sort((p, q) => q[0] - p[0] || last(q[1]) - last(p[1]));
}

/** How many features of each dimension live at a threshold: born at or above it, dead below. */
export function alive(values: ArrayLike<number>, features: readonly PersistencePairs[], threshold: number): number[] {
  return features.map(({ births, deaths }) => {
    const living = Array.from(births).filter((birth, k) => {
      const death = deaths[k]!;
      return values[birth]! >= threshold && (death === ESSENTIAL || values[death]! < threshold);
    });
    return living.length;
  });
}
