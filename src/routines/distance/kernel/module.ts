import type { ModuleBuilder } from "../../../wasm/encode/module.js";
import { encodeEnvelope } from "./envelope.js";
import type { Job } from "./job.js";
import { entryOf, kindsOf, type Lanes, STEPS } from "./kinds.js";
import { encodePass } from "./passes.js";
import { encodeSteps } from "./steps.js";

/** A function `(begin, end, thread)` that does some units of the work that the job says, in the workspace of that thread. Units can be done in any order, by any thread. */
export type DistanceKernel = (begin: number, end: number, thread: number) => void;

/** The name under which a kernel is exported: that of all kernels that threads share. */
export const kernelName = (entry: number): string => `pixels${entry}`;

/** Writes the kernels for some lanes, which find their job at its address, into a module. */
export function writeDistanceKernels(builder: ModuleBuilder, job: Job, lanes: Lanes): void {
  const kernel = (entry: number) => builder.function(["i32", "i32", "i32"], [], kernelName(entry)).code;
  const envelope = builder.function(["i32", "i32", "i32"], []);
  encodeEnvelope(envelope.code, job);
  encodeSteps(kernel(STEPS), job);
  for (const kind of kindsOf(lanes)) encodePass(kernel(entryOf(kind)), kind, job, envelope.index);
}
