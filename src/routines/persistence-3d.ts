import { complexOf } from "./complex.js";
import { type CriticalPixels, refuseNaN, withEldest } from "./features.js";
import { filtration } from "./filtration.js";
import { order } from "./order.js";
import { lasting, pairings, pixelsOf } from "./pairing.js";
import type { Construction } from "./persistence.js";
import { pixelCount } from "./sizes.js";

/**
 * The persistent homology of the superlevel sets of one 3-D image: components (dimension 0), loops (1) and cavities (2).
 *
 * Everything else is as in `persistence2d`: what pixels are (`vertex`: components 6-connected, cavities 26-connected; `top`: the
 * reverse), the sequence of features, and which of equal values counts as the higher. Components and cavities take the time of sorting
 * the pixels; loops take the reduction of a matrix with two columns per pixel, close to linear on smooth images and slower on noise.
 *
 * @param sizes lengths of the three axes, first axis slowest.
 * @returns dimensions 0, 1 and 2.
 * @throws {RangeError} if the sizes do not fit the values, or a value is NaN (the message names its index).
 *
 * Source: Wagner, Chen, Vuçini. Efficient computation of persistent homology for cubical data. TopoInVis 2011.
 */
export function persistence3d(
  values: ArrayLike<number>,
  sizes: readonly [number, number, number],
  construction: Construction,
): CriticalPixels[] {
  pixelCount("persistence3d", sizes, values.length);
  refuseNaN("persistence3d", values);
  const falling = order(values, true);
  const complex = complexOf(sizes, construction);
  const entry = filtration(complex, falling);
  const [components, loops, cavities] = pairings(complex, entry, entry).map((pairs) =>
    pixelsOf(entry, lasting(values, entry, pairs)),
  );
  return [withEldest(falling.subarray(0, 1), components!), loops!, cavities!];
}
