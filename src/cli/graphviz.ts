import { topologicalOrder } from "../graph/graph.js";
import { isLeaf, isRoutine, type Node } from "../graph/ops.js";

/** A graph in the language of Graphviz: values flow downwards, routines are boxes with a double border, roots are bold. */
export function graphvizText(roots: readonly Node[]): string {
  const nodes = topologicalOrder(roots);
  const isRoot = new Set(roots);
  return [
    "digraph loss {",
    '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11];',
    ...nodes.map((node) => `  n${node.id} [${look(node, isRoot.has(node))}];`),
    ...nodes.flatMap((node) => node.args.map((arg) => `  n${arg.id} -> n${node.id};`)),
    "}",
  ].join("\n");
}

function look(node: Node, root: boolean): string {
  const axes = node.axes.length ? `\\n${node.axes.join(" · ")}` : "";
  return [
    `label="${label(node)}${axes}"`,
    ...(isLeaf(node) ? ["shape=plain"] : []),
    ...(isRoutine(node) ? ["peripheries=2"] : []),
    ...(root ? ["penwidth=2"] : []),
  ].join(", ");
}

function label(node: Node): string {
  if (node.op === "input") return quoted(node.attributes.name);
  if (node.op === "constant") return String(node.attributes.value);
  const details = Object.entries(node.attributes)
    .filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${name}=${value}`);
  return quoted([node.op, ...details].join(" "));
}

const quoted = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
