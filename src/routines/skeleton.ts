import { frame } from "./frame.js";
import { peelByKernels } from "./kernels/skeleton.js";
import { type Neighbourhood, plane, volume } from "./neighbourhood.js";
import { int32Scratch } from "./scratch.js";
import { pixelCount } from "./sizes.js";

const aliveRoom = int32Scratch();
const layerRoom = int32Scratch();

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
export function skeleton(mask: ArrayLike<number>, sizes: readonly number[]): Uint8Array<ArrayBuffer> {
  const pixels = pixelCount("skeleton", sizes, mask.length);
  if (sizes.length !== 2 && sizes.length !== 3)
    throw new RangeError(`skeleton: an image has two or three axes, not ${sizes.length}`);
  const { cells, at, offsets } = frame(sizes, "full");
  const framed = new Uint8Array(cells);
  for (let i = 0; i < pixels; i++) if (mask[i]! > 0.5) framed[at[i]!] = 1;
  const sides = sidesOf(sizes);
  if (!peelByKernels(framed, sizes, sides)) peel(framed, sides, offsets, sizes.length === 2 ? plane : volume);
  const result = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) result[i] = framed[at[i]!]!;
  return result;
}

function peel(framed: Uint8Array, sides: readonly number[], offsets: Int32Array, around: Neighbourhood): void {
  const alive = aliveRoom.atLeast(framed.length);
  const layer = layerRoom.atLeast(framed.length);
  let living = 0;
  for (let cell = 0; cell < framed.length; cell++) {
    alive[living] = cell;
    living += framed[cell]!;
  }
  for (let removed = true; removed; ) {
    removed = false;
    for (const side of sides) {
      let reached = 0;
      for (let i = 0; i < living; i++) {
        const cell = alive[i]!;
        if (framed[cell + side] === 1) continue;
        const neighbours = around.of(framed, cell, offsets);
        if (isOne(neighbours) || !around.isSimple(neighbours)) continue;
        layer[reached++] = cell;
      }
      // Decided together, so that a layer goes evenly; checked again one by one, because neighbours in it may have gone.
      let gone = 0;
      for (let i = 0; i < reached; i++) {
        const cell = layer[i]!;
        if (!around.isSimple(around.of(framed, cell, offsets))) continue;
        framed[cell] = 0;
        gone++;
      }
      if (gone === 0) continue;
      removed = true;
      living = stillAlive(framed, alive, living);
    }
  }
}

/** Moves the cells that are left to the front, and says how many there are. */
function stillAlive(framed: Uint8Array, alive: Int32Array, living: number): number {
  let left = 0;
  for (let i = 0; i < living; i++) {
    const cell = alive[i]!;
    alive[left] = cell;
    left += framed[cell]!;
  }
  return left;
}

/** Where to look for background, side by side: up and down, right and left, and, in a volume, back and front. */
function sidesOf(sizes: readonly number[]): readonly number[] {
  const strides = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((stride, size) => stride * (size + 2), 1));
  const [y, x] = [sizes.length - 2, sizes.length - 1];
  const along = (axis: number, signs: readonly number[]) =>
    sizes[axis] === 1 ? [] : signs.map((sign) => sign * strides[axis]!);
  return [...along(y, [-1, 1]), ...along(x, [1, -1]), ...(sizes.length === 3 ? along(0, [1, -1]) : [])];
}

const isOne = (bits: number): boolean => bits !== 0 && (bits & (bits - 1)) === 0;
