import * as tf from "@tensorflow/tfjs";
import type { Lowerings } from "../backend.js";
import { asRows, padRows, part, product } from "./layout.js";

export const tfjsNeighbours = {
  shift: (node, [x]) => {
    const { axis, by, border } = node.attributes;
    const rows = asRows(x!, node.axes, axis);
    return tf.reshape(shifted(rows, by, border), x!.shape);
  },

  shiftTranspose: (node, [x]) => {
    const { axis, by } = node.attributes;
    return tf.reshape(gatheredAtEdge(asRows(x!, node.axes, axis), by), x!.shape);
  },

  reduceWindow: (node, [x]) => {
    const { axis, kind, before, after } = node.attributes;
    return kind === "max"
      ? largest(x!, node.axes.indexOf(axis), before, after)
      : tf.neg(largest(tf.neg(x!), node.axes.indexOf(axis), before, after));
  },
} satisfies Lowerings<"shift" | "shiftTranspose" | "reduceWindow", tf.Tensor>;

/** How many entries stay within a row that is moved. */
const staying = (rows: tf.Tensor3D, by: number) => Math.max(0, rows.shape[1] - Math.abs(by));

function shifted(rows: tf.Tensor3D, by: number, border: number | "edge" | "wrap"): tf.Tensor {
  if (border === "wrap") return turned(rows, by);
  return border === "edge" ? shiftedToEdge(rows, by) : shiftedTo(rows, by, border);
}

function turned(rows: tf.Tensor3D, by: number): tf.Tensor {
  const length = rows.shape[1];
  const start = ((by % length) + length) % length;
  return start === 0 ? rows : tf.concat([part(rows, start, length - start), part(rows, 0, start)], 1);
}

function shiftedTo(rows: tf.Tensor3D, by: number, border: number): tf.Tensor {
  const stay = staying(rows, by);
  if (stay === 0) return tf.fill(rows.shape, border);
  const beyond = rows.shape[1] - stay;
  return by > 0
    ? padRows(part(rows, beyond, stay), 0, beyond, border)
    : padRows(part(rows, 0, stay), beyond, 0, border);
}

function shiftedToEdge(rows: tf.Tensor3D, by: number): tf.Tensor {
  const length = rows.shape[1];
  const beyond = Math.min(Math.abs(by), length - 1);
  const stay = length - beyond;
  const repeats = (index: number) => new Array<tf.Tensor3D>(beyond).fill(part(rows, index, 1));
  return by > 0
    ? tf.concat([part(rows, beyond, stay), ...repeats(length - 1)], 1)
    : tf.concat([...repeats(0), part(rows, 0, stay)], 1);
}

/** What `shiftedToEdge` repeats is added up at the edge. */
function gatheredAtEdge(rows: tf.Tensor3D, by: number): tf.Tensor {
  const length = rows.shape[1];
  const beyond = Math.min(Math.abs(by), length - 1);
  const stay = length - beyond;
  const total = (start: number): tf.Tensor3D => tf.sum(part(rows, start, beyond + 1), 1, true);
  if (stay === 1) return by > 0 ? padRows(total(0), beyond, 0) : padRows(total(0), 0, beyond);
  return by > 0
    ? padRows(tf.concat([part(rows, 0, stay - 1), total(stay - 1)], 1), beyond, 0)
    : padRows(tf.concat([total(0), part(rows, beyond + 1, stay - 1)], 1), 0, beyond);
}

/** By pooling along one axis, with all axes behind it as channels. */
function largest(x: tf.Tensor, at: number, before: number, after: number): tf.Tensor {
  const size = before + after + 1;
  if (size === 1) return x;
  const rows = tf.reshape(x, [product(x.shape.slice(0, at)), x.shape[at]!, 1, product(x.shape.slice(at + 1))]);
  const pooled = tf.maxPool(rows as tf.Tensor4D, [size, 1], 1, [
    [0, 0],
    [before, after],
    [0, 0],
    [0, 0],
  ]);
  return tf.reshape(pooled, x.shape);
}
