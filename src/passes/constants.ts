import type { Graph } from "../graph/graph.js";
import { isPointwise, type Node, ops, pointwiseOpNames } from "../graph/ops.js";
import { knownNumber } from "./pattern.js";
import type { Rule } from "./rewrite.js";

/** One number, or a number for each entry of an axis. */
const listed = (node: Node): readonly number[] | undefined => {
  const value = knownNumber(node);
  if (value !== undefined) return [value];
  return node.op === "vector" ? node.attributes.values : undefined;
};

const isListed = ({ op }: Node): boolean => op === "constant" || op === "vector";

/** Only what single precision can hold may become a constant, so that folding never makes an overflow that was not there. */
const holdable = (value: number) => value === 0 || (Math.abs(value) < 1e30 && Math.abs(value) > 1e-30);

function folded(graph: Graph, node: Node): Node | undefined {
  if (!isPointwise(node) || node.axes.length > 1 || !node.args.every(isListed)) return undefined;
  const lists = node.args.map(listed);
  const { evaluate } = ops[node.op];
  const length = Math.max(...lists.map((list) => list!.length));
  const values = Array.from({ length }, (_, i) => {
    const [a = 0, b = 0, c = 0] = lists.map((list) => (list!.length === 1 ? list![0]! : list![i]!));
    return evaluate(a, b, c);
  });
  if (!values.every(holdable)) return undefined;
  const [axis] = node.axes;
  return axis === undefined
    ? graph.node("constant", [], { value: values[0]! })
    : graph.node("vector", [], { axis, values });
}

/** What is known when the plan is made is computed then, per class too. */
export const constants: readonly Rule[] = [
  {
    name: "of known numbers, the number",
    holds: "everywhere",
    ops: pointwiseOpNames,
    apply: folded,
  },
];
