import { float64Buffer, int32Buffer } from "../shared/buffers.js";
import { lowerEnvelope } from "./envelope.js";
import type { RowImage } from "./grid.js";

/** Steps to a false pixel on a line without any: more than a line is long, and still a 32-bit number when the steps of a line are added. */
const FAR = 1 << 30;

const stepBuffer = int32Buffer();
const squareBuffer = float64Buffer();
const heightBuffer = float64Buffer();
const loweredBuffer = float64Buffer();

/**
 * Writes the distances of an image: steps to the nearest false pixel along the first axis, then, axis by axis, the lower envelope of parabolas on what the axes
 * before have found.
 */
export function referenceDistance(
  result: Float32Array | Float64Array,
  mask: ArrayLike<number>,
  { lengths, units, rows, width, pitch }: RowImage,
): void {
  const steps = stepBuffer.atLeast(rows * width);
  if (!countSteps(mask, { rows, width, pitch, plane: rows / lengths[0]! }, steps)) {
    for (let row = 0; row < rows; row++) result.fill(0, row * pitch, row * pitch + width);
    return;
  }
  const longest = Math.max(...lengths);
  const heights = heightBuffer.atLeast(longest);
  const lowered = loweredBuffer.atLeast(longest);
  const squared = lengths.length > 2 ? squareBuffer.atLeast(rows * width) : lowered;
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
