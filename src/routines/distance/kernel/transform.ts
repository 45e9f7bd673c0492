import type { ImageGrid } from "../grid.js";
import type { Job } from "./job.js";
import { BYTES, entryOf, type Lanes, MARGIN, type PassKind, REACH, STEPS, VECTOR } from "./kinds.js";
import { envelopeBytes } from "./passes.js";

/** Whole numbers up to here are exact in float32. */
const LARGEST_WHOLE_SINGLE = 2 ** 24;
/** Bytes of a single. */
const SINGLE = 4;
/** Pixels of a unit of work: enough to be worth the overhead of handing it to a thread. */
const UNIT = 4096;

/** What runs the kernels. */
export interface KernelRunner {
  readonly job: Job;
  readonly threads: number;
  /** The memory, as it is now. */
  readonly buffer: ArrayBufferLike;
  /** Calls a kernel for so many units of work. */
  run(entry: number, units: number): void;
}

/** Addresses of consecutive images in the memory of the kernels; rows are padded to whole vectors, `pitch` floats. */
export interface ImageBatch extends ImageGrid {
  readonly count: number;
  readonly pitch: number;
  /** Masks as singles. */
  readonly source: number;
  /** Where distances go, as singles; masks may lie there. */
  readonly target: number;
  /** Where squares are kept on the way from axis to axis: the same, unless `needsSquares`. */
  readonly squares: number;
  /** The workspace of the threads, `workspaceBytes` long. */
  readonly workspace: number;
}

export const lanesOf = ({ lengths, units }: ImageGrid): Lanes => {
  const largest = lengths.reduce((sum, length, axis) => sum + (length * units[axis]!) ** 2, 0);
  return units.every(Number.isInteger) && largest <= LARGEST_WHOLE_SINGLE ? "f32x4" : "f64x2";
};

/** Whether squares need memory of their own, twice that of the images. */
export const needsSquares = (grid: ImageGrid): boolean => lanesOf(grid) === "f64x2" && grid.lengths.length > 2;

/** What each number of steps along an axis costs, a vector each. */
const COSTS = MARGIN;
const lineBytes = ({ lengths }: ImageGrid) => Math.max(...lengths) * VECTOR + MARGIN;
const threadBytes = (grid: ImageGrid) =>
  Math.ceil((MARGIN + lineBytes(grid) + envelopeBytes(Math.max(...grid.lengths))) / VECTOR) * VECTOR;

/** Bytes that threads need to work in. */
export const workspaceBytes = (grid: ImageGrid, threads: number): number => COSTS + threads * threadBytes(grid);

/**
 * The distance of every true pixel of some masks to the nearest false one, each mask by itself: steps along the first axis, then the other axes one after the
 * other. All images share each pass, so that threads have enough to do.
 */
export function transformByKernels(runner: KernelRunner, images: ImageBatch): void {
  const { lengths, pitch, count } = images;
  const floats = (lengths.slice(0, -1).reduce((a, b) => a * b) as number) * pitch;
  countSteps(runner, images, floats);
  let inner = floats / lengths[0]!;
  for (let axis = 1; axis < lengths.length - 1; axis++) {
    inner /= lengths[axis]!;
    alongColumns(runner, images, axis, { inner, groups: (count * floats) / (lengths[axis]! * inner) });
  }
  alongRows(runner, images, (count * floats) / pitch);
}

function countSteps(
  { job, buffer, run }: KernelRunner,
  { lengths, source, target, count, pitch }: ImageBatch,
  floats: number,
) {
  const bytes = SINGLE * floats;
  const places = lengths[0]!;
  const place = bytes / places;
  const unit = VECTOR * Math.max(16, Math.ceil(UNIT / 4 / places));
  const unitsPerImage = Math.ceil(place / unit);
  job.write(buffer, { source, target, sourceGroup: bytes, targetGroup: bytes, places, place, unit, unitsPerImage });
  run(STEPS, count * unitsPerImage);
  const singles = new Float32Array(buffer);
  for (let image = 0; image < count; image++) {
    const start = target / SINGLE + image * floats;
    if (!hasFalse(singles, start, start + floats / places, pitch, lengths.at(-1)!))
      singles.fill(0, start, start + floats);
  }
}

