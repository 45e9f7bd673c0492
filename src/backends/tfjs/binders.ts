import * as tf from "@tensorflow/tfjs";
import type { AnyBackend } from "../backend.js";
import type { Binder } from "../binder.js";

const isTensor = (x: unknown): x is tf.Tensor => x instanceof tf.Tensor;

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
    isGone: (tensor) => tensor.isDisposed,
  };
};

/** What TensorFlow.js' wasm backend has its tensors in. */
interface Heap {
  typedArrayFromHeap(tensor: { shape: number[]; dtype: string; dataId: object }): Float32Array;
}

/** The entries of a tensor where they lie, if they do so in memory that can be read: to be used before TensorFlow.js computes again. */
function contentOf(tensor: tf.Tensor): ArrayLike<number> {
  const heap = tf.getBackend() === "wasm" ? (tf.backend() as unknown as Partial<Heap>) : undefined;
  if (!heap?.typedArrayFromHeap || tensor.dtype !== "float32" || !holds(tensor)) return tensor.dataSync();
  return heap.typedArrayFromHeap(tensor);
}

/** Whether the active backend has the tensor: one made before another backend was chosen moves when it is first used. */
const holds = ({ dataId }: tf.Tensor): boolean =>
  (tf.backend() as unknown as { refCount(id: object): number }).refCount(dataId) > 0;

/** Tensors are copied into memory of a backend's own: for backends that compute on the host. */
export const hostBinder = <V>(backend: AnyBackend<V>): Binder<tf.Tensor, V> => ({
  backend,
  isTensor,
  shapeOf: (tensor) => tensor.shape,
  admit: (tensor, shape) => backend.upload(contentOf(tensor), shape),
  admitAsync: async (tensor, shape) => backend.upload(await tensor.data(), shape),
  retain: (value) => value,
  isGone: (tensor) => tensor.isDisposed,
});
