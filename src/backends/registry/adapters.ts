import * as tf from "@tensorflow/tfjs";
import type { AnyBackend } from "../backend.js";
import { numbersOf, type TensorAdapter } from "../tensor-adapter.js";
import { contentOf, holds } from "../tensors/content.js";
import { activeTraits } from "../tensors/device.js";
import { digest, digestAsync } from "../tensors/digests.js";

const tensors = {
  isTensor: (x: unknown): x is tf.Tensor => x instanceof tf.Tensor,
  shapeOf: (tensor: tf.Tensor) => tensor.shape,
  dtypeOf: (tensor: tf.Tensor) => tensor.dtype,
  identityOf: (tensor: tf.Tensor) => tensor.dataId,
  digest,
  digestAsync,
  isDisposed: (tensor: tf.Tensor) => tensor.isDisposed,
};

/** For backends whose values are tensors of TensorFlow.js: tensors stay what they are, as floats. */
export const sharingAdapter = (backend: AnyBackend<tf.Tensor>): TensorAdapter<tf.Tensor, tf.Tensor> => {
  const floats = (tensor: tf.Tensor, shape: readonly number[]) =>
    tf.keep(tf.tidy(() => tf.clone(tf.reshape(tf.cast(tensor, "float32"), [...shape]))));
  // What TensorFlow.js moves from one device to another may arrive wrong (integers, on wasm): it is made anew from its numbers.
  const moved = (data: ArrayLike<number>, shape: readonly number[]) =>
    tf.keep(tf.tensor(Float32Array.from(data), [...shape]));
  const upload = (tensor: tf.Tensor, shape: readonly number[]) =>
    holds(tensor) ? floats(tensor, shape) : moved(tensor.dataSync(), shape);
  return {
    ...tensors,
    ...numbersOf(backend),
    device: () => tf.getBackend(),
    upload,
    uploadAsync: async (tensor, shape) => (holds(tensor) ? floats(tensor, shape) : moved(await tensor.data(), shape)),
    retain: (value) => tf.keep(value),
    leaveScope: () => {},
    scopedTensor: (value) => value,
    ownTensor: (value) => tf.clone(value),
  };
};

/** For backends with memory of their own on the host: tensors are copied there and back. */
export const copyingAdapter = <V>(backend: AnyBackend<V>): TensorAdapter<tf.Tensor, V> => {
  const tensorOf = (value: V) => {
    // Where making a tensor copies its numbers anyway, they need not be copied before.
    const inPlace = activeTraits().copiesOnCreate && "view" in backend ? backend.view(value) : undefined;
    const { data, shape } = inPlace ?? backend.readSync(value);
    return tf.tensor(data instanceof Float32Array ? data : Float32Array.from(data), [...shape]);
  };
  return {
    ...tensors,
    ...numbersOf(backend),
    upload: (tensor, shape) => backend.upload(contentOf(tensor), shape),
    uploadAsync: async (tensor, shape) => backend.upload(await tensor.data(), shape),
    retain: (value) => value,
    leaveScope: (value) => backend.dispose(value),
    scopedTensor: tensorOf,
    ownTensor: tensorOf,
  };
};
