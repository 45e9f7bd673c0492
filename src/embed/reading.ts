import * as tf from "@tensorflow/tfjs";
import type { AnyBackend } from "../backends/backend.js";

/** How results of a backend become TensorFlow.js tensors and numbers. */
export interface Reading<V> {
  scalarSync(value: V): number;
  scalar(value: V): Promise<number>;
  /** The value as a tensor, which the scope it is made in may free. */
  tensor(value: V): tf.Tensor;
  /** The value as a tensor that belongs to the caller. */
  own(value: V): tf.Tensor;
  dispose(value: V): void;
  /** The value has been read inside a scope of TensorFlow.js; what the scope does not free is freed. */
  leave(value: V): void;
}

const scalars = <V>(backend: AnyBackend<V>) => ({
  scalarSync: (value: V) => backend.readSync(value).data[0]!,
  scalar: async (value: V) => (await backend.read(value)).data[0]!,
  dispose: (value: V) => backend.dispose(value),
});

export const tensorReading = (backend: AnyBackend<tf.Tensor>): Reading<tf.Tensor> => ({
  ...scalars(backend),
  tensor: (value) => value,
  own: (value) => tf.clone(value),
  leave: () => {},
});

export const hostReading = <V>(backend: AnyBackend<V>): Reading<V> => {
  const tensor = (value: V) => {
    // TensorFlow.js' wasm backend takes a copy of what a tensor is made of; the others keep it.
    const inPlace = tf.getBackend() === "wasm" && "view" in backend ? backend.view(value) : undefined;
    const { data, shape } = inPlace ?? backend.readSync(value);
    return tf.tensor(data instanceof Float32Array ? data : Float32Array.from(data), [...shape]);
  };
  return { ...scalars(backend), tensor, own: tensor, leave: (value) => backend.dispose(value) };
};
