import { topologicalOrder } from "../../../src/graph/graph.js";
import { isLeaf, isRoutine, type Node, recordOf } from "../../../src/graph/ops.js";
import type { Explanation } from "../../../src/index.js";
import type { DrawnNode, Explained } from "./messages.js";

/** What the page draws of the work of a step: every operation, and the passes that take their place. */
export function drawingOf({ roots, passes, passOf, stages, terms, ...rest }: Explanation): Explained {
  const nodes = topologicalOrder(roots).filter(({ op }) => op !== "constant" && op !== "axisSize");
  const index = new Map(nodes.map((node, i) => [node, i]));
  const step = stages.filter(({ stage }) => stage !== "target");
  return {
    graph: {
      nodes: nodes.map((node) => drawn(node)),
      edges: nodes.flatMap((node, to) =>
        [...new Set(node.args)].flatMap((arg) => {
          const from = index.get(arg);
          return from === undefined ? [] : [[from, to] as const];
        }),
      ),
    },
    fused: passes !== undefined,
    passes: (passes ?? []).map(({ operations, bytes = 0, flops = 0, ...pass }) => ({
      ...pass,
      bytes,
      flops,
      operations: Object.entries(operations),
    })),
    operations: step.reduce((sum, { kernels }) => sum + kernels, 0),
    unfusedBytes: step.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
    bytes: rest.bytes ?? 0,
    ...(rest.flops !== undefined && { flops: rest.flops }),
    ...(rest.peak !== undefined && { peak: rest.peak }),
  };

  function drawn(node: Node): DrawnNode {
    const place = roots.indexOf(node);
    const pass = passOf?.get(node);
    return {
      op: node.op === "input" ? node.attributes.name : node.op,
      sign: recordOf(node).symbol ?? node.op,
      axes: node.axes.join(" · "),
      kind: isRoutine(node) ? "routine" : node.op === "input" ? "input" : isLeaf(node) ? "constant" : "operation",
      ...(place >= 0 && { root: place === 0 ? "total" : place <= terms.length ? "term" : "gradient" }),
      ...(pass !== undefined && { pass }),
      cached: passOf !== undefined && pass === undefined && !isLeaf(node),
    };
  }
}
