import type { Random } from "../random.js";

/** A position in an image: row and column, in pixels. */
export type Point = readonly [y: number, x: number];

export interface ExtremePointOptions {
  /** A pixel this much less extreme may be chosen as well, in pixels: the imprecision of a person who clicks. */
  readonly slack?: number;
  /** Chooses among pixels that are equally good. Absent: the middle one of them. */
  readonly random?: Random;
}

/**
 * The four extreme points of an object, left, right, top and bottom in this order, as DEXTR and DELSE have them; none for an empty mask.
 *
 * @param mask `[height, width]`; above 0.5 is the object.
 */
export function extremePoints(
  mask: ArrayLike<number>,
  height: number,
  width: number,
  { slack = 0, random }: ExtremePointOptions = {},
): readonly Point[] {
  expectSize(mask, height, width);
  const inside = Array.from({ length: height * width }, (_, i) => i).filter((i) => mask[i]! > 0.5);
  if (inside.length === 0) return [];
  const [row, column] = [(i: number) => Math.floor(i / width), (i: number) => i % width];
  return [column, (i: number) => -column(i), row, (i: number) => -row(i)].map((measure) => {
    const least = inside.reduce((best, i) => Math.min(best, measure(i)), Number.POSITIVE_INFINITY);
    const candidates = inside.filter((i) => measure(i) <= least + slack);
    const chosen = candidates[random ? random.below(candidates.length) : candidates.length >> 1]!;
    return [row(chosen), column(chosen)];
  });
}

/**
 * The map that tells a network where an object ends: at each pixel the highest of Gaussians around some points, from 0 to 1, all 0 without points. DELSE gives it to
 * the network as a fourth channel beside the colours.
 *
 * @param spread full width at half of the height, in pixels: 10 in DEXTR and DELSE, which call it sigma.
 */
export function extremeHeatmap(points: readonly Point[], height: number, width: number, spread = 10): Float32Array {
  const sharpness = (4 * Math.LN2) / spread ** 2;
  return Float32Array.from({ length: height * width }, (_, i) =>
    points.reduce((highest, [y, x]) => {
      const squared = (Math.floor(i / width) - y) ** 2 + ((i % width) - x) ** 2;
      return Math.max(highest, Math.exp(-sharpness * squared));
    }, 0),
  );
}

/** @throws {RangeError} when an image does not have the pixels its sides say. */
export function expectSize(image: ArrayLike<number>, height: number, width: number): void {
  if (image.length !== height * width)
    throw new RangeError(`${image.length} numbers do not make an image of ${height} × ${width} pixels.`);
}
