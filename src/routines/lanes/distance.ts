import { FREE, machineWith } from "./machine.js";
import { type Grid, lanesOf, roomBytes, squaresApart, transform } from "./transform.js";

/** Beyond this many pixels the memory of the kernels would not do. */
const MOST_PIXELS = 1 << 25;
/** Bytes of a single. */
const SINGLE = 4;

/** An image of at least two axes, whose rows lie `pitch` entries apart. */
export interface RowImage extends Grid {
  readonly rows: number;
  readonly width: number;
  readonly pitch: number;
}

/**
 * The distances of `distanceInto`, by kernels that take four pixels at a time.
 *
 * @returns false, with nothing written, where they cannot run or the image is too large for them.
 */
export function distanceByLanes(result: Float32Array, mask: ArrayLike<number>, image: RowImage): boolean {
  if (image.rows * image.width > MOST_PIXELS) return false;
  const own = Math.ceil(image.width / 4) * 4;
  const start = FREE + roomBytes(image, 1);
  const end = start + SINGLE * image.rows * own;
  const apart = squaresApart(image);
  const machine = machineWith(apart ? end + 2 * (end - start) : end, lanesOf(image));
  if (machine === undefined) return false;
  const singles = new Float32Array(machine.buffer, start, image.rows * own);
  copyRows(singles, own, mask, image.pitch, image);
  const squares = apart ? end : start;
  const { lengths, units } = image;
  transform(machine, { lengths, units, count: 1, pitch: own, source: start, target: start, squares, room: FREE });
  copyRows(result, image.pitch, singles, own, image);
  return true;
}

function copyRows(
  to: Float32Array,
  toPitch: number,
  from: ArrayLike<number>,
  fromPitch: number,
  { rows, width }: RowImage,
): void {
  if (toPitch === fromPitch && toPitch === width) to.set(from);
  else
    for (let row = 0; row < rows; row++)
      for (let x = 0; x < width; x++) to[row * toPitch + x] = from[row * fromPitch + x]!;
}