/** Whether an image has a false pixel, by its steps at the first place. What lies behind the end of a row does not count. */
function hasFalse(steps: Float32Array, start: number, end: number, pitch: number, width: number): boolean {
  for (let row = start; row < end; row += pitch)
    for (let x = row; x < row + width; x++) if (steps[x]! < Number.POSITIVE_INFINITY) return true;
  return false;
}

/** Lines along an axis that is neither first nor last, as many side by side as there are lanes. */
function alongColumns(
  runner: KernelRunner,
  images: ImageBatch,
  axis: number,
  { inner, groups }: { readonly inner: number; readonly groups: number },
): void {
  const lanes = lanesOf(images);
  const from = axis === 1 ? "steps" : "squares";
  const [read, written] = [from === "steps" ? SINGLE : BYTES[lanes], BYTES[lanes]];
  const size = images.lengths[axis]!;
  const itemsPerGroup = (inner * written) / VECTOR;
  pass(runner, images, { lanes, from, to: "squares", across: true }, size, images.units[axis]!, {
    source: from === "steps" ? images.target : images.squares,
    target: images.squares,
    sourceGroup: size * inner * read,
    targetGroup: size * inner * written,
    items: groups * itemsPerGroup,
    itemsPerUnit: Math.ceil((UNIT * written) / VECTOR / size),
    itemsPerGroup,
    sourceItem: (VECTOR / written) * read,
    targetItem: VECTOR,
    sourceVector: inner * read,
    targetVector: inner * written,
    vectors: size,
  });
}

/** Lines along the last axis, whose neighbours lie side by side. */
function alongRows(runner: KernelRunner, images: ImageBatch, rows: number): void {
  const { lengths, units, pitch, target, squares } = images;
  const lanes = lanesOf(images);
  const from = lengths.length === 2 ? "steps" : "squares";
  const read = from === "steps" ? SINGLE : BYTES[lanes];
  const width = lengths.at(-1)!;
  const count = VECTOR / BYTES[lanes];
  pass(runner, images, { lanes, from, to: "distances", across: false }, width, units.at(-1)!, {
    source: from === "steps" ? target : squares,
    target,
    sourceGroup: 0,
    targetGroup: 0,
    items: rows,
    itemsPerUnit: Math.ceil(UNIT / width),
    itemsPerGroup: rows,
    sourceItem: pitch * read,
    targetItem: pitch * SINGLE,
    sourceVector: count * read,
    targetVector: count * SINGLE,
    vectors: Math.ceil(width / count),
  });
}

/** Runs a pass over lines of so many pixels, after filling the table of costs and the margins of the threads' lines. */
function pass(
  { job, buffer, threads, run }: KernelRunner,
  images: ImageBatch,
  kind: PassKind,
  size: number,
  unit: number,
  words: Parameters<Job["write"]>[1] & { readonly items: number; readonly itemsPerUnit: number },
): void {
  const memory = kind.lanes === "f32x4" ? new Float32Array(buffer) : new Float64Array(buffer);
  const [bytes, count] = [BYTES[kind.lanes], VECTOR / BYTES[kind.lanes]];
  const costs = images.workspace;
  for (let step = 0; step < REACH + 2; step++)
    memory.fill((unit * step) ** 2, costs / bytes + step * count, costs / bytes + (step + 1) * count);
  const workspace = costs + COSTS;
  const each = threadBytes(images);
  for (let start = workspace; start < workspace + threads * each; start += each)
    memory.fill(Number.POSITIVE_INFINITY, start / bytes, (start + size * VECTOR + 2 * MARGIN) / bytes);
  job.write(buffer, { ...words, size, workspace, threadBytes: each, lineBytes: lineBytes(images), costs });
  job.writeDoubles(buffer, images.units[0]!, unit * unit);
  run(entryOf(kind), Math.ceil(words.items / words.itemsPerUnit));
}
