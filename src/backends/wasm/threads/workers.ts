import type { WasmMemory } from "../memory/memory.js";
import { cacheLineWords, control, mostThreads } from "./control.js";

/** The part of a thread's handle that is needed, in Node and in a page alike. */
interface Thread {
  postMessage(message: unknown): void;
  unref?(): void;
  terminate(): unknown;
  on?(event: "error", listener: () => void): void;
}

/** What Node offers without being imported: pages have none of it, and bundles need not know. */
interface Platform {
  readonly process?: {
    getBuiltinModule?(name: "node:worker_threads"): { readonly Worker: new (file: URL) => Thread } | undefined;
    getBuiltinModule?(name: "node:os"): { availableParallelism(): number } | undefined;
  };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly crossOriginIsolated?: boolean;
}

const platform = globalThis as Platform;
const threadsOfNode = () => platform.process?.getBuiltinModule?.("node:worker_threads");

/** Whether memory can be shared between threads here: in Node, and in pages that are isolated from other origins. */
export const canShare = (): boolean =>
  typeof SharedArrayBuffer !== "undefined" && (threadsOfNode() !== undefined || platform.crossOriginIsolated === true);

const cores = (): number =>
  platform.process?.getBuiltinModule?.("node:os")?.availableParallelism() ??
  platform.navigator?.hardwareConcurrency ??
  1;

/** Starts the worker threads, one less than there are cores. They do not keep the process alive. */
export function startWorkers(
  memory: WasmMemory,
  address = new URL("./worker.js", import.meta.url),
): readonly Pick<Thread, "terminate">[] {
  const count = Math.min(cores(), mostThreads) - 1;
  const NodeWorker = threadsOfNode()?.Worker;
  return Array.from({ length: count }, (_, i) => {
    const thread: Thread = NodeWorker ? new NodeWorker(address) : new Worker(address, { type: "module" });
    thread.unref?.();
    // If a bundler has left out the worker's file, the remaining threads do the work.
    thread.on?.("error", () => {});
    thread.postMessage({ memory: memory.wasm, words: control, cacheLineWords, part: i + 1 });
    return thread;
  });
}
