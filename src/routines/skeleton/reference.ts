import { int32Buffer } from "../shared/buffers.js";
import type { PaddedMask } from "./peeling.js";
import { simplePoints2d, simplePoints3d } from "./simple-points.js";

const aliveBuffer = int32Buffer();
const layerBuffer = int32Buffer();

/** Peels a mask with one look at all living cells for each side. */
export function referencePeel({ cells, sizes, offsets, sides }: PaddedMask): void {
  const points = sizes.length === 2 ? simplePoints2d : simplePoints3d;
  const alive = aliveBuffer.atLeast(cells.length);
  const layer = layerBuffer.atLeast(cells.length);
  let living = 0;
  for (let cell = 0; cell < cells.length; cell++) {
    alive[living] = cell;
    living += cells[cell]!;
  }
  for (let removed = true; removed; ) {
    removed = false;
    for (const side of sides) {
      let reached = 0;
      for (let i = 0; i < living; i++) {
        const cell = alive[i]!;
        if (cells[cell + side] === 1) continue;
        const neighbours = points.neighbours(cells, cell, offsets);
        if (isOne(neighbours) || !points.isSimple(neighbours)) continue;
        layer[reached++] = cell;
      }
      // Decided together, so that a layer goes evenly; checked again one by one, because neighbours in it may have gone.
      let gone = 0;
      for (let i = 0; i < reached; i++) {
        const cell = layer[i]!;
        if (!points.isSimple(points.neighbours(cells, cell, offsets))) continue;
        cells[cell] = 0;
        gone++;
      }
      if (gone === 0) continue;
      removed = true;
      living = stillAlive(cells, alive, living);
    }
  }
}

/** Moves the cells that are left to the front, and says how many there are. */
function stillAlive(cells: Uint8Array, alive: Int32Array, living: number): number {
  let left = 0;
  for (let i = 0; i < living; i++) {
    const cell = alive[i]!;
    alive[left] = cell;
    left += cells[cell]!;
  }
  return left;
}

const isOne = (bits: number): boolean => bits !== 0 && (bits & (bits - 1)) === 0;
