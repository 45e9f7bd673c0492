import type * as tf from "@tensorflow/tfjs";
import type { CompileOptions } from "../compile.js";
import type { Loss } from "../embed/loss.js";
import type { Invocation } from "./host.js";
import { inlineName, type Spec } from "./spec.js";

/** Compiles a specification, and loads TensorFlow.js. Nothing else in the command line loads it, because that takes most of a second. */
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
  // Suppresses the message by which TensorFlow.js recommends another package.
  tensors.enableProdMode();
  await activate(tensors);
  // The compiler is given the text without its file name, so it names used files relative to that.
  const resolve = (path: string, from: string) => {
    const place = from === inlineName ? (spec.path ?? from) : joined(spec.path ?? "", from);
    return session.host.readUsed(path, place, spec.path);
  };
  return { loss: compile(spec.source.text, { resolve, ...options }), tensors };
}
