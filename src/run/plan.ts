import { type Abilities, legalize } from "../backends/legalize.js";
import { gradient } from "../graph/gradient.js";
import { Graph, topologicalOrder } from "../graph/graph.js";
import { inputAttributes, inputName, isPrediction } from "../graph/inputs.js";
import { isSpatial } from "../graph/ops/axes.js";
import { isRoutine, type Node } from "../graph/ops.js";
import { constant, Expr, type Scope } from "../graph/trace.js";
import type { Layout } from "../graph/views.js";
import type { LossDeclaration } from "../loss.js";
import { costOf } from "../passes/fuse/cost.js";
import { forwardPasses, gradientPasses, legalizationPasses, optimised } from "../passes/index.js";
import type { Rewrite } from "../passes/rewrite.js";
import { cacheBoundary, type Stage, stages } from "../passes/stage.js";
import type { Program } from "../program/program.js";
import { invalidPixels } from "./invalid-pixels.js";
import { traceTerm } from "./term.js";

/** What is computed while a certain set of terms is live: one graph for value, terms and gradients. */
export interface Plan {
  /** Indices into the program's terms. */
  readonly live: readonly number[];
  readonly total: Node;
  /** One scalar per live term, unweighted. */
  readonly terms: readonly Node[];
  /** For each prediction the live terms look at. */
  readonly gradients: ReadonlyMap<Node<"input">, Node>;
  readonly stage: ReadonlyMap<Node, Stage>;
  /** The inputs it reads, by name. */
  readonly inputs: ReadonlyMap<string, Node<"input">>;
  /** Target-only values, computed once per target. */
  readonly cacheBoundary: readonly Node[];
  /** How many pixels of the target are invalid; absent where it is not read as masks. */
  readonly invalidPixels?: Node;
  /** Whether there is so much target-only work that its results are cached by the content of the target, and not only by the identity of its tensors. */
  readonly cacheable: boolean;
}

/**
 * Instructions for four pixels from which on results of target-only work are cached by content: computing the digest of a target takes as long as some five, and is
 * done in vain where each target is new.
 */
const worthwhile = 40;

const isCacheable = (stage: ReadonlyMap<Node, Stage>): boolean => {
  const work = [...stage].flatMap(([node, at]) => (at === "target" ? [node] : []));
  return (
    work.some(isRoutine) ||
    work.reduce((cost, node) => cost + (node.axes.some(isSpatial) ? costOf(node, () => 1) : 0), 0) >= worthwhile
  );
};

/** Plans of one program for one layout. Terms that are live at different times share one graph, so what they have in common is one node. */
export class Planner {
  readonly graph = new Graph();
  readonly #program: Program;
  readonly #library: ReadonlyMap<string, LossDeclaration>;
  readonly #layout: Layout;
  readonly #abilities: Abilities;
  readonly #trace: ((rewrite: Rewrite) => void) | undefined;
  readonly #traced = new Map<number, Node>();
  readonly #plans = new Map<string, Plan>();

  /** `trace` is told of each rule of the optimiser that is applied. */
  constructor(
    program: Program,
    library: ReadonlyMap<string, LossDeclaration>,
    layout: Layout,
    abilities: Abilities,
    trace?: (rewrite: Rewrite) => void,
  ) {
    this.#program = program;
    this.#library = library;
    this.#layout = layout;
    this.#abilities = abilities;
    this.#trace = trace;
  }

  /** The rules of the optimiser that are applied on the way to a plan, in order. Found by planning once more, in a graph where nothing is rewritten yet. */
  rewrites(live: readonly number[]): readonly Rewrite[] {
    const found: Rewrite[] = [];
    const trace = (rewrite: Rewrite) => found.push(rewrite);
    new Planner(this.#program, this.#library, this.#layout, this.#abilities, trace).plan(live);
    return found;
  }

  /** The plan for some live terms; built when first asked for. */
  plan(live: readonly number[]): Plan {
    const key = live.join(",");
    const known = this.#plans.get(key);
    if (known) return known;
    const plan = this.#build(live);
    this.#plans.set(key, plan);
    return plan;
  }

  #build(live: readonly number[]): Plan {
    const scope: Scope = { graph: this.graph, space: [] };
    const terms = live.map((index) => this.#term(index));
    const weight = (term: number) =>
      constant(scope, 0).make("input", [], inputAttributes({ kind: "weight", term }, []));
    const total = terms.reduce(
      (sum, term, i) => sum.add(weight(live[i]!).mul(new Expr(scope, term))),
      constant(scope, 0),
    ).node;
    const predictions = topologicalOrder(terms).filter(isPrediction);
    const traced = [total, ...terms, ...gradient(this.graph, total, predictions)];
    const legal = legalize(this.graph, this.#abilities, optimised(gradientPasses, this.graph, traced, this.#trace));
    const roots = optimised(legalizationPasses, this.graph, legal, this.#trace);
    const gradients = roots.slice(1 + terms.length);
    const stage = stages(roots);
    const inputs = new Map(
      topologicalOrder(roots)
        .filter(isInput)
        .map((node) => [node.attributes.name, node]),
    );
    const target = inputs.get(inputName({ kind: "target" }));
    return {
      live,
      total: roots[0]!,
      terms: roots.slice(1, 1 + terms.length),
      gradients: new Map(predictions.map((input, i) => [input, gradients[i]!])),
      stage,
      inputs,
      cacheBoundary: cacheBoundary(roots, stage),
      cacheable: isCacheable(stage),
      ...(target && { invalidPixels: invalidPixels(this.graph, this.#abilities, target, this.#layout) }),
    };
  }

  #term(index: number): Node {
    const known = this.#traced.get(index);
    if (known) return known;
    const term = this.#program.terms[index]!;
    const traced = traceTerm(this.graph, this.#layout, term, this.#library.get(term.loss)!);
    const node = optimised(forwardPasses, this.graph, [traced], this.#trace)[0]!;
    this.#traced.set(index, node);
    return node;
  }
}

const isInput = (node: Node): node is Node<"input"> => node.op === "input";
