import { type Abilities, legalize } from "../backends/legalize.js";
import type { Graph } from "../graph/graph.js";
import { kindOf } from "../graph/ops/axes.js";
import type { Node } from "../graph/ops.js";
import { Expr } from "../graph/trace.js";
import { ignoresClass, type Layout } from "../graph/views.js";
import { gradientPasses, legalizationPasses, optimised } from "../passes/index.js";

/** Narrower than what `checkTarget` accepts, by more than float32 is rounded: what is valid here is valid there. */
const slack = { share: 5e-7, total: 5e-4 };

/**
 * How many pixels of a target are invalid, as a graph: 0 only where `checkTarget` accepts the target, and nearly always nonzero where it does not. So a fused backend
 * checks a target as fast as it reads it, and only an invalid one is looked through once more, on the host, for the message.
 */
export function invalidPixels(graph: Graph, abilities: Abilities, target: Node<"input">, layout: Layout): Node {
  const t = new Expr({ graph, space: [] }, target);
  const { classes, exclusive, ignore } = layout;
  const either = (truth: Expr, ignored: Expr | undefined) => (ignored ? truth.max(ignored) : truth);
  const ignored = ignore === undefined ? undefined : t.equal(ignore);
  const within = (low: number, high: number) => t.greaterEqual(low).mul(t.lessEqual(high));
  const along = target.axes.filter((axis) => kindOf(axis) === "class");
  const fold = (over: "largest" | "smallest", x: Expr) => (along.length ? x[over]("class") : x);
  const entries =
    layout.target === "labels" ? within(0, classes - 1).mul(t.floor().equal(t)) : within(-slack.share, 1 + slack.share);
  const each = fold("smallest", either(entries, ignored));
  const one = t.sumOver(along).sub(1).abs().lessEqual(slack.total);
  const beyond = ignored && !ignoresClass(layout);
  const none = t.sumOver(along).equal(0);
  const pixels =
    along.length && exclusive && classes > 1
      ? each.mul(either(one, beyond ? fold("largest", ignored).max(none) : undefined))
      : each;
  const legal = legalize(graph, abilities, optimised(gradientPasses, graph, [pixels.not().sumOver(pixels.axes).node]));
  return optimised(legalizationPasses, graph, legal)[0]!;
}
