import { type Node, ops, type PointwiseOp, pointwiseOpNames } from "../../graph/ops.js";
import type { Lowerings, Sizes } from "../backend.js";
import { filledNd, meeting, type Nd } from "./nd.js";

/** A pointwise operation as its record means it, entry by entry. */
function pointwiseValue(node: Node<PointwiseOp>, args: readonly Nd[], sizes: Sizes): Nd {
  const { evaluate } = ops[node.op];
  const out = filledNd(node.axes, sizes, 0);
  const at = node.args.map((arg) => meeting(node.axes, arg.axes, sizes));
  const value = (k: number, i: number) => (k < args.length ? args[k]!.data[at[k]![i]!]! : 0);
  for (let i = 0; i < out.data.length; i++) out.data[i] = evaluate(value(0, i), value(1, i), value(2, i));
  return out;
}

export const referencePointwise = Object.fromEntries(pointwiseOpNames.map((op) => [op, pointwiseValue])) as Lowerings<
  PointwiseOp,
  Nd
>;
