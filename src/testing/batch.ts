import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../index.js";
import type { Sample } from "./data.js";
import type { Numbers } from "./further.js";

/** A sample as tensors, its prediction that of the head `main` where there are further ones. The caller disposes of them by {@link disposeOf}. */
export function batchOf({
  shape,
  logits,
  target,
  targetShape,
  mask,
  heads = {},
  fields = {},
}: Sample): Batch<tf.Tensor> {
  const main = tensorOf({ shape, data: logits });
  const all = (given: Readonly<Record<string, Numbers>>) =>
    Object.fromEntries(Object.entries(given).map(([n, x]) => [n, tensorOf(x)]));
  return {
    prediction: Object.keys(heads).length ? { main, ...all(heads) } : main,
    target: tensorOf({ shape: targetShape, data: target }),
    ...(mask && { masks: { roi: tensorOf(mask) } }),
    ...(Object.keys(fields).length && { fields: all(fields) }),
  };
}

const tensorOf = ({ shape, data }: Numbers) => tf.tensor([...data], [...shape], "float32");

export function disposeOf({ prediction, target, masks = {}, fields = {} }: Batch<tf.Tensor>): void {
  const predictions = prediction instanceof tf.Tensor ? [prediction] : Object.values(prediction);
  tf.dispose([...predictions, target, ...Object.values(masks), ...Object.values(fields)]);
}

/** Slopes by the prediction and by each further head, one after the other; their tensors are disposed of. */
export async function slopesIn(gradients: Readonly<Record<string, tf.Tensor>>): Promise<readonly number[]> {
  const slopes = await Promise.all(Object.values(gradients).map((slope) => slope.data()));
  tf.dispose(Object.values(gradients));
  return slopes.flatMap((slope) => Array.from(slope));
}
