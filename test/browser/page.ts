import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-webgpu";
import { compile } from "../../src/index.js";

/** What one program gives on one backend. */
export interface Result {
  readonly value: number;
  readonly gradient: readonly number[];
}

export interface Case {
  readonly source: string;
  /** Fused kernels, or one call of TensorFlow.js for each operation. */
  readonly backend: "webgpu" | "tfjs";
  readonly shape: readonly number[];
  readonly prediction: readonly number[];
  readonly target: readonly number[];
}

declare global {
  interface Window {
    /** Computes a case on WebGPU, or says why it cannot. */
    onWebgpu(one: Case): Promise<Result>;
    ready: Promise<string>;
  }
}

window.ready = (async () => {
  if (!navigator.gpu || !(await navigator.gpu.requestAdapter())) return "no adapter";
  return (await tf.setBackend("webgpu")) ? tf.getBackend() : "TensorFlow.js did not start on it";
})();

window.onWebgpu = async ({ source, backend, shape, prediction, target }) => {
  const loss = compile(source, { backend });
  const batch = { prediction: tf.tensor([...prediction], [...shape]), target: tf.tensor([...target], [...shape]) };
  const { value, gradient } = await loss.valueAndGrad(batch);
  return { value, gradient: [...(await gradient.data())] };
};
