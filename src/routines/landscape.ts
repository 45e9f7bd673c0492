import { type Connectivity, dual } from "./frame.js";
import { areSingles, singleKeys } from "./keys.js";
import { order } from "./order.js";
import { sortedByKeys } from "./radix.js";
import { ALL_AROUND, MOST_PIECES, type Pieces, piecesOf, RING } from "./ring.js";
import { int32Scratch, uint8Scratch } from "./scratch.js";

/** The cell of the frame that stands for all that surrounds an image, lower than any pixel. */
export const OUTSIDE = 0;
/** The height of the frame, which no pixel has. */
const LOWEST = -0x8000_0000;

const keyRoom = int32Scratch();
const heightRoom = int32Scratch();
const upRoom = int32Scratch();
const downRoom = int32Scratch();
const passRoom = int32Scratch();
const passKeyRoom = int32Scratch();
const aroundRoom = uint8Scratch();

/**
 * A 2-D image as a landscape in a frame one cell wide. Of two equal pixels the earlier is the higher, so that no two are level.
 *
 * Components can meet, and holes close, at passes only: pixels whose higher neighbours form several pieces around them. Those of one piece were connected before
 * the pixel entered. So passes alone are sorted and looked at again, a third of the pixels of noise and few of a smooth image; what else is connected to what
 * follows from one higher and one lower neighbour of each pixel. The arrays belong to this module and live until its next call.
 *
 * Source: Edelsbrunner, Harer, Zomorodian. Hierarchical Morse–Smale complexes for piecewise linear 2-manifolds. Discrete Comput. Geom. 30, 2003.
 */
export interface Landscape {
  /** Cells of a row, frame included. */
  readonly pitch: number;
  /** Of each cell: what compares as the values do. */
  readonly heights: Int32Array;
  /** Of each cell: a higher neighbour it is connected to, itself at a peak. A forest in which the peaks are roots. */
  readonly up: Int32Array;
  /** Of each cell: a lower neighbour it is connected to in the background, itself at a pit, `OUTSIDE` in the frame. */
  readonly down: Int32Array;
  /** The passes, from high to low. */
  readonly passes: Int32Array;
  /** What is around each cell. */
  readonly slopes: Slopes;
  /** The highest cell; `OUTSIDE` of an empty image. */
  readonly peak: number;
}

/** The neighbours of cells, as places in `RING`, and the pieces they form. */
export interface Slopes {
  /** Of each cell: which neighbours are higher, one bit each. */
  readonly around: Uint8Array;
  /** What to add to a cell to reach each neighbour. */
  readonly steps: Int32Array;
  /** The pieces of higher neighbours, and of lower ones: look up the bits of those chosen. */
  readonly higher: Pieces;
  readonly lower: Pieces;
}

/** @throws {RangeError} at a NaN, by its index. */
export function landscapeOf(
  values: ArrayLike<number>,
  height: number,
  width: number,
  connectivity: Connectivity,
): Landscape {
  const pitch = width + 2;
  const cells = pitch * (height + 2);
  const heights = heightRoom.atLeast(cells);
  const up = upRoom.atLeast(cells);
  const down = downRoom.atLeast(cells);
  const around = aroundRoom.atLeast(cells);
  const passes = passRoom.atLeast(cells);
  frameHeights(comparable(values), height, width, heights);
  for (let cell = 0; cell < cells; cell++) if (heights[cell] === LOWEST) down[cell] = OUTSIDE;

  const { higher, lower, steps, ascent, descent, isPass } = surroundingsOf(pitch, connectivity);
  let count = 0;
  let peak = OUTSIDE;
  for (let row = pitch + 1; row < cells - pitch; row += pitch) {
    for (let cell = row; cell < row + width; cell++) {
      const here = heights[cell]!;
      if (here > heights[peak]!) peak = cell;
      // Numbers instead of branches, which no processor can predict in noise. Bits are those of `RING`.
      const shape =
        Number(heights[cell - pitch]! >= here) |
        (Number(heights[cell - pitch + 1]! >= here) << 1) |
        (Number(heights[cell + 1]! > here) << 2) |
        (Number(heights[cell + pitch + 1]! > here) << 3) |
        (Number(heights[cell + pitch]! > here) << 4) |
        (Number(heights[cell + pitch - 1]! > here) << 5) |
        (Number(heights[cell - 1]! >= here) << 6) |
        (Number(heights[cell - pitch - 1]! >= here) << 7);
      around[cell] = shape;
      up[cell] = cell + ascent[shape]!;
      down[cell] = cell + descent[shape]!;
      passes[count] = cell;
      count += isPass[shape]!;
    }
  }
  return {
    pitch,
    heights,
    up,
    down,
    passes: fromHigh(passes, count, heights),
    slopes: { around, steps, higher, lower },
    peak,
  };
}

