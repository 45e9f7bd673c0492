import { oracleBackend } from "../../backends/catalog.js";
import { compile } from "../../index.js";
import type { LossDeclaration } from "../../loss.js";
import { disposeOf, tensorsOf } from "../../testing/tensors.js";
import { type Illustration, illustrationOf, mainHead, sceneBatch } from "./illustration.js";

/** A loss on its scene. */
export interface Computed {
  readonly illustration: Illustration;
  readonly value: number;
  /** The gradient by the prediction, in its shape. */
  readonly gradient: Float32Array;
}

/** Value and gradient of a loss with its defaults, by the float64 backend. */
export async function computed(loss: LossDeclaration): Promise<Computed> {
  const illustration = illustrationOf(loss);
  const compiled = compile(illustration.source, { task: illustration.task, backend: oracleBackend });
  const batch = tensorsOf(sceneBatch(compiled.program, loss, illustration));
  try {
    const { value, gradients } = await compiled.valueAndGrad(batch);
    const gradient = (gradients[mainHead] ?? Object.values(gradients)[0])!;
    return { illustration, value, gradient: Float32Array.from(await gradient.data()) };
  } finally {
    compiled.dispose();
    disposeOf(batch);
  }
}
