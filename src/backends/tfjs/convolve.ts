import * as tf from "@tensorflow/tfjs";
import type { Axis } from "../../graph/ops/axes.js";
import type { Kernel } from "../../graph/ops.js";
import type { Lowerings } from "../backend.js";
import { product } from "./layout.js";

/** Every image of every class by itself: what the kernel does not reach along lies in front, as a batch of one channel. */
export const convolutions = {
  convolve: (node, [x]) => {
    const { axes } = node.attributes;
    const order = [...node.axes.filter((axis) => !axes.includes(axis)), ...node.axes.filter((a) => axes.includes(a))];
    const places = order.map((axis) => node.axes.indexOf(axis));
    const images = moved(x!, places);
    const result = tf.reshape(convolved(images, inOrder(node.attributes, order)), images.shape);
    return moved(
      result,
      node.axes.map((axis) => order.indexOf(axis)),
    );
  },
} satisfies Lowerings<"convolve", tf.Tensor>;

const moved = (x: tf.Tensor, places: number[]): tf.Tensor =>
  places.every((place, i) => place === i) ? x : tf.transpose(x, places);

/** The weights along the axes as they lie in memory. */
function inOrder({ axes, sizes, values }: Kernel, order: readonly Axis[]): tf.Tensor {
  const sorted = order.filter((axis) => axes.includes(axis));
  return moved(
    tf.tensor([...values], [...sizes]),
    sorted.map((axis) => axes.indexOf(axis)),
  );
}

function convolved(images: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
  const lengths = images.shape.slice(images.rank - kernel.rank);
  const count = product(images.shape) / product(lengths);
  switch (kernel.rank) {
    case 1:
    case 2: {
      const [height, width = 1] = lengths;
      const [rows, columns = 1] = kernel.shape;
      const filter = tf.reshape<tf.Rank.R4>(kernel, [rows!, columns, 1, 1]);
      return tf.conv2d(tf.reshape<tf.Rank.R4>(images, [count, height!, width, 1]), filter, 1, "same");
    }
    default: {
      const filter = tf.reshape<tf.Rank.R5>(kernel, [...(kernel as tf.Tensor3D).shape, 1, 1]);
      const [depth, height, width] = lengths as [number, number, number];
      return tf.conv3d(tf.reshape<tf.Rank.R5>(images, [count, depth, height, width, 1]), filter, 1, "same");
    }
  }
}
