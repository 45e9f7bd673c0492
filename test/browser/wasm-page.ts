import * as tf from "@tensorflow/tfjs";
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
}

window.byKernels = async (source, shape, prediction, target) => {
  await tf.setBackend("cpu");
  const loss = compile(source, { backend: "wasm" });
  const batch = { prediction: tf.tensor([...prediction], [...shape]), target: tf.tensor([...target], [...shape]) };
  for (let step = 0; step < 20; step++) loss(batch).dispose();
  const { value, gradient } = await loss.valueAndGrad(batch);
  return { value, gradient: [...(await gradient.data())], isolated: window.crossOriginIsolated };
};
