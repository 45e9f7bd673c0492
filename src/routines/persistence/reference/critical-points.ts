import { referenceArgsort } from "../../order/reference.js";
import { int32Buffer, uint8Buffer } from "../../shared/buffers.js";
import { areSingles, singleKeys } from "../../shared/keys.js";
import { sortedByKeys } from "../../shared/radix-sort.js";
import type { Image2d } from "../forms.js";
import { refuseNaN } from "../pairs.js";
import { type RingTables, ringTables } from "../ring.js";

/** The cell of the padding that stands for all that surrounds an image, lower than any pixel. */
const OUTSIDE = 0;
/** The height of the padding, which no pixel has. */
const LOWEST = -0x8000_0000;

const keyBuffer = int32Buffer();
const heightBuffer = int32Buffer();
const upBuffer = int32Buffer();
const downBuffer = int32Buffer();
const saddleBuffer = int32Buffer();
const saddleKeyBuffer = int32Buffer();
const aroundBuffer = uint8Buffer();

/**
 * The critical points of a 2-D image on its padded grid, values being heights: maxima, minima and saddles. Of two equal pixels the earlier is the higher, so that
 * no two are level.
 *
 * Components can meet, and holes close, at saddles only: pixels whose higher neighbours form several pieces around them. Those of one piece were connected before
 * the pixel entered. So saddles alone are sorted and looked at again, a third of the pixels of noise and few of a smooth image; what else is connected to what
 * follows from one higher and one lower neighbour of each pixel. The arrays belong to this module and live until its next call.
 *
 * Source: Edelsbrunner, Harer, Zomorodian. Hierarchical Morse–Smale complexes for piecewise linear 2-manifolds. Discrete Comput. Geom. 30, 2003.
 */
export interface CriticalPoints {
  /** Cells of a row, padding included. */
  readonly pitch: number;
  /** Of each cell: an integer that compares as the values do. */
  readonly heights: Int32Array;
  /** Of each cell: a higher neighbour it is connected to, itself at a maximum. A forest in which the maxima are roots. */
  readonly up: Int32Array;
  /** Of each cell: a lower neighbour it is connected to in the background, itself at a minimum, `OUTSIDE` in the padding. */
  readonly down: Int32Array;
  /** The saddles, from high to low. */
  readonly saddles: Int32Array;
  /** Of each cell: which neighbours are higher, one bit each. */
  readonly around: Uint8Array;
  /** What to look up for those bits. */
  readonly tables: RingTables;
  /** The highest cell. */
  readonly maximum: number;
}

/** @throws {RangeError} at a NaN, by its index. */
export function criticalPoints({ values, height, width, connectivity }: Image2d): CriticalPoints {
  const pitch = width + 2;
  const cells = pitch * (height + 2);
  const heights = heightBuffer.atLeast(cells);
  const up = upBuffer.atLeast(cells);
  const down = downBuffer.atLeast(cells);
  const around = aroundBuffer.atLeast(cells);
  const saddles = saddleBuffer.atLeast(cells);
  padHeights(comparable(values), height, width, heights);
  for (let cell = 0; cell < cells; cell++) if (heights[cell] === LOWEST) down[cell] = OUTSIDE;

  const tables = ringTables(pitch, connectivity);
  const { ascent, descent, isSaddle } = tables;
  let count = 0;
  let maximum = OUTSIDE;
  for (let row = pitch + 1; row < cells - pitch; row += pitch) {
    for (let cell = row; cell < row + width; cell++) {
      const here = heights[cell]!;
      if (here > heights[maximum]!) maximum = cell;
      // Numbers instead of branches, which no processor can predict in noise. Bits are those of `RING` in ../ring.ts.
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
      saddles[count] = cell;
      count += isSaddle[shape]!;
    }
  }
  return {
    pitch,
    heights,
    up,
    down,
    saddles: fromHigh(saddles, count, heights),
    around,
    tables,
    maximum,
  };
}

/** Integers above `LOWEST` that compare as the values do. */
function comparable(values: ArrayLike<number>): Int32Array {
  refuseNaN("persistence2d", values);
  const keys = keyBuffer.atLeast(values.length);
  if (areSingles(values)) {
    singleKeys(values, values.length, false, keys);
    for (let i = 0; i < values.length; i++) keys[i]! ^= LOWEST;
    return keys;
  }
  const rising = referenceArgsort(values, false);
  let rank = 0;
  for (let i = 0; i < rising.length; i++) {
    if (i > 0 && values[rising[i]!] !== values[rising[i - 1]!]) rank++;
    keys[rising[i]!] = rank;
  }
  return keys;
}

function padHeights(keys: Int32Array, height: number, width: number, heights: Int32Array): void {
  const pitch = width + 2;
  heights.fill(LOWEST, 0, pitch * (height + 2));
  for (let y = 0; y < height; y++) {
    const row = (y + 1) * pitch + 1;
    for (let x = 0; x < width; x++) heights[row + x] = keys[y * width + x]!;
  }
}

function fromHigh(saddles: Int32Array, count: number, heights: Int32Array): Int32Array {
  const keys = saddleKeyBuffer.atLeast(count);
  for (let i = 0; i < count; i++) keys[i] = ~(heights[saddles[i]!]! ^ LOWEST);
  return sortedByKeys(keys, count, saddles).subarray(0, count);
}
