import * as tf from "@tensorflow/tfjs";
import type { Node } from "../../graph/ops.js";
import type { Lowerings } from "../backend.js";

const reducedAxes = (node: Node<"sum" | "reduceMax" | "reduceMin">): number[] =>
  node.attributes.axes.map((axis) => node.args[0]!.axes.indexOf(axis)).sort((a, b) => a - b);

export const tfjsReductions = {
  /** The last axis first: a sum of short sums keeps the digits that one long float32 sum loses. */
  sum: (node, [x]) => {
    const axes = reducedAxes(node);
    const last = axes.pop();
    const rows = last === undefined ? x! : tf.sum(x!, last);
    return axes.length ? tf.sum(rows, axes) : rows;
  },
  reduceMax: (node, [x]) => tf.max(x!, reducedAxes(node)),
  reduceMin: (node, [x]) => tf.min(x!, reducedAxes(node)),
} satisfies Lowerings<"sum" | "reduceMax" | "reduceMin", tf.Tensor>;
