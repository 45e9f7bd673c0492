import { lowerEnvelope } from "./envelope.js";
import { distanceByLanes } from "./lanes/distance.js";
import { float64Scratch, int32Scratch } from "./scratch.js";
import { pixelCount } from "./sizes.js";

/** Beyond these the square of a distance would leave the range of float64. */
const SMALLEST_SPACING = 1e-100;
const LARGEST_SPACING = 1e100;

/** Steps to a false pixel on a line without any: more than a line is long, and still a 32-bit number when the steps of a line are added. */
const FAR = 1 << 30;

const stepRoom = int32Scratch();
const squareRoom = float64Scratch();
const heightRoom = float64Scratch();
const loweredRoom = float64Scratch();

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
  const result = new Float64Array(mask.length);
  distanceInto(result, mask, sizes, spacing);
  return result;
}

/**
 * {@link distance}, written into memory of the caller's; singles are rounded once.
 *
 * @param result as long as the mask.
 * @param pitch entries from the start of one row to that of the next, in mask and result, where rows are padded. Padding is neither read nor written.
 * @throws {RangeError} also if the pitch is less than the length of a row, or the result is not as long as the mask.
 */
export function distanceInto(
  result: Float32Array | Float64Array,
  mask: ArrayLike<number>,
  sizes: readonly number[],
  spacing: readonly number[],
  pitch: number = sizes.at(-1) ?? 0,
): void {
  pixelCount("distance", [...sizes.slice(0, -1), pitch].slice(0, sizes.length), mask.length);
  requireSpacing(sizes, spacing);
  requireRoom(result, mask, sizes, pitch);
  if (mask.length === 0) return;
  // The first axis is served by two sweeps through memory. A line has no other, so it is taken for an image of one row.
  const [lengths, units] =
    sizes.length > 1
      ? [sizes, spacing]
      : [
          [1, ...sizes],
          [1, ...spacing],
        ];
  const width = lengths.at(-1)!;
  const rows = mask.length / pitch;
  if (result instanceof Float32Array && distanceByLanes(result, mask, { lengths, units, rows, width, pitch })) return;
  const steps = stepRoom.atLeast(rows * width);
  if (!countSteps(mask, { rows, width, pitch, plane: rows / lengths[0]! }, steps)) {
    for (let row = 0; row < rows; row++) result.fill(0, row * pitch, row * pitch + width);
    return;
  }
  const longest = Math.max(...lengths);
  const heights = heightRoom.atLeast(longest);
  const lowered = loweredRoom.atLeast(longest);
  const squared = lengths.length > 2 ? squareRoom.atLeast(rows * width) : lowered;
  let stride = (rows * width) / lengths[0]!;
  for (let axis = 1; axis < lengths.length; axis++) {
    const size = lengths[axis]!;
    const area = units[axis]! ** 2;
    stride /= size;
    for (let block = 0; block < rows * width; block += size * stride) {
      for (let line = block; line < block + stride; line++) {
        if (axis === 1) squaresOfSteps(steps, line, stride, size, units[0]!, heights);
        else gather(squared, line, stride, size, heights);
        lowerEnvelope(heights, size, area, lowered);
        if (axis < lengths.length - 1) scatter(lowered, squared, line, stride, size);
        else roots(lowered, result, (line / width) * pitch, width);
      }
    }
  }
}

function requireRoom(result: ArrayLike<number>, mask: ArrayLike<number>, sizes: readonly number[], pitch: number) {
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

/** Rows of pixels, `plane` of them to one place along the first axis. */
interface Rows {
  readonly rows: number;
  readonly width: number;
  readonly pitch: number;
  readonly plane: number;
}

/**
 * Steps along the first axis to the nearest false pixel; at least `FAR` where the line has none. Without branches on what pixels are, which no processor can
 * predict in the prediction of an untrained network.
 *
 * @returns whether there is a false pixel at all.
 */
function countSteps(mask: ArrayLike<number>, { rows, width, pitch, plane }: Rows, steps: Int32Array): boolean {
  const stride = plane * width;
  let allTrue = 1;
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * width, (row + 1) * width];
    const shift = row * (pitch - width);
    for (let i = from; i < to; i++) {
      const inside = Number(mask[i + shift]! > 0.5);
      allTrue &= inside;
      steps[i] = -inside & (row < plane ? FAR : steps[i - stride]! + 1);
    }
  }
  for (let i = rows * width - stride - 1; i >= 0; i--) {
    const here = steps[i]!;
    const excess = steps[i + stride]! + 1 - here;
    steps[i] = here + (excess & (excess >> 31));
  }
  return allTrue === 0;
}

function squaresOfSteps(
  steps: Int32Array,
  line: number,
  stride: number,
  size: number,
  unit: number,
  heights: Float64Array,
): void {
  for (let x = 0; x < size; x++) {
    const count = steps[line + x * stride]!;
    const length = unit * count;
    heights[x] = count >= FAR ? Number.POSITIVE_INFINITY : length * length;
  }
}

function gather(squared: Float64Array, line: number, stride: number, size: number, heights: Float64Array): void {
  for (let x = 0; x < size; x++) heights[x] = squared[line + x * stride]!;
}

function scatter(lowered: Float64Array, squared: Float64Array, line: number, stride: number, size: number): void {
  for (let x = 0; x < size; x++) squared[line + x * stride] = lowered[x]!;
}

function roots(lowered: Float64Array, result: Float32Array | Float64Array, start: number, width: number): void {
  for (let x = 0; x < width; x++) result[start + x] = Math.sqrt(lowered[x]!);
}
