import { byPersistence, type CriticalPixels, refuseNaN, withEldest } from "./features.js";
import { type Connectivity, dual, type Frame, frame } from "./frame.js";
import { order } from "./order.js";
import { pixelCount } from "./sizes.js";
import { ABSENT, find } from "./union-find.js";

/**
 * What a pixel is in the cubical complex: a vertex (so that components are 4-connected and holes 8-connected in 2-D), or a top
 * cell (components 8-connected, holes 4-connected).
 */
export type Construction = "vertex" | "top";

/** The cell of the frame that stands for all that surrounds the image. */
const OUTSIDE = 0;

/**
 * The persistent homology of the superlevel sets {f ≥ a} of one 2-D image as a falls: components (dimension 0) and holes
 * (dimension 1), each as the pixel at whose value it is born and the one at whose value it dies.
 *
 * `values` is row-major, of any real values or infinities. Features of no persistence, f(birth) = f(death), are left out; the
 * eldest component of a non-empty image always comes first and dies at `NEVER`. The others come by falling persistence, ties
 * by birth pixel, then death pixel. Of two equal values the earlier pixel counts as the higher, so the critical pixels are
 * determined also on plateaus; the values at them do not depend on that choice. Time is that of sorting the pixels.
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
  const sizes = [height, width];
  pixelCount("persistence2d", sizes, values.length);
  refuseNaN("persistence2d", values);
  const connectivity: Connectivity = construction === "vertex" ? "face" : "full";
  const falling = order(values, true);
  const rising = falling.toReversed();

  const components = mergers(values, falling, frame(sizes, connectivity), "nothing");
  const cavities = mergers(values, rising, frame(sizes, dual(connectivity)), "outside");
  const finite = byPersistence(values, { births: components.starts, deaths: components.ends });
  // By Alexander duality a hole is a piece of background: as a falls, the last pixel that joined the piece to an elder one
  // closes the hole around it, and its lowest pixel fills it.
  const holes = byPersistence(values, { births: cavities.ends, deaths: cavities.starts });
  return [withEldest(falling.subarray(0, 1), finite), holes];
}

/** The sets of pixels that grow as pixels enter one by one, each by its first pixel and the one that joined it to an elder set. */
interface Mergers {
  readonly starts: Int32Array<ArrayBuffer>;
  readonly ends: Int32Array<ArrayBuffer>;
}

/**
 * Lets the pixels enter in a sequence and records every merger of two sets between different values: the younger ends.
 *
 * What surrounds the image is either nothing, or an outside that was there before the first pixel and so is elder than all.
 */
function mergers(
  values: ArrayLike<number>,
  sequence: Int32Array,
  { cells, at, offsets }: Frame,
  surroundings: "nothing" | "outside",
): Mergers {
  const pixels = sequence.length;
  // One cell of the frame stands for the outside; its age, 0, is that of no pixel.
  const parents = new Int32Array(cells).fill(surroundings === "outside" ? OUTSIDE : ABSENT);
  const ages = new Int32Array(cells);
  for (let i = 0; i < pixels; i++) {
    const cell = at[sequence[i]!]!;
    parents[cell] = ABSENT;
    ages[cell] = i + 1;
  }
  const starts: number[] = [];
  const ends: number[] = [];

  for (let i = 0; i < pixels; i++) {
    const pixel = sequence[i]!;
    const cell = at[pixel]!;
    let root = cell;
    parents[cell] = cell;
    for (let k = 0; k < offsets.length; k++) {
      const neighbour = cell + offsets[k]!;
      if (parents[neighbour]! === ABSENT) continue;
      const other = find(parents, neighbour);
      if (other === root) continue;
      let younger = other;
      if (ages[other]! < ages[root]!) {
        younger = root;
        root = other;
      }
      parents[younger] = root;
      const start = sequence[ages[younger]! - 1]!;
      if (values[start] === values[pixel]) continue;
      starts.push(start);
      ends.push(pixel);
    }
  }
  return { starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}
