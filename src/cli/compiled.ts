import type * as tf from "@tensorflow/tfjs";
import type { CompileOptions } from "../compile.js";
import type { Loss } from "../embed/loss.js";
import type { Invocation } from "./host.js";
import { inlineName, type Spec } from "./spec.js";

/** A specification compiled, with the tensors it works on. The only door of the command line to TensorFlow.js: loading it takes the better part of a second. */
export async function compiled(
  spec: Spec,
  options: CompileOptions,
  session: Invocation,
  activate: (tensors: typeof tf) => Promise<unknown> = (tensors) => tensors.setBackend("cpu"),
): Promise<{ loss: Loss; tensors: typeof tf }> {
  const [tensors, { compile }, { joinPath: joined }] = await Promise.all([
    import("@tensorflow/tfjs"),
    import("../index.js"),
    import("../modules/load.js"),
  ]);
  // Its greeting to people who could use another package has no place in our output.
  tensors.enableProdMode();
  await activate(tensors);
  // The compiler is given text without a name, and names used files as seen from there.
  const resolve = (path: string, from: string) => {
    const place = from === inlineName ? (spec.path ?? from) : joined(spec.path ?? "", from);
    return session.host.readUsed(path, place, spec.path);
  };
  return { loss: compile(spec.source.text, { resolve, ...options }), tensors };
}
