import * as tf from "@tensorflow/tfjs";
import { threads } from "../../src/backends/wasm/index.js";
import { compile } from "../../src/index.js";

declare global {
  interface Window {
    /** Value and gradient of a program by fused kernels, after some steps in which other threads may join. */
    byKernels(
      source: string,
      shape: readonly number[],
      prediction: readonly number[],
      target: readonly number[],
    ): Promise<Outcome>;
  }
}

interface Outcome {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly isolated: boolean;
  readonly threads: ReturnType<typeof threads>;
}

window.byKernels = async (source, shape, prediction, target) => {
  await tf.setBackend("cpu");
  const loss = compile(source, { backend: "wasm" });
  const batch = { prediction: tf.tensor([...prediction], [...shape]), target: tf.tensor([...target], [...shape]) };
  // A worker starts when the page has a moment for it.
  const patience = performance.now() + 10_000;
  for (let step = 0; step < 20 || (threads().helped < threads().wanted && performance.now() < patience); step++) {
    loss(batch).dispose();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const { value, gradient } = await loss.valueAndGrad(batch);
  return { value, gradient: [...(await gradient.data())], isolated: window.crossOriginIsolated, threads: threads() };
};
