import type { CriticalPixels } from "./features.js";
import { sequenceByKernels } from "./kernels/sequence.js";
import { singleKeys } from "./keys.js";
import { order } from "./order.js";
import { sortedByKeys } from "./radix.js";
import { float64Scratch, int32Scratch } from "./scratch.js";

/** Ties of more features than this are sorted in linear time. */
const SHORT = 24;

const lifetimeRoom = float64Scratch();
const keyRoom = int32Scratch();

/**
 * The indices of features by falling persistence, which is above 0, ties by birth pixel, then death pixel.
 *
 * Sorting by the persistence as a single takes a fraction of the passes that a double and two pixels take, and leaves few ties to be settled, unless the image is
 * a mask.
 */
export function sequenceOf(values: ArrayLike<number>, features: CriticalPixels): Int32Array<ArrayBuffer> {
  const { births, deaths } = features;
  const count = births.length;
  const lifetimes = lifetimeRoom.atLeast(count);
  for (let k = 0; k < count; k++) lifetimes[k] = values[births[k]!]! - values[deaths[k]!]!;
  const byKernels = sequenceByKernels(lifetimes, births, deaths);
  if (byKernels !== undefined) return byKernels;
  const keys = keyRoom.atLeast(count);
  singleKeys(lifetimes, count, true, keys);
  const sequence = Int32Array.from(sortedByKeys(keys, count).subarray(0, count));
  for (let start = 0, end = 0; start < count; start = end) {
    const key = keys[sequence[start]!]!;
    do end++;
    while (end < count && keys[sequence[end]!] === key);
    if (end - start > SHORT) sequence.set(settled(sequence.slice(start, end), lifetimes, features), start);
    else if (end - start > 1) settleFew(sequence, start, end, lifetimes, features);
  }
  return sequence;
}

/** Sorts some of the indices by insertion. */
function settleFew(
  sequence: Int32Array,
  start: number,
  end: number,
  lifetimes: Float64Array,
  { births, deaths }: CriticalPixels,
): void {
  const comesFirst = (a: number, b: number) =>
    lifetimes[b]! - lifetimes[a]! || births[a]! - births[b]! || deaths[a]! - deaths[b]!;
  for (let i = start + 1; i < end; i++) {
    const feature = sequence[i]!;
    let place = i;
    for (; place > start && comesFirst(feature, sequence[place - 1]!) < 0; place--)
      sequence[place] = sequence[place - 1]!;
    sequence[place] = feature;
  }
}

/** Sorts indices by one criterion after the other, the last first. */
function settled(indices: Int32Array, lifetimes: Float64Array, { births, deaths }: CriticalPixels): Int32Array {
  const count = indices.length;
  const by = (list: Int32Array, entries: Int32Array) =>
    sortedByKeys(
      entries.map((k) => list[k]!),
      count,
      entries,
    ).slice(0, count);
  const byBirth = by(births, by(deaths, indices));
  return order(
    Float64Array.from(byBirth, (k) => lifetimes[k]!),
    true,
  ).map((place) => byBirth[place]!);
}
