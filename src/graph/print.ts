import { topologicalOrder } from "./graph.js";
import { type AxisName, listed } from "./ops/record.js";
import { isLeaf, type Node, recordOf } from "./ops.js";

/**
 * A graph as text: one line for each value, arguments before what uses them, numbered in that order, so that equal graphs print alike wherever they were built.
 * What several values share appears once; leaves stand in the line that uses them.
 *
 * @example
 * %1 = exp prediction : batch y x class
 * %2 = sum[y x] %1 : batch class
 * return %2
 */
export function print(roots: readonly Node[]): string {
  const order = topologicalOrder(roots);
  const axisName = listsNumbered(order);
  const names = new Map<Node, string>();
  const lines: string[] = [];
  for (const node of order) {
    const said = form(node, axisName);
    if (isLeaf(node)) names.set(node, said);
    else {
      const name = `%${lines.length + 1}`;
      names.set(node, name);
      lines.push(`${[`${name} =`, said, ...node.args.map((arg) => names.get(arg))].join(" ")}${shape(node, axisName)}`);
    }
  }
  return [...lines, `return ${roots.map((root) => names.get(root)).join(", ")}`].join("\n");
}

/** One value by itself, for messages about it. */
export const describeNode = (node: Node): string => {
  const args = node.args.map((arg) => `(${form(arg, asItIs)}${shape(arg, asItIs)})`);
  return `${[form(node, asItIs), ...args].join(" ")}${shape(node, asItIs)}`;
};

/** One value as an expression, down to operations so many levels below it: `exp(neg(softplus(prediction))) : batch y x class`. */
export function expression(node: Node, levels: number): string {
  const inner = (at: Node, left: number): string => {
    const said = form(at, asItIs);
    if (isLeaf(at)) return said;
    return left === 0 ? "…" : `${said}(${at.args.map((arg) => inner(arg, left - 1)).join(", ")})`;
  };
  return `${inner(node, levels)}${shape(node, asItIs)}`;
}

/** The same graph in the language of Graphviz: an edge from each value to what uses it. */
export function dot(roots: readonly Node[]): string {
  const order = topologicalOrder(roots);
  const axisName = listsNumbered(order);
  const numbers = new Map(order.map((node, i) => [node, `n${i + 1}`]));
  const nodes = order.map((node) => {
    const label = JSON.stringify(`${form(node, axisName)}${shape(node, axisName)}`);
    const style = roots.includes(node) ? ", penwidth=2" : isLeaf(node) ? ", style=rounded" : "";
    return `  ${numbers.get(node)} [label=${label}${style}];`;
  });
  const edges = order.flatMap((node) =>
    node.args.map((arg, i) => {
      const label = node.args.length > 1 ? ` [label="${i + 1}"]` : "";
      return `  ${numbers.get(arg)} -> ${numbers.get(node)}${label};`;
    }),
  );
  return ["digraph {", "  node [shape=box, fontname=monospace];", ...nodes, ...edges, "}"].join("\n");
}

const asItIs: AxisName = (axis) => axis;

/** Lists are named after the node that made them, whose number depends on what else its graph holds; here they count from 1. */
function listsNumbered(order: readonly Node[]): AxisName {
  const mentioned = order.flatMap((node) => node.axes).filter((axis) => /^item:\d+\./.test(axis));
  const lists = [...new Set(mentioned)];
  return (axis) => (lists.includes(axis) ? `item(${lists.indexOf(axis) + 1})` : axis);
}

const shape = (node: Node, name: AxisName): string => (node.axes.length ? ` : ${listed(node.axes, name)}` : "");

/** An operation with its attributes; a leaf as it reads among arguments. */
function form(node: Node, name: AxisName): string {
  const detail = recordOf(node).print(node, name);
  if (isLeaf(node)) return detail;
  return detail === "" ? node.op : `${node.op}[${detail}]`;
}
