import { int32Buffer } from "../shared/buffers.js";
import { areSingles, doubleKeys, singleKeys } from "../shared/keys.js";
import { sortedByKeys } from "../shared/radix-sort.js";

const keyBuffer = int32Buffer();
const highBuffer = int32Buffer();

/**
 * The indices of a row of values in the order that sorts it.
 *
 * Equal values keep the order of their indices in both directions, and 0 equals −0. NaN comes last in both directions.
 * Time is linear in the number of values (a radix sort of their bits).
 */
export function referenceArgsort(values: ArrayLike<number>, descending: boolean): Int32Array<ArrayBuffer> {
  const count = values.length;
  const keys = keyBuffer.atLeast(count);
  if (areSingles(values)) {
    singleKeys(values, count, descending, keys);
    return sortedByKeys(keys, count).slice(0, count);
  }
  const high = highBuffer.atLeast(count);
  doubleKeys(values, descending, keys, high);
  const byLow = sortedByKeys(keys, count).slice(0, count);
  for (let i = 0; i < count; i++) keys[i] = high[byLow[i]!]!;
  return sortedByKeys(keys, count, byLow).slice(0, count);
}
