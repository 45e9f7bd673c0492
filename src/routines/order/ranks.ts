/** The place of each index in an order: the inverse permutation. */
export function inversePermutation(order: ArrayLike<number>): Int32Array<ArrayBuffer> {
  const places = new Int32Array(order.length);
  for (let rank = 0; rank < order.length; rank++) places[order[rank]!] = rank;
  return places;
}

/** For each index the sum of the values at it and at all before it in an order. */
export function cumulativeSums(order: ArrayLike<number>, values: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(order.length);
  let sum = 0;
  for (let rank = 0; rank < order.length; rank++) sums[order[rank]!] = sum += values[order[rank]!]!;
  return sums;
}
