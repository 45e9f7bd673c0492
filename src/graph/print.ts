import type { Axis } from "./axes.js";
import { inOrder } from "./graph.js";
import { dispatch, isLeaf, type Node, type Op, type Table } from "./ops.js";

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
  const order = inOrder(roots);
  const axisName = listsNumbered(order);
  const names = new Map<Node, string>();
  const lines: string[] = [];
  for (const node of order) {
    const form = dispatch(forms, node, axisName);
    if (isLeaf(node.op)) names.set(node, form);
    else {
      const name = `%${lines.length + 1}`;
      names.set(node, name);
      lines.push(`${[`${name} =`, form, ...node.args.map((arg) => names.get(arg))].join(" ")}${shape(node, axisName)}`);
    }
  }
  return [...lines, `return ${roots.map((root) => names.get(root)).join(", ")}`].join("\n");
}

/** One value by itself, for messages about it. */
export const describe = (node: Node): string => {
  const args = node.args.map((arg) => `(${dispatch(forms, arg, asItIs)}${shape(arg, asItIs)})`);
  return `${[dispatch(forms, node, asItIs), ...args].join(" ")}${shape(node, asItIs)}`;
};

/** The same graph in the language of Graphviz: an edge from each value to what uses it. */
export function dot(roots: readonly Node[]): string {
  const order = inOrder(roots);
  const axisName = listsNumbered(order);
  const numbers = new Map(order.map((node, i) => [node, `n${i + 1}`]));
  const nodes = order.map((node) => {
    const label = JSON.stringify(`${dispatch(forms, node, axisName)}${shape(node, axisName)}`);
    const style = roots.includes(node) ? ", penwidth=2" : isLeaf(node.op) ? ", style=rounded" : "";
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

type AxisName = (axis: Axis) => string;

const asItIs: AxisName = (axis) => axis;

/** Lists are named after the node that made them, whose number depends on what else its graph holds; here they count from 1. */
function listsNumbered(order: readonly Node[]): AxisName {
  const mentioned = order.flatMap((node) => node.axes).filter((axis) => /^item:\d+\./.test(axis));
  const lists = [...new Set(mentioned)];
  return (axis) => (lists.includes(axis) ? `item(${lists.indexOf(axis) + 1})` : axis);
}

const listed = (axes: readonly Axis[], name: AxisName): string => axes.map(name).join(" ");

const shape = (node: Node, name: AxisName): string => (node.axes.length ? ` : ${listed(node.axes, name)}` : "");

const signed = (n: number) => (n < 0 ? `${n}` : `+${n}`);

/** Minus zero is another number than zero, and prints as one. */
const numeral = (n: number): string => (Object.is(n, -0) ? "-0" : String(n));
const homology = ({ construction, patch, relative }: Node<"persistence">["attributes"]) =>
  `${construction}${patch ? ` patch ${patch}` : ""}${relative ? " relative" : ""}`;
/** A kernel of three along each axis in full; of a larger one how much it is. */
const weights = (values: readonly number[]): string =>
  values.length <= 27 ? values.map(numeral).join(" ") : `Σ ${numeral(values.reduce((a, b) => a + b, 0))}`;

const bare = (node: Node) => node.op;
const along = (node: Node<"softmax" | "logSoftmax" | "logSumExp">, name: AxisName) =>
  `${node.op}[${name(node.attributes.axis)}]`;
const over = (node: Node<"sum" | "reduceMax" | "reduceMin" | "spread">, name: AxisName) =>
  `${node.op}[${listed(node.attributes.axes, name)}]`;
const places = (node: Node<"take" | "put">, name: AxisName) =>
  `${node.op}[${name(node.attributes.axis)} ${node.attributes.indices.join(",")}]`;

const ordered = ({ op, attributes }: Node<"order" | "accumulate">, name: AxisName) =>
  `${op}[${listed(attributes.axes, name)} ${attributes.descending ? "descending" : "ascending"}]`;

/** An operation with its attributes; a leaf as it reads among arguments. */
const forms = {
  input: (n) => n.attributes.name,
  constant: (n) => numeral(n.attributes.value),
  vector: (n) => `${n.attributes.axis}(${n.attributes.values.map(numeral).join(" ")})`,
  extent: (n, name) => `|${name(n.attributes.axis)}|`,
  index: (n, name) => `index(${name(n.attributes.axis)})`,
  neg: bare,
  abs: bare,
  sign: bare,
  exp: bare,
  log: bare,
  log1p: bare,
  sqrt: bare,
  sin: bare,
  cos: bare,
  acos: bare,
  atan: bare,
  floor: bare,
  add: bare,
  sub: bare,
  mul: bare,
  div: bare,
  pow: bare,
  max: bare,
  min: bare,
  less: bare,
  lessEqual: bare,
  equal: bare,
  select: bare,
  detach: bare,
  relu: bare,
  sigmoid: bare,
  softplus: bare,
  softmax: along,
  logSoftmax: along,
  logSumExp: along,
  sum: over,
  reduceMax: over,
  reduceMin: over,
  spread: over,
  take: places,
  put: places,
  shift: ({ op, attributes: { axis, by, border } }) =>
    `${op}[${axis} ${signed(by)} ${typeof border === "number" ? numeral(border) : border}]`,
  unshift: ({ op, attributes: { axis, by } }) => `${op}[${axis} ${signed(by)}]`,
  window: ({ op, attributes: { axis, kind, before, after } }) => `${op}[${kind} ${axis} -${before}+${after}]`,
  convolve: ({ op, attributes: { axes, sizes, values } }, name) =>
    `${op}[${listed(axes, name)} ${sizes.join("×")} ${weights(values)}]`,
  gather: bare,
  scatter: ({ op, attributes: { over } }, name) => (over.length ? `${op}[over ${listed(over, name)}]` : op),
  distance: bare,
  persistence: ({ op, attributes }) => `${op}[${homology(attributes)}]`,
  matching: ({ op, attributes }) => `${op}[${attributes.comparison} ${homology(attributes)}]`,
  components: ({ op, attributes: { connectivity } }) => `${op}[${connectivity}]`,
  skeleton: bare,
  order: ordered,
  accumulate: ordered,
  polygon: bare,
  triangulate: bare,
  rasterise: bare,
  rasteriseSlope: bare,
  result: (n) => `result[${n.attributes.index}]`,
} satisfies Table<Op, [name: AxisName], string>;