/** What is higher forms pieces under the connectivity of the image, what is lower under that of its background. */
const rings = {
  face: { higher: piecesOf("face"), lower: piecesOf(dual("face")) },
  full: { higher: piecesOf("full"), lower: piecesOf(dual("full")) },
} as const;

/** What can be around a cell, in a landscape of one pitch. */
export interface Surroundings {
  readonly higher: Pieces;
  readonly lower: Pieces;
  /** What to add to a cell to reach each neighbour, as places in `RING`. */
  readonly steps: Int32Array;
  /** For each choice of higher neighbours a step to one that is connected, 0 where there is none. */
  readonly ascent: Int32Array;
  /** The same to a lower one. */
  readonly descent: Int32Array;
  /** Whether there is more than one piece. */
  readonly isPass: Int32Array;
}

/** The surroundings last asked for, which are those of the next step of a training. */
let last: { readonly key: string; readonly surroundings: Surroundings } | undefined;

export function surroundingsOf(pitch: number, connectivity: Connectivity): Surroundings {
  const key = `${pitch} ${connectivity}`;
  if (last?.key !== key) last = { key, surroundings: tablesOf(pitch, connectivity) };
  return last.surroundings;
}

function tablesOf(pitch: number, connectivity: Connectivity): Surroundings {
  const { higher, lower } = rings[connectivity];
  const steps = Int32Array.from(RING, ([rows, columns]) => rows * pitch + columns);
  const choices = ALL_AROUND + 1;
  const ascent = new Int32Array(choices);
  const descent = new Int32Array(choices);
  const isPass = new Int32Array(choices);
  for (let chosen = 0; chosen < choices; chosen++) {
    const rest = ~chosen & ALL_AROUND;
    if (higher.count[chosen]! > 0) ascent[chosen] = steps[higher.members[chosen * MOST_PIECES]!]!;
    if (lower.count[rest]! > 0) descent[chosen] = steps[lower.members[rest * MOST_PIECES]!]!;
    isPass[chosen] = Number(higher.count[chosen]! > 1);
  }
  return { higher, lower, steps, ascent, descent, isPass };
}

/** Integers above `LOWEST` that compare as the values do. */
function comparable(values: ArrayLike<number>): Int32Array {
  const keys = keyRoom.atLeast(values.length);
  if (areSingles(values)) {
    singleKeys(values, values.length, false, keys);
    for (let i = 0; i < values.length; i++) {
      keys[i]! ^= LOWEST;
      if (Number.isNaN(values[i]!)) refuse(i);
    }
    return keys;
  }
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) refuse(i);
  const rising = order(values, false);
  let rank = 0;
  for (let i = 0; i < rising.length; i++) {
    if (i > 0 && values[rising[i]!] !== values[rising[i - 1]!]) rank++;
    keys[rising[i]!] = rank;
  }
  return keys;
}

function refuse(index: number): never {
  throw new RangeError(`persistence2d: values[${index}] is NaN, which has no place in an order`);
}

function frameHeights(keys: Int32Array, height: number, width: number, heights: Int32Array): void {
  const pitch = width + 2;
  heights.fill(LOWEST, 0, pitch * (height + 2));
  for (let y = 0; y < height; y++) {
    const row = (y + 1) * pitch + 1;
    for (let x = 0; x < width; x++) heights[row + x] = keys[y * width + x]!;
  }
}

function fromHigh(passes: Int32Array, count: number, heights: Int32Array): Int32Array {
  const keys = passKeyRoom.atLeast(count);
  for (let i = 0; i < count; i++) keys[i] = ~(heights[passes[i]!]! ^ LOWEST);
  return sortedByKeys(keys, count, passes).subarray(0, count);
}
