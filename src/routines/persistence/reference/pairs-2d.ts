import { int32Buffer } from "../../shared/buffers.js";
import { find } from "../../shared/union-find.js";
import type { Image2d, Pairs2d } from "../forms.js";
import { type PersistencePairs, pickedPairs } from "../pairs.js";
import { ALL_AROUND, MOST_PIECES } from "../ring.js";
import { type CriticalPoints, criticalPoints } from "./critical-points.js";
import { referenceArgsortByPersistence } from "./sort.js";

const loopBuffer = int32Buffer();
const birthBuffer = int32Buffer();
const deathBuffer = int32Buffer();

/** Union-find over the saddles of an image: downwards for its components, upwards for the pieces of background that are its holes. */
export function referencePairs2d(image: Image2d): Pairs2d {
  const points = criticalPoints(image);
  const loops = loopBuffer.atLeast(points.saddles.length);
  const { components, loopCount } = joinComponents(points, loops);
  const holes = fillHoles(points, loops, loopCount);
  const sorted = (pairs: PersistencePairs) => pickedPairs(pairs, referenceArgsortByPersistence(image.values, pairs));
  const [maximum] = pixelsOf(points, Int32Array.of(points.maximum), 1);
  return { maximum: maximum!, components: sorted(components), holes: sorted(holes) };
}

/** Components by their maxima and the saddles at which they join higher ones; and the saddles that close a loop instead, from high to low. */
function joinComponents(points: CriticalPoints, loops: Int32Array) {
  const { heights, up, saddles, around } = points;
  const { steps, higher } = points.tables;
  const births = birthBuffer.atLeast(3 * saddles.length);
  const deaths = deathBuffer.atLeast(3 * saddles.length);
  let count = 0;
  let loopCount = 0;
  for (let i = 0; i < saddles.length; i++) {
    const saddle = saddles[i]!;
    const shape = around[saddle]!;
    const members = shape * MOST_PIECES;
    const pieces = higher.count[shape]!;
    let root = find(up, saddle + steps[higher.members[members]!]!);
    let closed = 0;
    for (let k = 1; k < pieces; k++) {
      const other = find(up, saddle + steps[higher.members[members + k]!]!);
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
      deaths[count] = saddle;
      count += Number(heights[younger]! !== heights[saddle]!);
    }
    loops[loopCount] = saddle;
    loopCount += closed;
  }
  return {
    components: { births: pixelsOf(points, births, count), deaths: pixelsOf(points, deaths, count) },
    loopCount,
  };
}

/**
 * Holes by the saddles that close them and the minima that fill them. By Alexander duality a hole is a piece of background: as a falls, the last pixel that joined
 * the piece to an elder one closes the hole around it, and its lowest pixel fills it. So the saddles are followed backwards.
 */
function fillHoles(points: CriticalPoints, loops: Int32Array, loopCount: number): PersistencePairs {
  const { heights, down, around } = points;
  const { steps, lower } = points.tables;
  const births = birthBuffer.atLeast(3 * loopCount);
  const deaths = deathBuffer.atLeast(3 * loopCount);
  let count = 0;
  for (let i = loopCount - 1; i >= 0; i--) {
    const saddle = loops[i]!;
    const shape = ~around[saddle]! & ALL_AROUND;
    const members = shape * MOST_PIECES;
    const pieces = lower.count[shape]!;
    let root = find(down, saddle + steps[lower.members[members]!]!);
    for (let k = 1; k < pieces; k++) {
      const other = find(down, saddle + steps[lower.members[members + k]!]!);
      if (other === root) continue;
      let younger = other;
      if (heights[other]! < heights[root]! || (heights[other]! === heights[root]! && other > root)) {
        younger = root;
        root = other;
      }
      down[younger] = root;
      births[count] = saddle;
      deaths[count] = younger;
      count += Number(heights[younger]! !== heights[saddle]!);
    }
  }
  return { births: pixelsOf(points, births, count), deaths: pixelsOf(points, deaths, count) };
}

/** The pixels at the first of some cells, by their indices in the image. */
function pixelsOf({ pitch }: CriticalPoints, cells: Int32Array, count: number): Int32Array<ArrayBuffer> {
  const pixels = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const cell = cells[k]!;
    const y = Math.floor(cell / pitch) - 1;
    pixels[k] = y * (pitch - 2) + (cell % pitch) - 1;
  }
  return pixels;
}
