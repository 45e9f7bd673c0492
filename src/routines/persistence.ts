import { byPersistence, type CriticalPixels, withEldest } from "./features.js";
import { persistenceByKernels } from "./kernels/persistence.js";
import { areSingles } from "./keys.js";
import { type Landscape, landscapeOf, surroundingsOf } from "./landscape.js";
import { ALL_AROUND, MOST_PIECES } from "./ring.js";
import { int32Scratch } from "./scratch.js";
import { pixelCount } from "./sizes.js";
import { find } from "./union-find.js";

/**
 * What a pixel is in the cubical complex: a vertex (so that components are 4-connected and holes 8-connected in 2-D), or a top
 * cell (components 8-connected, holes 4-connected).
 */
export type Construction = "vertex" | "top";

const loopRoom = int32Scratch();
const birthRoom = int32Scratch();
const deathRoom = int32Scratch();

/**
 * The persistent homology of the superlevel sets {f ≥ a} of one 2-D image as a falls: components (dimension 0) and holes
 * (dimension 1), each as the pixel at whose value it is born and the one at whose value it dies.
 *
 * `values` is row-major, of any real values or infinities. Features of no persistence, f(birth) = f(death), are left out; the
 * eldest component of a non-empty image always comes first and dies at `NEVER`. The others come by falling persistence, ties
 * by birth pixel, then death pixel. Of two equal values the earlier pixel counts as the higher, so the critical pixels are
 * determined also on plateaus; the values at them do not depend on that choice. Time is linear in the number of pixels, but for that of
 * finding the roots of sets.
 *
 * @returns dimension 0, then dimension 1.
 * @throws {RangeError} if the sizes do not fit the values, or a value is NaN (the message names its index).
 *
 * Source: Edelsbrunner, Letscher, Zomorodian. Topological Persistence and Simplification. Discrete Comput. Geom. 28, 2002 (the
 * elder rule); Bleile, Garin, Heiss, Maggs, Robins. The Persistent Homology of Dual Digital Image Constructions.
 * arXiv:2102.11397 (the duality).
 */
export function persistence2d(
  values: ArrayLike<number>,
  height: number,
  width: number,
  construction: Construction,
): CriticalPixels[] {
  const pixels = pixelCount("persistence2d", [height, width], values.length);
  const connectivity = construction === "vertex" ? "face" : "full";
  if (pixels > 0 && areSingles(values)) {
    const found = persistenceByKernels(values, height, width, surroundingsOf(width + 2, connectivity));
    if (found !== undefined) return [withEldest(Int32Array.of(found.peak), found.components), found.holes];
  }
  const land = landscapeOf(values, height, width, connectivity);
  const loops = loopRoom.atLeast(land.passes.length);
  const { components, loopCount } = joinComponents(land, loops);
  const holes = fillHoles(land, loops, loopCount);
  const eldest = pixels === 0 ? new Int32Array(0) : pixelsOf(land, Int32Array.of(land.peak), 1);
  return [withEldest(eldest, byPersistence(values, components)), byPersistence(values, holes)];
}

/** Components by their peaks and the passes over which they join higher ones; and the passes that close a loop instead, from high to low. */
function joinComponents(land: Landscape, loops: Int32Array) {
  const { heights, up, passes, slopes } = land;
  const { around, steps, higher } = slopes;
  const births = birthRoom.atLeast(3 * passes.length);
  const deaths = deathRoom.atLeast(3 * passes.length);
  let count = 0;
  let loopCount = 0;
  for (let i = 0; i < passes.length; i++) {
    const pass = passes[i]!;
    const shape = around[pass]!;
    const members = shape * MOST_PIECES;
    const pieces = higher.count[shape]!;
    let root = find(up, pass + steps[higher.members[members]!]!);
    let closed = 0;
    for (let k = 1; k < pieces; k++) {
      const other = find(up, pass + steps[higher.members[members + k]!]!);
      if (other === root) {
        closed = 1;
        continue;
      }
      let younger = other;
      if (heights[other]! > heights[root]! || (heights[other]! === heights[root]! && other < root)) {
        younger = root;
        root = other;
      }
      up[younger] = root;
      births[count] = younger;
      deaths[count] = pass;
      count += Number(heights[younger]! !== heights[pass]!);
    }
    loops[loopCount] = pass;
    loopCount += closed;
  }
  return { components: { births: pixelsOf(land, births, count), deaths: pixelsOf(land, deaths, count) }, loopCount };
}

/**
 * Holes by the passes that close them and the pits that fill them. By Alexander duality a hole is a piece of background: as a falls, the last pixel that joined
 * the piece to an elder one closes the hole around it, and its lowest pixel fills it. So the passes are followed backwards.
 */
function fillHoles(land: Landscape, loops: Int32Array, loopCount: number): CriticalPixels {
  const { heights, down, slopes } = land;
  const { around, steps, lower } = slopes;
  const births = birthRoom.atLeast(3 * loopCount);
  const deaths = deathRoom.atLeast(3 * loopCount);
  let count = 0;
  for (let i = loopCount - 1; i >= 0; i--) {
    const pass = loops[i]!;
    const shape = ~around[pass]! & ALL_AROUND;
    const members = shape * MOST_PIECES;
    const pieces = lower.count[shape]!;
    let root = find(down, pass + steps[lower.members[members]!]!);
    for (let k = 1; k < pieces; k++) {
      const other = find(down, pass + steps[lower.members[members + k]!]!);
      if (other === root) continue;
      let younger = other;
      if (heights[other]! < heights[root]! || (heights[other]! === heights[root]! && other > root)) {
        younger = root;
        root = other;
      }
      down[younger] = root;
      births[count] = pass;
      deaths[count] = younger;
      count += Number(heights[younger]! !== heights[pass]!);
    }
  }
  return { births: pixelsOf(land, births, count), deaths: pixelsOf(land, deaths, count) };
}

/** The pixels at the first of some cells, by their indices in the image. */
function pixelsOf({ pitch }: Landscape, cells: Int32Array, count: number): Int32Array<ArrayBuffer> {
  const pixels = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const cell = cells[k]!;
    const y = Math.floor(cell / pitch) - 1;
    pixels[k] = y * (pitch - 2) + (cell % pitch) - 1;
  }
  return pixels;
}
