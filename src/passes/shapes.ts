import type { Graph } from "../graph/graph.js";
import type { Axis } from "../graph/ops/axes.js";
import { allOps, attributesOf, type Node, ops } from "../graph/ops.js";
import type { Expr } from "../graph/trace.js";
import { any, broadcast, called, isPerPixel, perPixel, sum, take, takeTranspose } from "./pattern.js";
import { type Rule, rule } from "./rewrite.js";

const axesIn = (x: Expr): readonly Axis[] => attributesOf(x.node, "sum").axes;
const places = (x: Expr) => attributesOf(x.node, "take", "takeTranspose");

/** Operations that broadcast their arguments, so that an explicit `broadcast` of an argument is redundant. */
const repeating = allOps.filter((op) => ops[op].broadcasts && op !== "broadcast");

function unspread(graph: Graph, node: Node): Node | undefined {
  const at = node.args.findIndex((arg, i) => {
    if (arg.op !== "broadcast") return false;
    const others = [...node.args.filter((_, j) => j !== i), arg.args[0]!];
    return node.axes.every((axis) => others.some((other) => other.axes.includes(axis)));
  });
  return at < 0 ? undefined : graph.node(node.op, node.args.with(at, node.args[at]!.args[0]!), node.attributes);
}

/** Rules for broadcasts, and for `take` and its transpose. */
export const shapes: readonly Rule[] = [
  { name: "what is repeated anyway need not be spread", holds: "everywhere", ops: repeating, apply: unspread },
  rule(
    "spread of spread is one spread",
    called("all", broadcast(called("inner", broadcast(any("x"))))),
    ({ all, x }) => x.broadcast(all.axes),
    "everywhere",
  ),
  rule(
    "a spread along its own axes is no spread",
    called("all", broadcast(any("x"))),
    ({ all, x }) => (all.axes.length === x.axes.length ? x : undefined),
    "everywhere",
  ),
  rule("Σ of what is spread is a multiple", called("all", sum(broadcast(any("x")))), ({ all, x }) =>
    axesIn(all).every((axis) => x.axes.includes(axis)) ? undefined : x.sumOver(axesIn(all)),
  ),
  // Where the inner sum is small it costs nothing, and may be wanted for itself: sums per sample are.
  rule("ΣΣ u = Σ u", called("all", sum(called("inner", sum(perPixel("u"))))), ({ all, inner, u }) =>
    isPerPixel(inner.node)
      ? u.sumOver(u.axes.filter((axis) => axesIn(all).includes(axis) || axesIn(inner).includes(axis)))
      : undefined,
  ),
  rule(
    "a choice of a choice is one choice",
    called("all", take(called("inner", take(any("x"))))),
    ({ all, inner, x }) => {
      if (places(all).axis !== places(inner).as) return undefined;
      const indices = places(all).indices.map((i) => places(inner).indices[i]!);
      return x.make("take", [x.node], { axis: places(inner).axis, indices, as: places(all).as });
    },
    "everywhere",
  ),
  rule(
    "what was put is taken back",
    called("all", take(called("inner", takeTranspose(any("x"))))),
    ({ all, inner, x }) => {
      const [taken, given] = [places(all), places(inner)];
      const same = taken.axis === given.axis && taken.as === given.as && taken.indices.join() === given.indices.join();
      return same && new Set(given.indices).size === given.indices.length ? x : undefined;
    },
    "everywhere",
  ),
  rule(
    "a choice of what is the same for all is that",
    called("all", take(called("inner", broadcast(any("x"))))),
    ({ all, x }) => (x.axes.includes(places(all).axis) ? undefined : x.broadcast(all.axes)),
    "everywhere",
  ),
];
