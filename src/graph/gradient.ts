import type { Graph } from "./graph.js";
import { topologicalOrder } from "./graph.js";
import { type Axis, union } from "./ops/axes.js";
import type { Cotangents } from "./ops/record.js";
import { type Node, recordOf } from "./ops.js";
import { Expr, type Scope } from "./trace.js";

/**
 * The derivative of a scalar by some inputs, as nodes of the same graph, each with all axes of its input. An input the root does not depend on through
 * differentiable operations gets zeros.
 */
export function gradient(graph: Graph, root: Node, inputs: readonly Node[]): Node[] {
  if (root.axes.length)
    throw new Error(`Only a scalar has a gradient; this value has the axes ${root.axes.join(", ")}.`);
  const scope: Scope = { graph, space: [] };
  const order = topologicalOrder([root]);
  const live = carriers(order, inputs);
  const cotangents = new Map<Node, Expr>();
  if (live.has(root)) cotangents.set(root, new Expr(scope, graph.node("constant", [], { value: 1 })));
  for (const node of order.reverse()) {
    const cotangent = cotangents.get(node);
    if (!cotangent || inputs.includes(node)) continue;
    const passed = pulledBack(scope, node, cotangent);
    node.args.forEach((arg, i) => {
      const part = passed[i];
      if (!part || !live.has(arg)) return;
      const fitted = recordOf(node).broadcasts ? unbroadcast(part, node.axes, arg.axes) : part;
      const before = cotangents.get(arg);
      cotangents.set(arg, before ? before.add(fitted) : fitted);
    });
  }
  const zero = new Expr(scope, graph.node("constant", [], { value: 0 }));
  return inputs.map((input) => (cotangents.get(input) ?? zero).broadcast(input.axes).node);
}

function pulledBack(scope: Scope, node: Node, cotangent: Expr): Cotangents {
  const { vjp } = recordOf(node);
  if (typeof vjp !== "function") return [];
  const args = node.args.map((arg) => new Expr(scope, arg));
  return vjp(node, cotangent, args, new Expr(scope, node));
}

/** The transpose of broadcasting: the cotangent of a result, summed along the axes an argument was repeated over. */
function unbroadcast(cotangent: Expr, result: readonly Axis[], arg: readonly Axis[]): Expr {
  const repeated = union(result, cotangent.axes).filter((axis) => !arg.includes(axis));
  return cotangent.sumOver(repeated);
}

/** The nodes through which a gradient can reach one of the inputs. */
function carriers(order: readonly Node[], inputs: readonly Node[]): ReadonlySet<Node> {
  const live = new Set<Node>(inputs);
  for (const node of order)
    if (typeof recordOf(node).vjp === "function" && node.args.some((arg) => live.has(arg))) live.add(node);
  return live;
}
