/**
 * Disjoint sets of numbers, kept as one array: the parent of each member, itself where it is the root of its set, `ABSENT` for a
 * number that is in no set (yet).
 *
 * Whoever unites two sets says which root stays, because the root carries what the set is known by: its eldest pixel where
 * persistence is computed, its first pixel in scan order where components are labelled. Halving paths alone then keeps the
 * time of a search logarithmic on average.
 */
export type Forest = Int32Array;

export const ABSENT = -1;

/** The root of the set that holds `member`, which must be in one; halves the path to it on the way. */
export function find(parents: Forest, member: number): number {
  let node = member;
  let parent = parents[node]!;
  while (parent !== node) {
    const grandparent = parents[parent]!;
    if (grandparent === parent) return parent;
    parents[node] = grandparent;
    node = grandparent;
    parent = parents[node]!;
  }
  return node;
}
