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

/** A gradient of a loss was differentiated once more, which losslang cannot do. */
export class SecondDerivativeError extends Error {
  override readonly name = "SecondDerivativeError";
}

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
    const gradFunc = (dy: tf.Tensor) => held.map((g) => (isRecording() ? guarded(g, inputs, dy) : scaled(g, dy)));
    return { value, gradFunc };
  });
  const value = operation(...inputs) as tf.Scalar;
  if (recording) {
    const node = tf.engine().state.activeTape.at(-1)!;
    node.saved = [...(node.saved ?? []), ...held];
  }
  return value;
}

/** The gradient times the cotangent that comes in. */
const scaled = (gradient: tf.Tensor, dy: tf.Tensor): tf.Tensor => (isOne(dy) ? alias(gradient) : tf.mul(gradient, dy));

/** The same while an outer gradient is recorded: if that one depends on this, it is refused, and not taken for constant in silence. */
const guarded = (gradient: tf.Tensor, inputs: readonly tf.Tensor[], dy: tf.Tensor): tf.Tensor =>
  tf.customGrad(() => ({
    value: scaled(gradient, dy),
    gradFunc: () => {
      freeTape();
      throw new SecondDerivativeError(
        "Second derivatives of a loss are not supported: what is differentiated depends on a gradient of the loss (a gradient penalty, say). Where that gradient is meant as a constant, compute it before and outside: `const g = tf.grad(loss)(x)`.",
      );
    },
  }))(...inputs, dy);

/** Frees what a gradient holds that is about to fail: TensorFlow.js does so only when it succeeds. */
function freeTape(): void {
  if (isRecording()) return;
  for (const { saved } of tf.engine().state.activeTape ?? []) tf.dispose(saved ?? []);
}

/** Another handle on a tensor's numbers, freed on its own. A clone would copy them where TensorFlow.js computes on wasm. */
const alias = (tensor: tf.Tensor): tf.Tensor => tf.reshape(tensor, tensor.shape);

/** Whether the cotangent that comes in is known to be 1, as it is for a loss that is minimised as it stands: one pass over the whole gradient less. */
const isOne = (dy: tf.Tensor): boolean => contentAtHand(dy)?.[0] === 1;
