import { isComparison, type Node } from "../../graph/ops.js";
import { JOB_BYTES, Job } from "../../routines/distance/kernel/job.js";
import type { Lanes } from "../../routines/distance/kernel/kinds.js";
import { writeDistanceKernels } from "../../routines/distance/kernel/module.js";
import {
  type KernelRunner,
  lanesOf,
  needsSquares,
  transformByKernels,
  workspaceBytes,
} from "../../routines/distance/kernel/transform.js";
import { ModuleBuilder } from "../../wasm/encode/module.js";
import { type ImageGeometry, planeFloats } from "./memory/geometry.js";
import type { WasmMemory } from "./memory/memory.js";
import type { StoredImage } from "./value.js";
import type { WorkerPool } from "./worker-pool.js";

/** Whether a value is 0 or 1 by the way it is computed, and so never NaN. */
const isTruth = (node: Node): boolean =>
  isComparison(node) ||
  (node.op === "sub" && node.args[0]!.op === "constant" && isTruth(node.args[1]!)) ||
  (node.op === "detach" && isTruth(node.args[0]!));

/** Whether a routine can read and write images where they lie, instead of copies of them. */
export const runsInPlace = (node: Node, image: StoredImage | undefined): node is Node<"distanceTransform"> =>
  node.op === "distanceTransform" &&
  isTruth(node.args[0]!) &&
  (image?.layout.order === "planar" || image?.layout.classes === 1);

/** The distance transform of every image of a mask, each class by itself, on all threads. */
export function distanceInPlace(
  memory: WasmMemory,
  pool: WorkerPool,
  geometry: ImageGeometry,
  from: StoredImage,
  to: StoredImage,
  spacing: readonly number[],
): void {
  const grid = { lengths: geometry.lengths, units: spacing };
  const { job, module } = loaded(memory, pool, lanesOf(grid));
  const size = 4 * planeFloats(geometry);
  const count = from.layout.classes * (from.layout.batched ? geometry.images : 1);
  // Squares in workspace of their own are twice as large as images: of one image at a time.
  const apart = needsSquares(grid);
  const workspace = memory.allocate(workspaceBytes(grid, pool.threads));
  let squares = to.address;
  const images = { ...grid, pitch: geometry.pitch, workspace };
  try {
    if (apart) squares = memory.allocate(2 * size);
    const runner: KernelRunner = {
      job,
      threads: pool.threads,
      buffer: memory.wasm.buffer,
      run: (entry, units) => pool.run(module, entry, units),
    };
    if (!apart) transformByKernels(runner, { ...images, count, source: from.address, target: to.address, squares });
    else
      for (let at = 0; at < count * size; at += size)
        transformByKernels(runner, {
          ...images,
          count: 1,
          source: from.address + at,
          target: to.address + at,
          squares,
        });
  } finally {
    memory.free(workspace);
    if (squares !== to.address) memory.free(squares);
  }
}

interface Loaded {
  readonly job: Job;
  readonly module: number;
}

const kernels = new WeakMap<WorkerPool, Map<Lanes, Loaded>>();

/** The kernels where a pool has them: loaded when they are first needed. */
function loaded(memory: WasmMemory, pool: WorkerPool, lanes: Lanes): Loaded {
  const all = kernels.get(pool) ?? new Map<Lanes, Loaded>();
  kernels.set(pool, all);
  const known = all.get(lanes);
  if (known) return known;
  const address = memory.allocateForever(JOB_BYTES);
  try {
    const job = new Job(address);
    const builder = new ModuleBuilder(memory);
    writeDistanceKernels(builder, job, lanes);
    const made = { job, module: pool.load(builder.bytes(), { stays: true }) };
    all.set(lanes, made);
    return made;
  } catch (error) {
    memory.free(address);
    throw error;
  }
}
