import { sequenceOf } from "./sequence.js";

/** The critical pixels of the features of one dimension; the k-th feature is `births[k]`, `deaths[k]`. */
export interface CriticalPixels {
  readonly births: Int32Array<ArrayBuffer>;
  /** `NEVER` for the feature that does not die. */
  readonly deaths: Int32Array<ArrayBuffer>;
}

/** In place of a death pixel: the component that outlives every threshold. */
export const NEVER = -1;

/** The features of a connected image: first the one that never dies, born at the first pixel of all, then the others. */
export function withEldest(eldest: Int32Array, { births, deaths }: CriticalPixels): CriticalPixels {
  const all = eldest.length + births.length;
  const grown = { births: new Int32Array(all), deaths: new Int32Array(all).fill(NEVER) };
  grown.births.set(eldest);
  grown.births.set(births, eldest.length);
  grown.deaths.set(deaths, eldest.length);
  return grown;
}

/** The same features by falling persistence, ties by birth pixel, then death pixel. */
export function byPersistence(values: ArrayLike<number>, features: CriticalPixels): CriticalPixels {
  const sequence = sequenceOf(values, features);
  return { births: picked(features.births, sequence), deaths: picked(features.deaths, sequence) };
}

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
