import * as tf from "@tensorflow/tfjs";

type Entries = Float32Array | Int32Array | Uint8Array;

/** What TensorFlow.js' wasm backend has its tensors in. */
interface Heap {
  typedArrayFromHeap(tensor: { shape: number[]; dtype: string; dataId: object }): Float32Array;
}

/** The entries of a tensor where they lie, if they do so in memory that can be read: to be used before TensorFlow.js computes again. */
export function contentOf(tensor: tf.Tensor): Entries {
  const heap = tf.getBackend() === "wasm" ? (tf.backend() as unknown as Partial<Heap>) : undefined;
  if (!heap?.typedArrayFromHeap || tensor.dtype !== "float32" || !holds(tensor)) return tensor.dataSync();
  return heap.typedArrayFromHeap(tensor);
}

/** The entries, if they can be had without waiting for a device: it has none of its own, or has not taken them yet. */
export function contentAtHand(tensor: tf.Tensor): Entries | undefined {
  if (ofHost.has(tf.getBackend())) return contentOf(tensor);
  const devices = tf.backend() as unknown as {
    readonly tensorMap?: { get(id: object): { readonly values?: unknown } | undefined };
  };
  const values = holds(tensor) ? devices.tensorMap?.get(tensor.dataId)?.values : undefined;
  return ArrayBuffer.isView(values) ? (values as Entries) : undefined;
}

/** TensorFlow.js backends that compute on the host. */
const ofHost: ReadonlySet<string> = new Set(["cpu", "wasm"]);

/** Whether the active backend has the tensor: one made before another backend was chosen moves when it is first used. */
const holds = ({ dataId }: tf.Tensor): boolean =>
  (tf.backend() as unknown as { refCount(id: object): number }).refCount(dataId) > 0;
