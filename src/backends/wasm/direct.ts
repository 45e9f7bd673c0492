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
import { type Geometry, plane } from "./geometry.js";
import type { Memory } from "./memory.js";
import type { Pool } from "./pool.js";
import type { Image } from "./value.js";

/** Truth, which cannot be NaN. */
const isTruth = (node: Node): boolean =>
  isComparison(node) ||
  (node.op === "sub" && node.args[0]!.op === "constant" && isTruth(node.args[1]!)) ||
  (node.op === "detach" && isTruth(node.args[0]!));

/** Whether a routine can read and write images where they lie, instead of copies of them. */
export const runsInPlace = (node: Node, image: Image | undefined): node is Node<"distanceTransform"> =>
  node.op === "distanceTransform" &&
  isTruth(node.args[0]!) &&
  (image?.layout.order === "planar" || image?.layout.classes === 1);

/** The distance transform of every image of a mask, each class by itself, on all threads. */
export function distanceInPlace(
  memory: Memory,
  pool: Pool,
  geometry: Geometry,
  from: Image,
  to: Image,
  spacing: readonly number[],
): void {
  const grid = { lengths: geometry.lengths, units: spacing };
  const { job, module } = loaded(memory, pool, lanesOf(grid));
  const size = 4 * plane(geometry);
  const count = from.layout.classes * (from.layout.batched ? geometry.images : 1);
  // Squares in workspace of their own are twice as large as images: of one image at a time.
  const apart = needsSquares(grid);
  const workspace = memory.allocate(workspaceBytes(grid, pool.threads));
  const squares = apart ? memory.allocate(2 * size) : to.address;
  const machine: KernelRunner = {
    job,
    threads: pool.threads,
    buffer: memory.wasm.buffer,
    run: (entry, units) => pool.run(module, entry, units),
  };
  const images = { ...grid, pitch: geometry.pitch, workspace };
  try {
    if (!apart) transformByKernels(machine, { ...images, count, source: from.address, target: to.address, squares });
    else
      for (let at = 0; at < count * size; at += size)
        transformByKernels(machine, {
          ...images,
          count: 1,
          source: from.address + at,
          target: to.address + at,
          squares,
        });
  } finally {
    memory.free(workspace);
    if (apart) memory.free(squares);
  }
}

interface Loaded {
  readonly job: Job;
  readonly module: number;
}

const kernels = new WeakMap<Pool, Map<Lanes, Loaded>>();

/** The kernels where a pool has them: loaded when they are first needed. */
function loaded(memory: Memory, pool: Pool, lanes: Lanes): Loaded {
  const all = kernels.get(pool) ?? new Map<Lanes, Loaded>();
  kernels.set(pool, all);
  const known = all.get(lanes);
  if (known) return known;
  const job = new Job(memory.allocate(JOB_BYTES));
  const builder = new ModuleBuilder(memory);
  writeDistanceKernels(builder, job, lanes);
  const made = { job, module: pool.load(builder.bytes()) };
  all.set(lanes, made);
  return made;
}
