import { referenceArgsort } from "../../order/reference.js";
import { int32Buffer } from "../../shared/buffers.js";
import { singleKeys } from "../../shared/keys.js";
import { sortedByKeys } from "../../shared/radix-sort.js";
import { lifetimesOf, type PersistencePairs } from "../pairs.js";

/** Ties of more features than this are sorted in linear time. */
const SHORT = 24;

const keyBuffer = int32Buffer();

/** See `PersistenceForms`. Sorting by the persistence as a single takes a fraction of the passes of a double and two pixels, and leaves few ties, unless the image is a mask. */
export function referenceArgsortByPersistence(
  values: ArrayLike<number>,
  pairs: PersistencePairs,
): Int32Array<ArrayBuffer> {
  const count = pairs.births.length;
  const lifetimes = lifetimesOf(values, pairs);
  const keys = keyBuffer.atLeast(count);
  singleKeys(lifetimes, count, true, keys);
  const order = Int32Array.from(sortedByKeys(keys, count).subarray(0, count));
  for (let start = 0, end = 0; start < count; start = end) {
    const key = keys[order[start]!]!;
    do end++;
    while (end < count && keys[order[end]!] === key);
    if (end - start > SHORT) order.set(tiesSorted(order.slice(start, end), lifetimes, pairs), start);
    else if (end - start > 1) sortFewTies(order, start, end, lifetimes, pairs);
  }
  return order;
}

/** Sorts some of the indices by insertion. */
function sortFewTies(
  order: Int32Array,
  start: number,
  end: number,
  lifetimes: Float64Array,
  { births, deaths }: PersistencePairs,
): void {
  const comesFirst = (a: number, b: number) =>
    lifetimes[b]! - lifetimes[a]! || births[a]! - births[b]! || deaths[a]! - deaths[b]!;
  for (let i = start + 1; i < end; i++) {
    const feature = order[i]!;
    let place = i;
    for (; place > start && comesFirst(feature, order[place - 1]!) < 0; place--) order[place] = order[place - 1]!;
    order[place] = feature;
  }
}

/** Sorts indices by one criterion after the other, the last first. */
function tiesSorted(indices: Int32Array, lifetimes: Float64Array, { births, deaths }: PersistencePairs): Int32Array {
  const count = indices.length;
  const by = (list: Int32Array, entries: Int32Array) =>
    sortedByKeys(
      entries.map((k) => list[k]!),
      count,
      entries,
    ).slice(0, count);
  const byBirth = by(births, by(deaths, indices));
  return referenceArgsort(
    Float64Array.from(byBirth, (k) => lifetimes[k]!),
    true,
  ).map((place) => byBirth[place]!);
}
