import { type Graph, topologicalOrder } from "../graph/graph.js";
import { type DerivedOp, inCoreOperations, isDerived, type Node } from "../graph/ops.js";
import { Expr } from "../graph/trace.js";

/** What a backend computes itself, beside the operations every backend owes. */
export interface Abilities {
  readonly derived: { readonly [O in DerivedOp]?: unknown };
}

const legalized = new WeakMap<object, WeakMap<Node, Node>>();

/**
 * The same values, expressed in operations that a backend has: derived operations it lacks are replaced by their meaning, in the graph they came from. Whatever refers
 * to nodes of the original (gradients, stages, known values) is to be derived before, or from the result.
 */
export function legalize(graph: Graph, backend: Abilities, roots: readonly Node[]): Node[] {
  const replacements = memory(backend);
  for (const node of topologicalOrder(roots, replacements)) {
    if (replacements.has(node)) continue;
    const args = node.args.map((arg) => replacements.get(arg)!);
    if (isDerived(node) && !backend.derived[node.op]) {
      const said = inCoreOperations(node, new Expr({ graph, space: [] }, args[0]!)).node;
      replacements.set(node, legalize(graph, backend, [said])[0]!);
    } else {
      const kept = args.every((arg, i) => arg === node.args[i]);
      replacements.set(node, kept ? node : graph.node(node.op, args, node.attributes));
    }
  }
  return roots.map((root) => replacements.get(root)!);
}

function memory(backend: Abilities): WeakMap<Node, Node> {
  const known = legalized.get(backend.derived);
  if (known) return known;
  const made = new WeakMap<Node, Node>();
  legalized.set(backend.derived, made);
  return made;
}
