import type * as tf from "@tensorflow/tfjs";
import { digestOf } from "../../wasm/digest.js";
import { contentAtHand } from "./content.js";

/** Of tensors looked through before, by what has their entries. */
const known = new WeakMap<object, string>();

/** The type is told too: an integer has the bits of another float. */
function remember({ dataId, dtype }: tf.Tensor, content: ArrayBufferView): string | undefined {
  const digest = digestOf(content);
  if (digest === undefined) return undefined;
  known.set(dataId, `${dtype}:${digest}`);
  return known.get(dataId);
}

export function digest(tensor: tf.Tensor): string | undefined {
  const before = known.get(tensor.dataId);
  if (before !== undefined) return before;
  const content = contentAtHand(tensor);
  return content && remember(tensor, content);
}

export const digestAsync = async (tensor: tf.Tensor): Promise<string | undefined> =>
  digest(tensor) ?? remember(tensor, await tensor.data());
