import { paddedGrid } from "../shared/connectivity.js";
import { pixelCount } from "../shared/sizes.js";

/** A mask on its padded grid, a byte for each cell. */
export interface PaddedMask {
  readonly cells: Uint8Array;
  readonly sizes: readonly number[];
  /** What to add to a cell to reach each of its neighbours, ascending. */
  readonly offsets: Int32Array;
  /** What to add to a cell to reach the one at each side that layers are taken off from, in turn. */
  readonly sides: readonly number[];
}

/**
 * The skeleton of the true pixels (value above 0.5) of an image of two or three axes, row-major: lines one pixel thin with as many pieces, tunnels and
 * cavities as the mask has, under the connectivity that joins at corners.
 *
 * Borders are peeled off side by side, one layer at a time. A pixel goes only if it is no end of a line and if its removal leaves the topology as it is. Pixels
 * outside count as background; along an axis of length 1 there are no sides, so a volume of one slice is thinned as the plane it is.
 *
 * Sources: Lee, Kashyap, Chu. Building skeleton models via 3-D medial surface/axis thinning algorithms. CVGIP 56, 1994; Malandain, Bertrand. Fast
 * characterization of 3D simple points. ICPR 1992. Where several pixels of a layer touch, each is looked at again in full before it goes; looking at the
 * pieces alone would let a cluster of three vanish.
 *
 * @returns 0 and 1, a subset of the mask.
 * @throws {RangeError} if the sizes do not fit the mask, or there are not two or three.
 */
export type Skeletonize = (mask: ArrayLike<number>, sizes: readonly number[]) => Uint8Array<ArrayBuffer>;

/** The skeleton by one form of peeling, which clears the cells that go. */
export const skeletonBy =
  (peel: (mask: PaddedMask) => void): Skeletonize =>
  (mask, sizes) => {
    const pixels = pixelCount("skeleton", sizes, mask.length);
    if (sizes.length !== 2 && sizes.length !== 3)
      throw new RangeError(`skeleton: an image has two or three axes, not ${sizes.length}`);
    const { cells: count, at, offsets } = paddedGrid(sizes, "full");
    const cells = new Uint8Array(count);
    for (let i = 0; i < pixels; i++) if (mask[i]! > 0.5) cells[at[i]!] = 1;
    peel({ cells, sizes, offsets, sides: sidesOf(sizes) });
    const result = new Uint8Array(pixels);
    for (let i = 0; i < pixels; i++) result[i] = cells[at[i]!]!;
    return result;
  };

/** Where to look for background, side by side: up and down, right and left, and, in a volume, back and front. */
function sidesOf(sizes: readonly number[]): readonly number[] {
  const strides = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((stride, size) => stride * (size + 2), 1));
  const [y, x] = [sizes.length - 2, sizes.length - 1];
  const along = (axis: number, signs: readonly number[]) =>
    sizes[axis] === 1 ? [] : signs.map((sign) => sign * strides[axis]!);
  return [...along(y, [-1, 1]), ...along(x, [1, -1]), ...(sizes.length === 3 ? along(0, [1, -1]) : [])];
}
