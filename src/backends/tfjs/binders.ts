import * as tf from "@tensorflow/tfjs";
import type { AnyBackend } from "../backend.js";
import type { Binder } from "../binder.js";
import { contentOf } from "./content.js";
import { digest, digestAsync } from "./digests.js";

const isTensor = (x: unknown): x is tf.Tensor => x instanceof tf.Tensor;

const identity = {
  identityOf: (tensor: tf.Tensor) => tensor.dataId,
  digest,
  digestAsync,
  isGone: (tensor: tf.Tensor) => tensor.isDisposed,
};

/** Tensors stay what they are, as floats. */
export const tensorBinder = (backend: AnyBackend<tf.Tensor>): Binder<tf.Tensor, tf.Tensor> => {
  const admit = (tensor: tf.Tensor, shape: readonly number[]) =>
    tf.keep(tf.tidy(() => tf.clone(tf.reshape(tf.cast(tensor, "float32"), [...shape]))));
  return {
    backend,
    isTensor,
    shapeOf: (tensor) => tensor.shape,
    admit,
    admitAsync: async (tensor, shape) => admit(tensor, shape),
    retain: (value) => tf.keep(value),
    ...identity,
  };
};

/** Tensors are copied into memory of a backend's own: for backends that compute on the host. */
export const hostBinder = <V>(backend: AnyBackend<V>): Binder<tf.Tensor, V> => ({
  backend,
  isTensor,
  shapeOf: (tensor) => tensor.shape,
  admit: (tensor, shape) => backend.upload(contentOf(tensor), shape),
  admitAsync: async (tensor, shape) => backend.upload(await tensor.data(), shape),
  retain: (value) => value,
  ...identity,
});
