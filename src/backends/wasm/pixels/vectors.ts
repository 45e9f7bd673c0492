import type { ComparisonOp, Node, Op } from "../../../graph/ops.js";
import type { Plain } from "../../../wasm/encode/opcodes.js";
import type { Offset } from "../../axis-sizes.js";
import type { KernelBody } from "./body.js";

/** Pushes a vector: one class of a value at four pixels. */
export type Vec = () => void;

/** The vector of a class: values without classes are the same for all. */
export const of = (vectors: readonly Vec[], c: number): Vec => (vectors.length === 1 ? vectors[0]! : vectors[c]!);

/** How a kernel computes an operation at four pixels, or at neighbours of them: a vector for each class. */
export type VectorLowering<O extends Op = Op> = (
  node: Node<O>,
  arg: (node: Node, offset?: Offset) => readonly Vec[],
  offset: Offset,
  body: KernelBody,
) => readonly Vec[];

/** Comparisons, whose results are masks before they are numbers. */
export const vectorComparisons: Readonly<Record<ComparisonOp, Plain>> = {
  less: "f32x4.lt",
  lessEqual: "f32x4.le",
  equal: "f32x4.eq",
};

/** NaN is passed on where the first operand is; nothing here makes a NaN of finite images. */
export const largest: Plain = "f32x4.pmax";
export const smallest: Plain = "f32x4.pmin";
