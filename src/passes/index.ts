import type { Graph } from "../graph/graph.js";
import type { Node } from "../graph/ops.js";
import { algebra } from "./algebra.js";
import { gradients } from "./gradients.js";
import { reuse } from "./reuse.js";
import type { Pass } from "./rewrite.js";
import { stability } from "./stability.js";

/** What the optimiser does, in order. Each pass takes roots and gives roots with the same values in the same graph. */

/** Terms before they are differentiated, so that gradients are those of the stable form. At kinks these passes keep the gradient too. */
export const forwardPasses: readonly Pass[] = [stability, algebra];

/** Value and gradients together. */
export const gradientPasses: readonly Pass[] = [gradients, reuse];

/** What derived operations were legalized to. */
export const legalizationPasses: readonly Pass[] = [gradients];

export const optimised = (passes: readonly Pass[], graph: Graph, roots: readonly Node[]): Node[] =>
  passes.reduce<Node[]>((nodes, pass) => pass.run(graph, nodes), [...roots]);
