import { executablesLoaded } from "./loaded-executables.js";
import { WasmMemory } from "./memory/memory.js";
import { canShare } from "./threads/workers.js";
import { WorkerPool } from "./worker-pool.js";

/** One memory and one pool of workers serve all executables of a process. */
export interface KernelRuntime {
  readonly memory: WasmMemory;
  readonly pool: WorkerPool;
}

let runtime: KernelRuntime | undefined;

/** The runtime, if there is one. */
export const runtimeNow = (): KernelRuntime | undefined => runtime;

/** The runtime, started when it is first needed. */
export function startedRuntime(): KernelRuntime {
  if (runtime) return runtime;
  const memory = new WasmMemory(canShare());
  runtime = { memory, pool: new WorkerPool(memory) };
  return runtime;
}

/** A memory that has not become larger than this is kept while nothing uses it, with the threads: starting them takes longer. */
const small = 256 * 2 ** 20;

/** Gives a large memory back to the system once nothing lies in it: it cannot be made smaller, so another takes its place when one is needed. */
export function giveBackIfUnused(): void {
  if (!runtime || executablesLoaded() > 0 || runtime.memory.used > 0 || runtime.memory.taken <= small) return;
  runtime.pool.end();
  runtime = undefined;
}
