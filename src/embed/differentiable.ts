import * as tf from "@tensorflow/tfjs";

/** A value and its gradients, computed together. */
export interface Slope {
  readonly value: tf.Scalar;
  /** One per input, of its shape. Left out where nobody differentiates. */
  readonly gradients: readonly tf.Tensor[];
}

/** Whether TensorFlow.js is recording for a gradient; if not, the backward half need not be computed. */
export const isRecording = (): boolean => (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();

/**
 * Makes a computation with a gradient of its own one operation of TensorFlow.js: what happens inside is not differentiated. `compute` runs once, at
 * once; its tensors are freed but for the value and the gradients.
 */
export function differentiable(inputs: readonly tf.Tensor[], compute: () => Slope): tf.Scalar {
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = args.at(-1) as tf.GradSaveFunc;
    const { value, gradients } = compute();
    save([...gradients]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => saved.map((g) => (isOne(dy) ? tf.clone(g) : tf.mul(g, dy)));
    return { value, gradFunc };
  });
  return operation(...inputs) as tf.Scalar;
}

/** Whether the slope that comes in is known to be 1, as it is for a loss that is minimised as it stands: a pass over the whole gradient less. */
const isOne = (dy: tf.Tensor): boolean => readable.has(tf.getBackend()) && dy.dataSync()[0] === 1;

/** TensorFlow.js backends on which reading a number costs nothing. */
const readable: ReadonlySet<string> = new Set(["cpu", "wasm"]);
