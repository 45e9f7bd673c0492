import type { Graph } from "../graph/graph.js";
import type { Node } from "../graph/ops.js";
import { algebra } from "./algebra.js";
import { reuse } from "./reuse.js";
import type { Pass } from "./rewrite.js";
import { slopes } from "./slopes.js";
import { stability } from "./stability.js";

/** What the optimiser does, in order. Each pass takes roots and gives roots with the same values in the same graph. */

/** Terms before slopes are derived, so that the slopes are those of the stable form. At kinks these passes keep the slope too. */
export const beforeSlope: readonly Pass[] = [stability, algebra];

/** Value and slopes together. */
export const afterSlope: readonly Pass[] = [slopes, reuse];

/** What derived operations were expanded to. */
export const afterExpansion: readonly Pass[] = [slopes];

export const optimised = (passes: readonly Pass[], graph: Graph, roots: readonly Node[]): Node[] =>
  passes.reduce<Node[]>((nodes, pass) => pass.run(graph, nodes), [...roots]);
