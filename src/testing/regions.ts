import type { Random } from "../random.js";
import { type Shape, sizeOf } from "./arrays.js";

/**
 * How the region that a mask or a class occupies is drawn: smooth shapes as segmentation has them, each pixel by itself, none, all, or one pixel. Losses have been
 * known to break on the last three.
 */
export const regionKinds = ["blobs", "noise", "empty", "full", "one pixel"] as const;
export type RegionKind = (typeof regionKinds)[number];

/** A region of an image: 1 inside, 0 outside, row-major. `share` is how much of the image is inside blobs or noise. */
export function region(kind: RegionKind, space: Shape, random: Random, share = 0.25): Uint8Array {
  const count = sizeOf(space);
  switch (kind) {
    case "blobs":
      return blobs(space, random, share);
    case "noise":
      return Uint8Array.from({ length: count }, () => Number(random.next() < share));
    case "empty":
      return new Uint8Array(count);
    case "full":
      return new Uint8Array(count).fill(1);
    case "one pixel": {
      const only = random.below(count);
      return new Uint8Array(count).map((_, i) => Number(i === only));
    }
  }
}

/** How far the window reaches that smooths noise, and how often it does: three boxes are close to a Gaussian. */
const smoothing = { reach: 4, times: 3 };

/** Smoothed noise, cut at the level that leaves the share inside: with holes and many parts. */
export function blobs(space: Shape, random: Random, share = 0.25): Uint8Array {
  let field: Float32Array = Float32Array.from({ length: sizeOf(space) }, random.next);
  for (let time = 0; time < smoothing.times; time++)
    for (let axis = 0; axis < space.length; axis++) field = averaged(field, space, axis);
  const level = Float32Array.from(field).sort()[Math.floor((1 - share) * (field.length - 1))]!;
  return Uint8Array.from(field, (x) => (x > level ? 1 : 0));
}

/** The mean over a window along one axis, of what lies inside the image. */
function averaged(field: Float32Array, space: Shape, axis: number): Float32Array {
  const length = space[axis]!;
  const stride = space.slice(axis + 1).reduce((n, l) => n * l, 1);
  const result = new Float32Array(field.length);
  // A window that always holds the whole axis would leave nothing to tell pixels apart by.
  const reach = Math.min(smoothing.reach, (length - 1) >> 2);
  for (let start = 0; start < field.length; start++) {
    if (Math.floor(start / stride) % length !== 0) continue;
    let sum = 0;
    let count = 0;
    for (let i = -reach; i < length; i++) {
      if (i + reach < length) {
        sum += field[start + (i + reach) * stride]!;
        count++;
      }
      if (i - reach > 0) {
        sum -= field[start + (i - reach - 1) * stride]!;
        count--;
      }
      if (i >= 0) result[start + i * stride] = sum / count;
    }
  }
  return result;
}
