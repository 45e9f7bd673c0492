import type { Graph } from "../graph/graph.js";
import type { Node } from "../graph/ops.js";
import { algebra } from "./algebra.js";
import { gradients } from "./gradients.js";
import { reuse } from "./reuse.js";
import type { Pass, Rewrite, RewriteListener } from "./rewrite.js";
import { stability } from "./stability.js";

/** What the optimiser does, in order. Each pass takes roots and gives roots with the same values in the same graph. */

/** Terms before they are differentiated, so that gradients are those of the stable form. At kinks these passes keep the gradient too. */
export const forwardPasses: readonly Pass[] = [stability, algebra];

/** Value and gradients together. */
export const gradientPasses: readonly Pass[] = [gradients, reuse];

/** What derived operations were legalized to. */
export const legalizationPasses: readonly Pass[] = [gradients];

/** Runs some passes; `trace` is told of each rule that is applied. What was rewritten before is remembered, and no rule is applied again. */
export const optimised = (
  passes: readonly Pass[],
  graph: Graph,
  roots: readonly Node[],
  trace?: (rewrite: Rewrite) => void,
): Node[] =>
  passes.reduce<Node[]>(
    (nodes, pass) => {
      const fired: RewriteListener | undefined =
        trace && ((rule, before, after) => trace({ pass: pass.name, rule: rule.name, before, after }));
      return pass.run(graph, nodes, fired);
    },
    [...roots],
  );
