import type { Axis } from "../../graph/ops/axes.js";
import { kindOf } from "../../graph/ops/axes.js";
import { loadCost } from "../../graph/ops/record.js";
import { isReduction, type Node, recordOf } from "../../graph/ops.js";

/** Reading a vector from memory, and writing and reading it back, in vector instructions. */
export const load = loadCost;
export const keep = 5;

/** How many classes a value has: the vectors it takes for four pixels. */
export type Width = (axes: readonly Axis[]) => number;

/** Of computing a node once its arguments are there. */
export function costOf(node: Node, width: Width): number {
  const { cost } = recordOf(node);
  const each = typeof cost === "number" ? cost : cost(node);
  return each * width(isReduction(node) ? node.args[0]!.axes : node.axes);
}

/** The number of classes by the lengths of axes. */
export const widthBy =
  (lengthOf: (axis: Axis) => number): Width =>
  (axes) => {
    const own = axes.find((axis) => kindOf(axis) === "class");
    return own === undefined ? 1 : lengthOf(own);
  };
