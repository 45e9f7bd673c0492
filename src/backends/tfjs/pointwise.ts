import * as tf from "@tensorflow/tfjs";
import type { Node, PointwiseOp } from "../../graph/ops.js";
import type { Lowerings, Sizes } from "../backend.js";
import { alignedArgs, chosenWhere, condition, fullArgs, truth } from "./layout.js";

type Args = readonly tf.Tensor[];
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const unary =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  (_: Node, [x]: Args): tf.Tensor =>
    f(x!);

/** Kernels that repeat either argument at speed. */
const arithmetic =
  (f: Binary) =>
  (node: Node, args: Args): tf.Tensor => {
    const [a, b] = alignedArgs(node, args);
    return f(a!, b!);
  };

/** Kernels that repeat nothing but scalars at speed. */
const comparison =
  (f: Binary) =>
  (node: Node, args: Args, sizes: Sizes): tf.Tensor => {
    const [a, b] = fullArgs(node, args, sizes, "kept");
    return f(a!, b!);
  };

export const tfjsPointwise = {
  neg: unary(tf.neg),
  abs: unary(tf.abs),
  // The wasm backend's own takes small numbers for 0.
  sign: unary((x) => tf.sub(truth(tf.greater(x, 0)), truth(tf.less(x, 0)))),
  exp: unary(tf.exp),
  log: unary(tf.log),
  log1p: unary(tf.log1p),
  sqrt: unary(tf.sqrt),
  sin: unary(tf.sin),
  cos: unary(tf.cos),
  acos: unary(tf.acos),
  atan: unary(tf.atan),
  tanh: unary(tf.tanh),
  floor: unary(tf.floor),
  add: arithmetic(tf.add),
  sub: arithmetic(tf.sub),
  mul: arithmetic(tf.mul),
  div: arithmetic(tf.div),
  pow: comparison(tf.pow),
  max: comparison(tf.maximum),
  min: comparison(tf.minimum),
  less: comparison((a, b) => truth(tf.less(a, b))),
  lessEqual: comparison((a, b) => truth(tf.lessEqual(a, b))),
  equal: comparison((a, b) => truth(tf.equal(a, b))),
  select: (node, args, sizes) => {
    const [where, a, b] = fullArgs(node, args, sizes, "full");
    return chosenWhere(condition(where!), a!, b!);
  },
} satisfies Lowerings<PointwiseOp, tf.Tensor>;
