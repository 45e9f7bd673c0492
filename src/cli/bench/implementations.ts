import type * as tf from "@tensorflow/tfjs";
import { type BackendName, backendFor, generalBackend, oracleBackend } from "../../backends/catalog.js";
import { hasWasm } from "../wasm-device.js";
import { activateGpu } from "./gpu.js";

/** A way to compute a loss. */
export interface Implementation {
  readonly name: "fused" | "tfjs-wasm" | "tfjs-cpu" | "reference" | "webgpu" | "tfjs-webgpu";
  /** The TensorFlow.js backend that holds the tensors. */
  readonly device: "wasm" | "cpu" | "webgpu";
  readonly backend: BackendName;
}

/** Ours first: the others are what it is compared with. */
export const implementations: readonly Implementation[] = [
  { name: "fused", device: "wasm", backend: backendFor("wasm") },
  { name: "tfjs-wasm", device: "wasm", backend: generalBackend },
  { name: "tfjs-cpu", device: "cpu", backend: generalBackend },
  { name: "reference", device: "cpu", backend: oracleBackend },
];

/** On a GPU: only where they are asked for. */
export const onGpu: readonly Implementation[] = [
  { name: "webgpu", device: "webgpu", backend: backendFor("webgpu") },
  { name: "tfjs-webgpu", device: "webgpu", backend: generalBackend },
];

/** Makes TensorFlow.js hold tensors where the implementation wants them. @returns why it cannot */
export async function activate({ device }: Implementation, tensors: typeof tf): Promise<string | undefined> {
  if (device === "webgpu") return activateGpu(tensors);
  if (device === "wasm" && !(await hasWasm())) return "@tensorflow/tfjs-backend-wasm is not installed";
  await tensors.setBackend(device);
  await tensors.ready();
  return undefined;
}

/** Why an implementation is not in this build of losslang, if that is what the error says. */
export function absence(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "CompileError") return undefined;
  const { diagnostics } = error as Error & { readonly diagnostics: readonly { readonly code: string }[] };
  return diagnostics.some(({ code }) => code === "L511") ? "not in this build" : undefined;
}
