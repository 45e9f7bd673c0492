import * as tf from "@tensorflow/tfjs";
import { activeTraits } from "./device.js";

type Entries = Float32Array | Int32Array | Uint8Array;

/** The WebAssembly memory in which a device has its tensors. */
interface Heap {
  typedArrayFromHeap(tensor: { shape: number[]; dtype: string; dataId: object }): Float32Array;
}

/** What a device knows of its tensors: some have their numbers on the host until a kernel needs them. */
interface Storage {
  readonly tensorMap?: { get(id: object): { readonly values?: unknown } | undefined };
}

/** The entries of a tensor where they lie, if they do so in memory that can be read: to be used before TensorFlow.js computes again. */
export function contentOf(tensor: tf.Tensor): Entries {
  const heap = activeTraits().exposesHeap ? (tf.backend() as unknown as Partial<Heap>) : undefined;
  if (!heap?.typedArrayFromHeap || tensor.dtype !== "float32" || !holds(tensor)) return tensor.dataSync();
  return heap.typedArrayFromHeap(tensor);
}

/** The entries, if they can be had without waiting for a device: it has none of its own, or has not taken them yet. */
export function contentAtHand(tensor: tf.Tensor): Entries | undefined {
  if (activeTraits().inHostMemory) return contentOf(tensor);
  const { tensorMap } = tf.backend() as unknown as Storage;
  const values = holds(tensor) ? tensorMap?.get(tensor.dataId)?.values : undefined;
  return ArrayBuffer.isView(values) ? (values as Entries) : undefined;
}

/** Whether the active device has the tensor: one made before another was chosen moves when it is first used. */
export const holds = ({ dataId }: tf.Tensor): boolean =>
  (tf.backend() as unknown as { refCount(id: object): number }).refCount(dataId) > 0;
