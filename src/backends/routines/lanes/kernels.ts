import { ModuleBuilder } from "../../wasm/encode/module.js";
import { encodeEnvelope } from "./envelope.js";
import { Job } from "./job.js";
import { entryOf, kinds, STEPS } from "./kinds.js";
import { encodePass } from "./passes.js";
import { encodeSteps } from "./steps.js";

/** A function `(begin, end, thread)` that does some units of the work that the job says, in room of that thread. Units can be done in any order, by any thread. */
export type Kernel = (begin: number, end: number, thread: number) => void;

/** The name under which a kernel is exported: that of all kernels that threads share. */
export const nameOf = (entry: number): string => `pixels${entry}`;

/** A module with all kernels, for a memory and the address at which they find their job. */
export function encodeKernels(
  memory: { readonly shared: boolean; readonly maximum: number },
  address: number,
): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder(memory);
  const job = new Job(address);
  const kernel = (entry: number) => builder.function(["i32", "i32", "i32"], [], nameOf(entry)).code;
  const envelope = builder.function(["i32", "i32", "i32"], []);
  encodeEnvelope(envelope.code, job);
  encodeSteps(kernel(STEPS), job);
  for (const kind of kinds) encodePass(kernel(entryOf(kind)), kind, job, envelope.index);
  return builder.bytes();
}
