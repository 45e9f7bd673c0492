import { orderByKernels } from "./kernels/order.js";
import { areSingles, doubleKeys, singleKeys } from "./keys.js";
import { sortedByKeys } from "./radix.js";
import { int32Scratch } from "./scratch.js";

const keyRoom = int32Scratch();
const highRoom = int32Scratch();

/**
 * The indices of a row of values in the order that sorts it.
 *
 * Equal values keep the order of their indices in both directions, and 0 equals −0. NaN comes last in both directions.
 * Time is linear in the number of values (a radix sort of their bits).
 */
export function order(values: ArrayLike<number>, descending: boolean): Int32Array<ArrayBuffer> {
  const count = values.length;
  const single = areSingles(values);
  const byKernels = orderByKernels(values, descending, single ? "singles" : "doubles");
  if (byKernels !== undefined) return byKernels;
  const keys = keyRoom.atLeast(count);
  if (single) {
    singleKeys(values, count, descending, keys);
    return sortedByKeys(keys, count).slice(0, count);
  }
  const high = highRoom.atLeast(count);
  doubleKeys(values, descending, keys, high);
  const byLow = sortedByKeys(keys, count).slice(0, count);
  for (let i = 0; i < count; i++) keys[i] = high[byLow[i]!]!;
  return sortedByKeys(keys, count, byLow).slice(0, count);
}

/** The place of each index in an order: the inverse permutation. */
export function ranks(order: ArrayLike<number>): Int32Array<ArrayBuffer> {
  const places = new Int32Array(order.length);
  for (let rank = 0; rank < order.length; rank++) places[order[rank]!] = rank;
  return places;
}

/** For each index the sum of the values at it and at all before it in an order. */
export function sumsInOrder(order: ArrayLike<number>, values: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(order.length);
  let sum = 0;
  for (let rank = 0; rank < order.length; rank++) sums[order[rank]!] = sum += values[order[rank]!]!;
  return sums;
}
