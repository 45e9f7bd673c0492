import type * as tf from "@tensorflow/tfjs";
import { Failure, type Host } from "../host.js";
import { hasWasm } from "../wasm-device.js";

export const trainingBackends = ["wasm", "cpu"] as const;
export type TrainingBackend = (typeof trainingBackends)[number];

/** Selects the fastest TensorFlow.js backend for training, or the requested one. @throws {Failure} if that is not installed. */
export async function activateBackend(
  tensors: typeof tf,
  wanted: TrainingBackend | undefined,
  host: Host,
): Promise<TrainingBackend> {
  const backend = wanted ?? ((await hasWasm()) ? "wasm" : "cpu");
  if (backend === "wasm") {
    if (!(await hasWasm()))
      throw new Failure(
        "The wasm backend of TensorFlow.js is not installed.",
        "npm install @tensorflow/tfjs-backend-wasm",
      );
    const { registerWasmTrainingKernels } = await import("../../train/wasm-kernels.js");
    registerWasmTrainingKernels();
  }
  await tensors.setBackend(backend);
  await tensors.ready();
  if (wanted === undefined && backend === "cpu")
    host.err.write(
      "Warning: without @tensorflow/tfjs-backend-wasm training takes hundreds of times longer. Install it: npm install @tensorflow/tfjs-backend-wasm\n",
    );
  return backend;
}
