import type { Axis } from "../../graph/axes.js";
import { kindOf } from "../../graph/axes.js";
import type { Node, Op } from "../../graph/ops.js";

/** Vector instructions an operation takes, roughly; what is not named takes one. Measured on x86-64 and meant to be right within a factor of two. */
const instructions: Partial<Record<Op, number>> = {
  exp: 14,
  log: 20,
  log1p: 26,
  sin: 24,
  cos: 24,
  acos: 24,
  atan: 24,
  pow: 50,
  div: 4,
  sqrt: 5,
  sign: 3,
  detach: 0,
  spread: 0,
  take: 0,
  put: 0,
  input: 0,
  constant: 0,
};

/** Reading a vector from memory, and writing and reading it back, in the same unit. */
export const load = 1.5;
export const keep = 5;

/** How many classes a value has: the vectors it takes for four pixels. */
export type Width = (axes: readonly Axis[]) => number;

/** Of computing a node once its arguments are there. */
export function costOf(node: Node, width: Width): number {
  const each = instructions[node.op] ?? 1;
  switch (node.op) {
    case "sum":
    case "reduceMax":
    case "reduceMin":
      return each * width(node.args[0]!.axes);
    case "window": {
      const { before, after } = (node as Node<"window">).attributes;
      return (before + after) * (1 + load) * width(node.axes);
    }
    case "convolve":
      return (node as Node<"convolve">).attributes.values.filter((w) => w !== 0).length * 4 * width(node.axes);
    case "shift":
    case "unshift":
      return 2 * width(node.axes);
    default:
      return each * width(node.axes);
  }
}

/** The number of classes by the lengths of axes. */
export const widthBy =
  (lengthOf: (axis: Axis) => number): Width =>
  (axes) => {
    const own = axes.find((axis) => kindOf(axis) === "class");
    return own === undefined ? 1 : lengthOf(own);
  };
