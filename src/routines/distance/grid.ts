import { pixelCount } from "../shared/sizes.js";

/** Beyond these the square of a distance would leave the range of float64. */
const SMALLEST_SPACING = 1e-100;
const LARGEST_SPACING = 1e100;

/** Lengths of the axes of an image, at least two, and the size of a pixel along each. */
export interface ImageGrid {
  readonly lengths: readonly number[];
  readonly units: readonly number[];
}

/** An image of at least two axes, whose rows lie `pitch` entries apart. */
export interface RowImage extends ImageGrid {
  readonly rows: number;
  readonly width: number;
  readonly pitch: number;
}

type Distances = Float32Array | Float64Array;

/** Writes the distances of an image that has at least one pixel. */
export type DistanceForm = (result: Distances, mask: ArrayLike<number>, image: RowImage) => void;

/** The distance transform of one image. */
export interface DistanceTransform {
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
  distance(mask: ArrayLike<number>, sizes: readonly number[], spacing: readonly number[]): Float64Array<ArrayBuffer>;

  /**
   * `distance`, written into memory of the caller's; singles are rounded once.
   *
   * @param result as long as the mask.
   * @param pitch entries from the start of one row to that of the next, in mask and result, where rows are padded. Padding is neither read nor written.
   * @throws {RangeError} also if the pitch is less than the length of a row, or the result is not as long as the mask.
   */
  distanceInto(
    result: Distances,
    mask: ArrayLike<number>,
    sizes: readonly number[],
    spacing: readonly number[],
    pitch?: number,
  ): void;
}

/** The distance transform by one of its forms, with everything checked before. */
export function distanceTransform(form: DistanceForm): DistanceTransform {
  const distanceInto: DistanceTransform["distanceInto"] = (result, mask, sizes, spacing, pitch = sizes.at(-1) ?? 0) => {
    pixelCount("distance", [...sizes.slice(0, -1), pitch].slice(0, sizes.length), mask.length);
    requireSpacing(sizes, spacing);
    requireSameLength(result, mask, sizes, pitch);
    if (mask.length === 0) return;
    // The first axis is served by two sweeps through memory. A line has no other, so it is taken for an image of one row.
    const isLine = sizes.length === 1;
    form(result, mask, {
      lengths: isLine ? [1, ...sizes] : sizes,
      units: isLine ? [1, ...spacing] : spacing,
      rows: mask.length / pitch,
      width: sizes.at(-1)!,
      pitch,
    });
  };
  return {
    distanceInto,
    distance: (mask, sizes, spacing) => {
      const result = new Float64Array(mask.length);
      distanceInto(result, mask, sizes, spacing);
      return result;
    },
  };
}

function requireSameLength(
  result: ArrayLike<number>,
  mask: ArrayLike<number>,
  sizes: readonly number[],
  pitch: number,
) {
  if (pitch < sizes.at(-1)!)
    throw new RangeError(`distance: rows of ${sizes.at(-1)} pixels do not fit a pitch of ${pitch}`);
  if (result.length !== mask.length)
    throw new RangeError(`distance: the result has ${result.length} entries, not the ${mask.length} of the mask`);
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
