import { type Graph, topologicalOrder } from "../graph/graph.js";
import type { Node } from "../graph/ops.js";
import { isPerPixel } from "./pattern.js";
import type { Pass, RewriteListener } from "./rewrite.js";

const isSum = (node: Node): node is Node<"sum"> => node.op === "sum";

/**
 * A sum of an image over more axes is made of one over fewer, where another value needs that one anyway: the total over a batch of the sums per sample. Whether it is
 * there depends on all the roots, so this is no rule of single nodes.
 */
export const reuse: Pass = { name: "reuse", rules: [], run };

const rule = { name: "a sum over more axes is made of one over fewer" };

function run(graph: Graph, roots: readonly Node[], fired?: RewriteListener): Node[] {
  const order = topologicalOrder(roots);
  const partial = new Map<Node, Node<"sum">[]>();
  for (const node of order)
    if (isSum(node) && isPerPixel(node.args[0]!) && !isPerPixel(node))
      partial.set(node.args[0]!, [...(partial.get(node.args[0]!) ?? []), node]);
  const final = new Map<Node, Node>();
  for (const node of order) {
    const smaller = isSum(node) && mostSummed(node, partial.get(node.args[0]!) ?? []);
    const { args, attributes } = smaller ? rest(node, smaller) : node;
    const said = args.map((arg) => final.get(arg) ?? arg);
    const made = said.every((arg, i) => arg === node.args[i]) ? node : graph.node(node.op, said, attributes);
    if (smaller) fired?.(rule, node, made);
    final.set(node, made);
  }
  return roots.map((root) => final.get(root)!);
}

/** Of the sums over some, but not all, of the axes the one that leaves least to do. */
const mostSummed = (node: Node<"sum">, others: readonly Node<"sum">[]): Node<"sum"> | undefined =>
  others
    .filter(({ axes }) => axes.length > node.axes.length && node.axes.every((axis) => axes.includes(axis)))
    .sort((a, b) => a.axes.length - b.axes.length)[0];

const rest = (node: Node<"sum">, smaller: Node<"sum">) => ({
  args: [smaller],
  attributes: { axes: node.attributes.axes.filter((axis) => smaller.axes.includes(axis)) },
});
