import * as tf from "@tensorflow/tfjs";
import { oracleBackend } from "../../backends/catalog.js";
import { compile } from "../../index.js";
import type { LossDeclaration } from "../../loss.js";
import { mainHead, type Numbers, type Setting, settingOf } from "./setting.js";

/** A loss on its scene. */
export interface Computed {
  readonly setting: Setting;
  readonly value: number;
  /** The gradient by the prediction, in its shape. */
  readonly gradient: Float32Array;
}

const tensor = ({ shape, data }: Numbers) => tf.tensor(data, [...shape], "float32");
const tensors = (named: Readonly<Record<string, Numbers>>) =>
  Object.fromEntries(Object.entries(named).map(([name, numbers]) => [name, tensor(numbers)]));

/** Value and gradient of a loss with its defaults, by the float64 backend. */
export async function computed(loss: LossDeclaration): Promise<Computed> {
  const setting = settingOf(loss);
  const { source, task, scene, prediction, heads, fields } = setting;
  const compiled = compile(source, { task, backend: oracleBackend });
  const own = tensor(prediction);
  const further = tensors(heads);
  const batch = {
    prediction: Object.keys(further).length ? { [mainHead]: own, ...further } : own,
    target: tf.tensor(scene.target, [1, scene.size, scene.size, 1]),
    ...(Object.keys(fields).length && { fields: tensors(fields) }),
  };
  try {
    const { value, gradients } = await compiled.valueAndGrad(batch);
    const gradient = (gradients[mainHead] ?? Object.values(gradients)[0])!;
    return { setting, value, gradient: Float32Array.from(await gradient.data()) };
  } finally {
    compiled.dispose();
    tf.dispose([batch.target, own, further, batch.fields ?? {}]);
  }
}
