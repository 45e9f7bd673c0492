import { float64Buffer } from "../shared/buffers.js";

/** The persistence pairs of one dimension by their critical pixels: the k-th feature is born at `births[k]` and dies at `deaths[k]`. */
export interface PersistencePairs {
  readonly births: Int32Array<ArrayBuffer>;
  /** `ESSENTIAL` for the feature that does not die. */
  readonly deaths: Int32Array<ArrayBuffer>;
}

/** In place of a death pixel: the feature is essential, it outlives every threshold. */
export const ESSENTIAL = -1;

/** The pairs of a connected image: first the essential one, born at the first pixel of all, then the others. Without a pixel there is none. */
export function withEssential(first: Int32Array, { births, deaths }: PersistencePairs): PersistencePairs {
  const all = first.length + births.length;
  const grown = { births: new Int32Array(all), deaths: new Int32Array(all).fill(ESSENTIAL) };
  grown.births.set(first);
  grown.births.set(births, first.length);
  grown.deaths.set(deaths, first.length);
  return grown;
}

const lifetimeBuffer = float64Buffer();

/** How long each feature lives: the value at its birth less that at its death. Good until the next call; what lies behind the last is undefined. */
export function lifetimesOf(values: ArrayLike<number>, { births, deaths }: PersistencePairs): Float64Array {
  const lifetimes = lifetimeBuffer.atLeast(births.length);
  for (let k = 0; k < births.length; k++) lifetimes[k] = values[births[k]!]! - values[deaths[k]!]!;
  return lifetimes;
}

/** Some of the pairs, in the order of their indices. */
export const pickedPairs = ({ births, deaths }: PersistencePairs, indices: Int32Array): PersistencePairs => ({
  births: picked(births, indices),
  deaths: picked(deaths, indices),
});

/** The entries of a list at some indices. */
export function picked(list: Int32Array, indices: Int32Array): Int32Array<ArrayBuffer> {
  const result = new Int32Array(indices.length);
  for (let k = 0; k < result.length; k++) result[k] = list[indices[k]!]!;
  return result;
}

/** @throws {RangeError} at a NaN, by its index. */
export function refuseNaN(routine: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!))
      throw new RangeError(`${routine}: values[${i}] is NaN, which has no place in an order`);
  }
}
