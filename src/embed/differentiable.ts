import * as tf from "@tensorflow/tfjs";
import { contentAtHand } from "../backends/tensors/content.js";

/** A value and its gradients, computed together. */
export interface ValueAndGradients {
  readonly value: tf.Scalar;
  /** One per input, of its shape. Left out where nobody differentiates. */
  readonly gradients: readonly tf.Tensor[];
}

/** Whether TensorFlow.js is recording for a gradient; if not, the backward half need not be computed. */
export const isRecording = (): boolean => (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();

/**
 * Makes a computation with a gradient of its own one operation of TensorFlow.js: what happens inside is not differentiated. `compute` runs once, at
 * once; all tensors it makes are freed, but for the value and the gradients.
 *
 * Gradients are large, and what TensorFlow.js is asked to save it copies where it computes on wasm. So the tape is handed the tensor itself, to be freed with
 * everything else on it, and whoever asks for the gradient is given another handle on the same numbers.
 */
export function differentiable(inputs: readonly tf.Tensor[], compute: () => ValueAndGradients): tf.Scalar {
  const recording = isRecording();
  let held: readonly tf.Tensor[] = [];
  const operation = tf.customGrad(() => {
    const { value, gradients } = compute();
    if (recording) held = gradients.map((gradient) => tf.keep(alias(gradient)));
    const gradFunc = (dy: tf.Tensor) => held.map((g) => (isOne(dy) ? alias(g) : tf.mul(g, dy)));
    return { value, gradFunc };
  });
  const value = operation(...inputs) as tf.Scalar;
  if (recording) {
    const node = tf.engine().state.activeTape.at(-1)!;
    node.saved = [...(node.saved ?? []), ...held];
  }
  return value;
}

/** Another handle on a tensor's numbers, freed on its own. A clone would copy them where TensorFlow.js computes on wasm. */
const alias = (tensor: tf.Tensor): tf.Tensor => tf.reshape(tensor, tensor.shape);

/** Whether the cotangent that comes in is known to be 1, as it is for a loss that is minimised as it stands: one pass over the whole gradient less. */
const isOne = (dy: tf.Tensor): boolean => contentAtHand(dy)?.[0] === 1;
