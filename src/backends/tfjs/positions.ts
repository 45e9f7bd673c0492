import * as tf from "@tensorflow/tfjs";
import { type Axis, union } from "../../graph/ops/axes.js";
import type { Lowerings, Sizes } from "../backend.js";
import { aligned, chosenWhere, condition, lengths, product, repeated, truth } from "./layout.js";

/** A list of positions: the tensor of a graph's index, and its axes. */
interface List {
  readonly index: tf.Tensor;
  readonly axes: readonly Axis[];
}

export const tfjsPositions = {
  gather: (node, [x, index], sizes) => {
    const list = { index: index!, axes: node.args[1]!.axes };
    const image = { axes: node.args[0]!.axes, space: node.attributes.space };
    const values = tf.gather(tf.reshape(x!, [-1]), addresses(list, image, node.axes, sizes));
    return chosenWhere(found(list, node.axes, sizes), values, tf.zerosLike(values));
  },

  scatter: (node, [x, index], sizes) => {
    const list = { index: index!, axes: node.args[1]!.axes };
    const all = union(node.args[0]!.axes, list.axes);
    const image = { axes: node.axes, space: node.attributes.space };
    const values = repeated(x!, node.args[0]!.axes, all, sizes);
    const kept = chosenWhere(found(list, all, sizes), values, tf.zerosLike(values));
    const full = tf.add(addresses(list, image, all, sizes), tf.fill(lengths(all, sizes), 0, "int32"));
    const shape = lengths(node.axes, sizes);
    return tf.reshape(tf.scatterND(tf.reshape(full, [-1, 1]), tf.reshape(kept, [-1]), [product(shape)]), shape);
  },
} satisfies Lowerings<"gather" | "scatter", tf.Tensor>;

/** Where along `axes` a list has a position. */
const found = ({ index, axes: own }: List, axes: readonly Axis[], sizes: Sizes): tf.Tensor =>
  condition(repeated(truth(tf.greaterEqual(index, 0)), own, axes, sizes));

/** For each entry along `axes`, the place of its position in the memory of an image; the first of all for a position that is nowhere. */
function addresses(
  list: List,
  image: { readonly axes: readonly Axis[]; readonly space: readonly Axis[] },
  axes: readonly Axis[],
  sizes: Sizes,
): tf.Tensor {
  const stride = (axis: Axis) => product(lengths(image.axes.slice(image.axes.indexOf(axis) + 1), sizes));
  // The spatial axes lie side by side, so that one stride serves positions counted row by row.
  const step = tf.scalar(stride(image.space.at(-1)!), "int32");
  const within = tf.mul(tf.cast(tf.maximum(aligned(list.index, list.axes, axes), 0), "int32"), step);
  const around = axes.filter((axis) => image.axes.includes(axis) && !image.space.includes(axis));
  return tf.add(aligned(starts(around, stride, sizes), around, axes), within);
}

/** Where in memory the image of each entry of `axes` starts. */
function starts(axes: readonly Axis[], stride: (axis: Axis) => number, sizes: Sizes): tf.Tensor {
  const all = axes.reduce(
    (before, axis) =>
      before.flatMap((start) => Array.from({ length: sizes.get(axis)! }, (_, i) => start + i * stride(axis))),
    [0],
  );
  return tf.tensor(all, lengths(axes, sizes), "int32");
}
