import * as tf from "@tensorflow/tfjs";
import type { DerivedOp, Node } from "../../graph/ops.js";
import type { Lowerings } from "../backend.js";

const along = (node: Node<"softmax" | "logSoftmax" | "logSumExp">) => node.args[0]!.axes.indexOf(node.attributes.axis);

const isLast = (node: Node<"softmax" | "logSoftmax" | "logSumExp">) => along(node) === node.args[0]!.axes.length - 1;

/** What TensorFlow.js computes in one kernel, without overflow for any logit. */
export const tfjsDerived = {
  relu: (_, [x]) => tf.relu(x!),
  sigmoid: (_, [x]) => tf.sigmoid(x!),
  softplus: (_, [x]) => tf.softplus(x!),
  softmax: (node, [x]) => {
    if (isLast(node)) return tf.softmax(x!);
    const e = tf.exp(tf.sub(x!, tf.max(x!, along(node), true)));
    return tf.div(e, tf.sum(e, along(node), true));
  },
  logSoftmax: (node, [x]) => {
    if (isLast(node)) return tf.logSoftmax(x!);
    const below = tf.sub(x!, tf.max(x!, along(node), true));
    return tf.sub(below, tf.logSumExp(below, along(node), true));
  },
  logSumExp: (node, [x]) => tf.logSumExp(x!, along(node)),
} satisfies Lowerings<DerivedOp, tf.Tensor>;
