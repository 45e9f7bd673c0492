import * as tf from "@tensorflow/tfjs";
import type { Lowerings } from "../backend.js";
import { asRows, lengths, padRows, part, repeated } from "./layout.js";

export const tfjsShape = {
  broadcast: (node, [x], sizes) => repeated(x!, node.args[0]!.axes, node.axes, sizes),

  take: (node, [x], sizes) => {
    const { axis, indices } = node.attributes;
    return tf.reshape(entries(asRows(x!, node.args[0]!.axes, axis), indices), lengths(node.axes, sizes));
  },

  takeTranspose: (node, [x], sizes) => {
    const { axis, indices, as } = node.attributes;
    const rows = asRows(x!, node.args[0]!.axes, as);
    const placed = withoutRepeats(indices).map((some) => placedAt(rows, some, sizes.get(axis)!));
    return tf.reshape(
      placed.reduce((a, b) => tf.add(a, b)),
      lengths(node.axes, sizes),
    );
  },
} satisfies Lowerings<"broadcast" | "take" | "takeTranspose", tf.Tensor>;

function entries(rows: tf.Tensor3D, indices: readonly number[]): tf.Tensor3D {
  const first = indices[0]!;
  if (indices.every((index, i) => index === first + i)) return part(rows, first, indices.length);
  return tf.gather(rows, tf.tensor1d([...indices], "int32"), 1);
}

/** `places[i]` is the index at which entry `i` goes, or undefined where it goes nowhere. A row of zeros stands for every index nothing goes to. */
function placedAt(rows: tf.Tensor3D, places: readonly (number | undefined)[], length: number): tf.Tensor3D {
  const sources = Array.from({ length }, (_, index) => {
    const source = places.indexOf(index);
    return source < 0 ? places.length : source;
  });
  return tf.gather(padRows(rows, 0, 1), tf.tensor1d(sources, "int32"), 1);
}

/** The indices in as many lists as one of them occurs, each at its place and in each list once. */
function withoutRepeats(indices: readonly number[]): (number | undefined)[][] {
  const occurrence = indices.map((index, i) => indices.slice(0, i).filter((earlier) => earlier === index).length);
  return Array.from({ length: Math.max(...occurrence) + 1 }, (_, time) =>
    indices.map((index, i) => (occurrence[i] === time ? index : undefined)),
  );
}
