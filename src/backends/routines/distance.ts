import { pixelCount } from "./sizes.js";

/** Beyond these the square of a distance would leave the range of float64. */
const SMALLEST_SPACING = 1e-100;
const LARGEST_SPACING = 1e100;

/**
 * The exact Euclidean distance from each true pixel of one image to the nearest false pixel; 0 at false pixels.
 *
 * `mask` is row-major with one size per axis, any number of axes; a pixel is true if its value exceeds 0.5 (NaN does not).
 * `spacing` is the size of a pixel along each axis, and the result is in its unit. With whole-number spacing the squared
 * distances are exact; otherwise the result is right to a few units in the last place of float64.
 *
 * A mask without a false pixel has no distance to measure and gives 0 everywhere, which is MONAI's rule (scipy measures to a
 * pixel outside the image that is not there). Time is linear in the number of pixels.
 *
 * @throws {RangeError} if the sizes do not fit the mask, or a spacing is missing, not finite, not positive, or so large or
 * small (outside 1e-100 … 1e100) that its square is not a float64.
 *
 * Source: Felzenszwalb, Huttenlocher. Distance Transforms of Sampled Functions. Theory of Computing 8, 2012.
 */
export function distance(
  mask: ArrayLike<number>,
  sizes: readonly number[],
  spacing: readonly number[],
): Float64Array<ArrayBuffer> {
  const count = pixelCount("distance", sizes, mask.length);
  requireSpacing(sizes, spacing);
  const result = new Float64Array(count);
  if (!hasFalsePixel(mask)) return result;

  // The first axis is the one whose neighbours lie a whole plane apart, so that two sweeps through memory serve it.
  let stride = count / sizes[0]!;
  squaredAlongFirstAxis(mask, stride, spacing[0]!, result);
  const envelope = new Envelope(Math.max(...sizes));
  for (let axis = 1; axis < sizes.length; axis++) {
    const size = sizes[axis]!;
    stride /= size;
    if (size > 1) envelope.alongAxis(result, size, stride, spacing[axis]!);
  }
  for (let i = 0; i < count; i++) result[i] = Math.sqrt(result[i]!);
  return result;
}

function requireSpacing(sizes: readonly number[], spacing: readonly number[]): void {
  if (spacing.length !== sizes.length) {
    throw new RangeError(`distance: ${sizes.length} axes need as many spacings, not ${spacing.length}`);
  }
  for (const [axis, width] of spacing.entries()) {
    if (!Number.isFinite(width) || width <= 0) {
      throw new RangeError(`distance: spacing[${axis}] is ${width}; a spacing is a finite number greater than 0`);
    }
    if (width < SMALLEST_SPACING || width > LARGEST_SPACING) {
      throw new RangeError(
        `distance: spacing[${axis}] is ${width}, outside ${SMALLEST_SPACING} … ${LARGEST_SPACING}; use another unit`,
      );
    }
  }
}

function hasFalsePixel(mask: ArrayLike<number>): boolean {
  for (let i = 0; i < mask.length; i++) if (!(mask[i]! > 0.5)) return true;
  return false;
}

/** Squared distance to the nearest false pixel of the same line along the first axis; Infinity where the line has none. */
function squaredAlongFirstAxis(mask: ArrayLike<number>, stride: number, width: number, result: Float64Array): void {
  const count = result.length;
  for (let i = 0; i < count; i++) {
    if (mask[i]! > 0.5) result[i] = i < stride ? Number.POSITIVE_INFINITY : result[i - stride]! + 1;
  }
  for (let i = count - stride - 1; i >= 0; i--) {
    const steps = result[i + stride]! + 1;
    if (steps < result[i]!) result[i] = steps;
  }
  for (let i = 0; i < count; i++) {
    const length = width * result[i]!;
    result[i] = length * length;
  }
}

/** The lower envelope of the parabolas that stand on a line of squared distances, with the room to work in for any line. */
class Envelope {
  private readonly heights: Float64Array;
  /** Where the parabolas of the envelope stand, from left to right. */
  private readonly apexes: Int32Array;
  /** Where each of them starts to be the lowest. */
  private readonly starts: Float64Array;

  constructor(longest: number) {
    this.heights = new Float64Array(longest);
    this.apexes = new Int32Array(longest);
    this.starts = new Float64Array(longest);
  }

  /** Replaces each squared distance by the least over its line, in place. */
  alongAxis(squared: Float64Array, size: number, stride: number, width: number): void {
    const block = size * stride;
    for (let start = 0; start < squared.length; start += block) {
      for (let line = start; line < start + stride; line++) {
        const last = this.raise(squared, line, size, stride, width * width);
        if (last >= 0) this.lower(squared, line, size, stride, width, last);
      }
    }
  }

  /** Builds the envelope of one line and returns the position of its last parabola, −1 if all heights are infinite. */
  private raise(squared: Float64Array, line: number, size: number, stride: number, area: number): number {
    const { heights, apexes, starts } = this;
    let last = -1;
    for (let x = 0; x < size; x++) {
      const height = squared[line + x * stride]!;
      heights[x] = height;
      if (height === Number.POSITIVE_INFINITY) continue;
      let start = Number.NEGATIVE_INFINITY;
      while (last >= 0) {
        const apex = apexes[last]!;
        // One division of whole numbers, if the spacing is one: where two parabolas meet between two pixels it stays there.
        start = (height - heights[apex]! + area * (x - apex) * (x + apex)) / (2 * area * (x - apex));
        if (start > starts[last]!) break;
        last--;
      }
      last++;
      apexes[last] = x;
      starts[last] = last === 0 ? Number.NEGATIVE_INFINITY : start;
    }
    return last;
  }

  private lower(squared: Float64Array, line: number, size: number, stride: number, width: number, last: number): void {
    const { heights, apexes, starts } = this;
    let lowest = 0;
    for (let x = 0; x < size; x++) {
      while (lowest < last && starts[lowest + 1]! < x) lowest++;
      const apex = apexes[lowest]!;
      const length = width * (x - apex);
      squared[line + x * stride] = heights[apex]! + length * length;
    }
  }
}
