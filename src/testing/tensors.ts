import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../run/batch.js";
import { type HostArray, mapBatch } from "./arrays.js";

export const tensorOf = ({ shape, data }: HostArray): tf.Tensor => tf.tensor(Float32Array.from(data), [...shape]);

/** A batch as tensors. The caller disposes of them by {@link disposeOf}. */
export const tensorsOf = (batch: Batch<HostArray>): Batch<tf.Tensor> => mapBatch(batch, tensorOf);

export function disposeOf({ prediction, target, masks = {}, fields = {} }: Batch<tf.Tensor>): void {
  const predictions = prediction instanceof tf.Tensor ? [prediction] : Object.values(prediction);
  tf.dispose([...predictions, target, ...Object.values(masks), ...Object.values(fields)]);
}

/** Gradients by each prediction, one after the other; their tensors are disposed of. */
export async function gradientIn(gradients: Readonly<Record<string, tf.Tensor>>): Promise<readonly number[]> {
  const contents = await Promise.all(Object.values(gradients).map((gradient) => gradient.data()));
  tf.dispose(Object.values(gradients));
  return contents.flatMap((content) => Array.from(content));
}
