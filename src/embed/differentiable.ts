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
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => saved.map((g) => tf.mul(g, dy)) };
  });
  return operation(...inputs) as tf.Scalar;
}
