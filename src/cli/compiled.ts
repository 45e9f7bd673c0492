import type * as tf from "@tensorflow/tfjs";
import type { CompileOptions } from "../compile.js";
import type { Loss } from "../embed/loss.js";
import { resolver } from "./examine.js";
import type { Session } from "./host.js";
import type { Spec } from "./spec.js";

/** A specification compiled, with the tensors it works on. The only door of the command line to TensorFlow.js: loading it takes the better part of a second. */
export async function compiled(
  spec: Spec,
  options: CompileOptions,
  session: Session,
): Promise<{ loss: Loss; tensors: typeof tf }> {
  const [tensors, { compile }] = await Promise.all([import("@tensorflow/tfjs"), import("../index.js")]);
  // Its greeting to people who could use another package has no place in our output.
  tensors.enableProdMode();
  await tensors.setBackend("cpu");
  return { loss: compile(spec.source.text, { resolve: resolver(spec, session), ...options }), tensors };
}
