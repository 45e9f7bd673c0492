import { type Abilities, legalize } from "../../src/backends/legalize.js";
import { checkSource } from "../../src/check/check.js";
import { gradient } from "../../src/graph/gradient.js";
import { Graph, topologicalOrder } from "../../src/graph/graph.js";
import { inputAttributes, isPrediction } from "../../src/graph/inputs.js";
import { isLeaf, type Node, type Op } from "../../src/graph/ops.js";
import { constant, Expr } from "../../src/graph/trace.js";
import type { Layout } from "../../src/graph/views.js";
import { isPerPixel } from "../../src/passes/pattern.js";
import { Planner } from "../../src/run/plan.js";
import { traceTerm } from "../../src/run/term.js";
import { stdlib } from "../../stdlib/index.js";

/** Operations on whole images, and what they cost: an exponential or logarithm counts ten multiplications. */
export interface Work {
  readonly operations: number;
  readonly cost: number;
}

const dear: Partial<Record<Op, number>> = {
  exp: 10,
  log: 10,
  log1p: 10,
  pow: 20,
  softmax: 14,
  logSoftmax: 24,
  logSumExp: 22,
  sigmoid: 13,
  softplus: 22,
};

export function workOf(roots: readonly Node[]): Work {
  const images = topologicalOrder(roots).filter(
    (node) => !isLeaf(node) && node.op !== "detach" && node.op !== "result" && [node, ...node.args].some(isPerPixel),
  );
  return { operations: images.length, cost: images.reduce((sum, { op }) => sum + (dear[op] ?? 1), 0) };
}

export const layout: Layout = { rank: 2, classes: 4, exclusive: true, prediction: "logits", target: "labels" };
const library = new Map(stdlib.map((loss) => [loss.name, loss]));

export function programOf(source: string) {
  const { program } = checkSource({ file: "p.loss", text: source }, { library: stdlib });
  if (!program) throw new Error(`${source} is no program`);
  return program;
}

/** The plan of a program's first phase. */
export function planned(source: string, abilities: Abilities, of: Layout = layout) {
  const program = programOf(source);
  const planner = new Planner(program, library, of, abilities);
  const plan = planner.plan(program.phases[0]!.weights.map(({ term }) => term));
  return { plan, graph: planner.graph, roots: [plan.total, ...plan.terms, ...plan.gradients.values()] };
}

/** The same roots as the losses and their gradients say them, before any pass. */
export function unoptimised(source: string, abilities: Abilities, of: Layout = layout): readonly Node[] {
  const program = programOf(source);
  const graph = new Graph();
  const scope = { graph, space: [] };
  const terms = program.phases[0]!.weights.map(({ term }) => {
    const said = program.terms[term]!;
    const weight = graph.node("input", [], inputAttributes({ kind: "weight", term }, []));
    return { weight: new Expr(scope, weight), node: traceTerm(graph, of, said, library.get(said.loss)!) };
  });
  const total = terms.reduce((sum, { weight, node }) => sum.add(weight.mul(new Expr(scope, node))), constant(scope, 0));
  const nodes = terms.map(({ node }) => node);
  const predictions = topologicalOrder(nodes).filter(isPrediction);
  return legalize(graph, abilities, [total.node, ...nodes, ...gradient(graph, total.node, predictions)]);
}
