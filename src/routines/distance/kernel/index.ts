import { kernelMemory, lazyModule } from "../../shared/kernel/memory.js";
import type { RowImage } from "../grid.js";
import { JOB_BYTES, Job } from "./job.js";
import type { Lanes } from "./kinds.js";
import { type DistanceKernel, kernelName, writeDistanceKernels } from "./module.js";
import { type KernelRunner, lanesOf, needsSquares, transformByKernels, workspaceBytes } from "./transform.js";

/** Beyond this many pixels the memory of the kernels would not do. */
const MOST_PIXELS = 1 << 25;
/** Bytes of a single. */
const SINGLE = 4;

/** Where what is not the job begins. */
const FREE = Math.ceil(JOB_BYTES / 256) * 256;

const job = new Job(0);
const load = (lanes: Lanes) =>
  lazyModule<Readonly<Record<string, DistanceKernel>>>((builder) => writeDistanceKernels(builder, job, lanes));
const loaded = { f32x4: load("f32x4"), f64x2: load("f64x2") };

/**
 * Writes the distances of an image by kernels that take four pixels at a time.
 *
 * @returns false, with nothing written, where they cannot run or the image is too large for them.
 */
export function distanceByKernel(result: Float32Array, mask: ArrayLike<number>, image: RowImage): boolean {
  if (image.rows * image.width > MOST_PIXELS) return false;
  const own = Math.ceil(image.width / 4) * 4;
  const start = FREE + workspaceBytes(image, 1);
  const end = start + SINGLE * image.rows * own;
  const apart = needsSquares(image);
  const runner = runnerWith(apart ? end + 2 * (end - start) : end, lanesOf(image));
  if (runner === undefined) return false;
  const singles = new Float32Array(runner.buffer, start, image.rows * own);
  copyRows(singles, own, mask, image.pitch, image);
  const squares = apart ? end : start;
  const { lengths, units } = image;
  transformByKernels(runner, {
    lengths,
    units,
    count: 1,
    pitch: own,
    source: start,
    target: start,
    squares,
    workspace: FREE,
  });
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

/** One thread, in so many bytes of the memory that routines share; undefined where kernels cannot run. */
function runnerWith(bytes: number, lanes: Lanes): KernelRunner | undefined {
  const [memory, made] = [kernelMemory(bytes), loaded[lanes]()];
  if (memory === undefined || made === undefined) return undefined;
  return { job, threads: 1, buffer: memory.bytes.buffer, run: (entry, units) => made[kernelName(entry)]!(0, units, 0) };
}
