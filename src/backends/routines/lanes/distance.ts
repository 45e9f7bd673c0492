import { lowerEnvelope } from "../envelope.js";
import { type Room, roomFor } from "../kernels/memory.js";
import { float64Scratch } from "../scratch.js";
import { type Kernels, type Lanes, laneKernels, REACH, VECTOR } from "./kernels.js";

/** Beyond this many pixels the memory of the kernels would not do. */
const MOST_PIXELS = 1 << 25;
/** Whole numbers up to here are singles. */
const LARGEST_WHOLE_SINGLE = 2 ** 24;
/** Bytes of a single, and of a lane. */
const SINGLE = 4;
const BYTES = { f32x4: 4, f64x2: 8 } as const;
/** Bytes before and after a line that are read where a place near its end is compared with its neighbours. */
const MARGIN = (REACH + 2) * VECTOR;

const heightRoom = float64Scratch();
const loweredRoom = float64Scratch();

/** An image of at least two axes, whose rows lie `pitch` entries apart. */
export interface RowImage {
  readonly lengths: readonly number[];
  readonly units: readonly number[];
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
  const work = workFor(image);
  if (work === undefined) return false;
  const { kernels, room, steps, own } = work;
  const { rows, width, pitch, lengths } = image;
  copyIn(room.singles, steps / SINGLE, own, mask, image);
  const end = steps + SINGLE * rows * own;
  if (kernels.steps(steps, end, (end - steps) / lengths[0]!) === 0) {
    for (let row = 0; row < rows; row++) result.fill(0, row * pitch, row * pitch + width);
    return true;
  }
  let inner = (rows * own) / lengths[0]!;
  for (let axis = 1; axis < lengths.length - 1; axis++) {
    inner /= lengths[axis]!;
    alongColumns(work, axis, lengths[axis]!, inner);
  }
  alongRows(work);
  copyOut(result, room.singles, steps / SINGLE, own, image);
  return true;
}

/** An image on its way through the kernels. Addresses and distances between them are in bytes. */
interface Work {
  readonly kernels: Kernels;
  readonly room: Room;
  readonly image: RowImage;
  readonly lanes: Lanes;
  /** Entries of a row in the memory of the kernels: whole vectors. */
  readonly own: number;
  /** What each number of steps along an axis costs, a vector each. */
  readonly costs: number;
  /** A line, in a margin of `REACH` places at both ends. */
  readonly line: number;
  /** The mask, then steps along the first axis, in the end distances, as singles. */
  readonly steps: number;
  /** Squares of distances on the way from axis to axis: in the same place, unless they are doubles. */
  readonly squares: number;
}

function workFor(image: RowImage): Work | undefined {
  const { lengths, units, rows, width } = image;
  const largest = lengths.reduce((sum, length, axis) => sum + (length * units[axis]!) ** 2, 0);
  const lanes = units.every(Number.isInteger) && largest <= LARGEST_WHOLE_SINGLE ? "f32x4" : "f64x2";
  const own = Math.ceil(width / 4) * 4;
  const costs = 0;
  const line = costs + 2 * MARGIN;
  const steps = line + Math.max(...lengths) * VECTOR + MARGIN;
  const end = steps + SINGLE * rows * own;
  const apart = lanes === "f64x2" && lengths.length > 2;
  const kernels = laneKernels();
  const room = kernels && roomFor(apart ? end + 2 * (end - steps) : end);
  return room && { kernels, room, image, lanes, own, costs, line, steps, squares: apart ? end : steps };
}

function copyIn(singles: Float32Array, start: number, own: number, mask: ArrayLike<number>, image: RowImage): void {
  const { rows, width, pitch } = image;
  if (own === pitch && mask instanceof Float32Array) singles.set(mask, start);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * pitch, start + row * own];
    if (own !== pitch || !(mask instanceof Float32Array))
      for (let x = 0; x < width; x++) singles[to + x] = mask[from + x]!;
    // What is behind the end of a row is as its last pixel: no false pixel of its own, nor a line without one.
    for (let x = width; x < own; x++) singles[to + x] = mask[from + width - 1]!;
  }
}

