import * as tf from "@tensorflow/tfjs";
import type { Axis } from "../../graph/ops/axes.js";
import type { Node } from "../../graph/ops.js";
import type { Sizes } from "../backend.js";
import { activeTraits } from "../tensors/device.js";

export const lengths = (axes: readonly Axis[], sizes: Sizes): number[] => axes.map((axis) => sizes.get(axis)!);

export const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The tensor with an axis of length 1 for each of `axes` it lacks, so that TensorFlow.js repeats it by position as the graph does by name. */
export function aligned(x: tf.Tensor, own: readonly Axis[], axes: readonly Axis[]): tf.Tensor {
  const atEnd = axes.slice(axes.length - own.length);
  if (atEnd.every((axis, i) => axis === own[i])) return x;
  return tf.reshape(
    x,
    axes.map((axis) => (own.includes(axis) ? x.shape[own.indexOf(axis)]! : 1)),
  );
}

/**
 * The tensor repeated to a full shape. By a product, which every TensorFlow.js backend computes at speed while its `tile` does not; times one is exact, also for
 * infinities and NaN.
 */
export function repeated(x: tf.Tensor, own: readonly Axis[], axes: readonly Axis[], sizes: Sizes): tf.Tensor {
  if (own.length === axes.length) return x;
  return tf.mul(aligned(x, own, axes), tf.fill(lengths(axes, sizes), 1));
}

/** The arguments of a pointwise operation, aligned with its result. */
export const alignedArgs = (node: Node, args: readonly tf.Tensor[]): tf.Tensor[] =>
  args.map((arg, i) => aligned(arg, node.args[i]!.axes, node.axes));

/** The arguments of a pointwise operation in full; scalars may stay as they are. */
export const fullArgs = (node: Node, args: readonly tf.Tensor[], sizes: Sizes, scalars: "kept" | "full"): tf.Tensor[] =>
  args.map((arg, i) =>
    scalars === "kept" && arg.rank === 0 ? arg : repeated(arg, node.args[i]!.axes, node.axes, sizes),
  );

/**
 * Truth as the graph has it: 1 and 0. Where a cast only renames the integers that truth is stored as, kernels that copy, such as `transpose`, do not compile
 * afterwards; arithmetic makes numbers of them.
 */
export function truth(condition: tf.Tensor): tf.Tensor {
  const numbers = tf.cast(condition, "float32");
  return activeTraits().castsRenameIntegers ? tf.mul(numbers, 1) : numbers;
}

/** Not a cast, which takes 0.5 for false on the wasm backend. */
export const condition = (x: tf.Tensor): tf.Tensor => tf.notEqual(x, 0);

/** A tensor as `[outer, length, inner]` around one of its axes. */
export function asRows(x: tf.Tensor, axes: readonly Axis[], axis: Axis): tf.Tensor3D {
  const at = axes.indexOf(axis);
  return tf.reshape(x, [product(x.shape.slice(0, at)), x.shape[at]!, product(x.shape.slice(at + 1))]);
}

/** Entries `start … start + count` of the middle axis. */
export const part = (rows: tf.Tensor3D, start: number, count: number): tf.Tensor3D =>
  tf.slice(rows, [0, start, 0], [rows.shape[0], count, rows.shape[2]]);

/** Zeros, or another number, before and after the entries of the middle axis. */
export const padRows = (rows: tf.Tensor3D, before: number, after: number, value = 0): tf.Tensor3D =>
  before + after === 0
    ? rows
    : tf.pad(
        rows,
        [
          [0, 0],
          [before, after],
          [0, 0],
        ],
        value,
      );

/** `a` where a condition holds, `b` elsewhere, all of one shape: in a line, since not every device of TensorFlow.js chooses between tensors of rank 5. */
export function chosenWhere(holds: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.rank <= 4) return tf.where(holds, a, b);
  const line = (x: tf.Tensor) => tf.reshape(x, [-1]);
  return tf.reshape(tf.where(line(holds), line(a), line(b)), a.shape);
}
