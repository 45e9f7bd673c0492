import { topologicalOrder } from "../graph/graph.js";
import { isAnalysis, type Node } from "../graph/ops.js";

/**
 * What a value depends on, hence how often it must be computed:
 * `constant` never again · `target` once per target · `analysed` each step, but no gradient passes (distance maps and persistence of the prediction) ·
 * `differentiated` each step, on the path between prediction and loss.
 */
export type Stage = "constant" | "target" | "analysed" | "differentiated";

export function stages(roots: readonly Node[]): ReadonlyMap<Node, Stage> {
  const order = topologicalOrder(roots);
  const stage = new Map<Node, Stage>();
  for (const node of order) stage.set(node, fromArguments(node, stage));
  for (const node of forAnalysis(order)) if (stage.get(node) === "differentiated") stage.set(node, "analysed");
  return stage;
}

const rising: readonly Stage[] = ["constant", "target", "differentiated"];

function fromArguments(node: Node, stage: ReadonlyMap<Node, Stage>): Stage {
  if (node.op === "input") {
    const kind = node.attributes.ref?.kind;
    return kind === "prediction" || kind === "weight" ? "differentiated" : "target";
  }
  return rising[Math.max(0, ...node.args.map((arg) => rising.indexOf(stage.get(arg)!)))]!;
}

/** Everything that routines without a gradient need before they can run, and the routines: the work that precedes the differentiated kernels. */
function forAnalysis(order: readonly Node[]): ReadonlySet<Node> {
  const routines = order.filter((node) => isAnalysis(node));
  return new Set(topologicalOrder(routines).filter((node) => node.op !== "input"));
}

/** The values at which target-only work ends: all that later stages need of it, leaves excepted. */
export function cacheBoundary(roots: readonly Node[], stage: ReadonlyMap<Node, Stage>): readonly Node[] {
  const needed = new Set<Node>();
  const worthKeeping = (node: Node) => stage.get(node) === "target" && node.args.length > 0 && node.axes.length > 0;
  for (const node of stage.keys())
    if (stage.get(node) === "differentiated" || stage.get(node) === "analysed")
      for (const arg of node.args) if (worthKeeping(arg)) needed.add(arg);
  for (const root of roots) if (worthKeeping(root)) needed.add(root);
  return [...needed];
}