function copyOut(result: Float32Array, singles: Float32Array, start: number, own: number, image: RowImage): void {
  const { rows, width, pitch } = image;
  if (own === width && own === pitch) result.set(singles.subarray(start, start + rows * own));
  else
    for (let row = 0; row < rows; row++)
      for (let x = 0; x < width; x++) result[row * pitch + x] = singles[start + row * own + x]!;
}

/** Lines along an axis that is neither first nor last, as many side by side as there are lanes. */
function alongColumns(work: Work, axis: number, size: number, inner: number): void {
  const { kernels, room, image, lanes, own, line, squares } = work;
  const from = axis === 1 ? "steps" : "squares";
  const source = axis === 1 ? work.steps : squares;
  const [read, written] = [axis === 1 ? SINGLE : BYTES[lanes], BYTES[lanes]];
  const count = VECTOR / written;
  const memory = lanes === "f32x4" ? room.singles : room.doubles;
  const area = prepare(work, size, image.units[axis]!);
  const heights = heightRoom.atLeast(size);
  const lowered = loweredRoom.atLeast(size);
  const pass = kernels.pass({ lanes, from, to: "squares", across: true });
  for (let block = 0; block < image.rows * own; block += size * inner) {
    const strides = [count * read, VECTOR, inner * read, inner * written] as const;
    const items = inner / count;
    for (let item = 0; item < items; item++) {
      const [start, target] = [source + block * read, squares + block * written];
      const lineEnd = line + size * VECTOR;
      item = pass(start, target, ...strides, item, items, size, line, lineEnd, work.costs, image.units[0]!);
      if (item === items) break;
      for (let lane = 0; lane < count; lane++) {
        for (let p = 0; p < size; p++) heights[p] = memory[line / written + p * count + lane]!;
        lowerEnvelope(heights, size, area, lowered);
        const first = target / written + item * count + lane;
        for (let p = 0; p < size; p++) memory[first + p * inner] = lowered[p]!;
      }
    }
  }
}

/** Lines along the last axis, whose neighbours lie side by side. */
function alongRows(work: Work): void {
  const { kernels, room, image, lanes, own, line, steps } = work;
  const { rows, width, lengths, units } = image;
  const from = lengths.length === 2 ? "steps" : "squares";
  const source = from === "steps" ? steps : work.squares;
  const read = from === "steps" ? SINGLE : BYTES[lanes];
  const count = VECTOR / BYTES[lanes];
  const memory = lanes === "f32x4" ? room.singles : room.doubles;
  const area = prepare(work, width, units.at(-1)!);
  const heights = heightRoom.atLeast(width);
  const lowered = loweredRoom.atLeast(width);
  const pass = kernels.pass({ lanes, from, to: "distances", across: false });
  const strides = [own * read, own * SINGLE, count * read, count * SINGLE] as const;
  const lineEnd = line + width * BYTES[lanes];
  for (let row = 0; row < rows; row++) {
    row = pass(source, steps, ...strides, row, rows, Math.ceil(width / count), line, lineEnd, work.costs, units[0]!);
    if (row === rows) break;
    for (let x = 0; x < width; x++) heights[x] = memory[line / BYTES[lanes] + x]!;
    lowerEnvelope(heights, width, area, lowered);
    for (let x = 0; x < width; x++) room.singles[steps / SINGLE + row * own + x] = Math.sqrt(lowered[x]!);
  }
}

/** Fills the table of costs and the margins of the line, and returns the cost of one step. */
function prepare({ room, lanes, costs, line }: Work, size: number, unit: number): number {
  const memory = lanes === "f32x4" ? room.singles : room.doubles;
  const [bytes, count] = [BYTES[lanes], VECTOR / BYTES[lanes]];
  const area = unit * unit;
  for (let step = 0; step < REACH + 2; step++)
    memory.fill(area * step * step, costs / bytes + step * count, costs / bytes + (step + 1) * count);
  memory.fill(Number.POSITIVE_INFINITY, (line - MARGIN) / bytes, (line + size * VECTOR + MARGIN) / bytes);
  return area;
}
