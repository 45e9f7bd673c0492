import { kindOf } from "../../../graph/ops/axes.js";
import type { Node } from "../../../graph/ops.js";

/** Value ranges that follow from how an argument is computed. A function that needs to be correct only within such a range is cheaper. */

export const isNonPositive = (x: Node): boolean =>
  (x.op === "neg" && x.args[0]!.op === "abs") ||
  (x.op === "sub" && x.args[1]!.op === "reduceMax" && x.args[1]!.args[0] === x.args[0]) ||
  (x.op === "neg" && x.args[0]!.op === "mul" && x.args[0]!.args[0] === x.args[0]!.args[1]);

/** e^x of something not positive: between 0 and 1. */
export const isUnit = (x: Node): boolean => x.op === "exp" && isNonPositive(x.args[0]!);

/** A sum over classes of e^(x − max x): one of them is 1. */
export const isAtLeastOne = (x: Node): boolean =>
  x.op === "sum" &&
  x.attributes.axes.every((axis) => kindOf(axis) === "class") &&
  x.args[0]!.op === "exp" &&
  x.args[0]!.args[0]!.op === "sub" &&
  isNonPositive(x.args[0]!.args[0]!);
