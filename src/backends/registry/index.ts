import type * as tf from "@tensorflow/tfjs";
import type { AnyBackend } from "../backend.js";
import type { BackendName } from "../catalog.js";
import { referenceBackend, referenceExecution, referenceOperation } from "../reference/index.js";
import type { TensorAdapter } from "../tensor-adapter.js";
import { tfjsBackend } from "../tfjs/index.js";
import { wasmBackend } from "../wasm/index.js";
import { webgpuBackend } from "../webgpu/index.js";
import { copyingAdapter, sharingAdapter } from "./adapters.js";

/** What is done with a backend, whatever its values are. */
export type BackendUse<R> = <V>(adapter: TensorAdapter<tf.Tensor, V>) => R;

/** Makes a backend, and gives it to whoever uses it, with the way in which tensors enter and leave it. */
type Implementation = <R>(use: BackendUse<R>) => R;

const implementation =
  <V>(create: () => AnyBackend<V>, adapter: (backend: AnyBackend<V>) => TensorAdapter<tf.Tensor, V>): Implementation =>
  (use) =>
    use(adapter(create()));

const implementations: Readonly<Record<BackendName, Implementation>> = {
  reference: implementation(() => referenceBackend, copyingAdapter),
  tfjs: implementation(tfjsBackend, sharingAdapter),
  wasm: implementation(() => wasmBackend(referenceOperation, referenceExecution), copyingAdapter),
  webgpu: implementation(() => webgpuBackend(tfjsBackend()), sharingAdapter),
};

/** Makes the backend of a name for one use. */
export const withBackend = <R>(name: BackendName, use: BackendUse<R>): R => implementations[name](use);
