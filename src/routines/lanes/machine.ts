import { kernels, roomFor } from "../kernels/memory.js";
import { JOB_BYTES, Job } from "./job.js";
import { type Kernel, nameOf, writeKernels } from "./kernels.js";
import type { Lanes } from "./kinds.js";
import type { Machine } from "./transform.js";

/** Where what is not the job begins. */
export const FREE = Math.ceil(JOB_BYTES / 256) * 256;

const job = new Job(0);
const load = (lanes: Lanes) =>
  kernels<Readonly<Record<string, Kernel>>>((builder) => writeKernels(builder, job, lanes));
const loaded = { f32x4: load("f32x4"), f64x2: load("f64x2") };

/** One thread, in so many bytes of the memory that routines share; undefined where kernels cannot run. */
export function machineWith(bytes: number, lanes: Lanes): Machine | undefined {
  const [room, made] = [roomFor(bytes), loaded[lanes]()];
  if (room === undefined || made === undefined) return undefined;
  return { job, threads: 1, buffer: room.bytes.buffer, run: (entry, units) => made[nameOf(entry)]!(0, units, 0) };
}
