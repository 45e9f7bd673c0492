import * as tf from "@tensorflow/tfjs";
import { vi } from "vitest";
import { WasmMemory } from "../../src/backends/wasm/memory/memory.js";
import { WorkerPool } from "../../src/backends/wasm/worker-pool.js";

/** What fails: an allocation in the memory of kernels, a kernel, the loading of a module, a read of a tensor, an operation of TensorFlow.js. */
export const faults = ["allocation", "kernel", "module", "read", "operation"] as const;
export type Fault = (typeof faults)[number];

/** A machine that fails once. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}

/** Functions that a fault passes through, by the object that has them. */
const places: Readonly<Record<Fault, () => readonly (readonly [object: object, method: string])[]>> = {
  allocation: () => [[WasmMemory.prototype, "allocate"]],
  kernel: () => [
    [WorkerPool.prototype, "run"],
    [WorkerPool.prototype, "call"],
  ],
  module: () => [[WorkerPool.prototype, "load"]],
  read: () => [
    [tf.engine(), "readSync"],
    [tf.engine(), "read"],
  ],
  operation: () => [[tf.engine(), "runKernelFunc"]],
};

/** Lets the n-th use of a place fail, and none after it. Says whether it has come to that; ends with `restore`. */
export function failAt(fault: Fault, n: number): { readonly happened: () => boolean; readonly restore: () => void } {
  let count = 0;
  let happened = false;
  const spies = places[fault]().map(([object, method]) => {
    const own = (object as Record<string, (...args: unknown[]) => unknown>)[method]!;
    return vi.spyOn(object as Record<string, () => unknown>, method).mockImplementation(function (
      this: unknown,
      ...args: unknown[]
    ) {
      if (++count === n) {
        happened = true;
        throw new FaultError(`the ${n}th ${fault}`);
      }
      return own.apply(this, args);
    } as () => unknown);
  });
  return {
    happened: () => happened,
    restore: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
