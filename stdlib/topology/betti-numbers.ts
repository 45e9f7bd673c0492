import { z } from "zod";
import { kindOf } from "../../src/graph/ops/axes.js";
import { defineLoss, type Expr, type Features, from, persistence, ranks } from "../../src/loss.js";
import { filtrationInputs, homologyParams, ofDimensions } from "../terms/homology.js";
import { keepBackground } from "../terms/parameters.js";

const params = z.object({
  ...homologyParams,
  expected: z
    .array(z.int().min(0))
    .min(1)
    .max(3)
    .optional()
    .describe(
      "How many components, loops and (in volumes) cavities there should be, known beforehand: `[1, 1]` for a ring. Dimensions beyond the list expect none. If left out, as many as the target has.",
    ),
  min_persistence: z.number().min(0).max(1).default(0).describe("Features with a smaller persistence are ignored."),
  background: keepBackground(false),
});

export const bettiNumbers = defineLoss({
  name: "betti_numbers",
  group: "topology",
  summary:
    "Betti numbers: keeps as many components, loops and cavities as expected, the most persistent ones, and makes all others vanish.",
  formula: String.raw`\sum_{i \le n} \left(1 - (b_i - d_i)^2\right) \;+\; \sum_{i > n} (b_i - d_i)^2`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "sort",
  reference:
    "Clough, Byrne, Oksuz, Zimmer, Schnabel, King. A topological loss function for deep-learning based image segmentation using persistent homology. TPAMI 2022. arXiv:1910.01877",
  advice:
    "For anatomy whose topology is known: with `expected` it needs no mask, so it can train on unlabelled images too. Features are ranked by their persistence alone, which is not the optimal matching of `betti`: one born at 0.6 that dies at 0 counts as much as one from 1 to 0.4. Like `betti` it counts features and ignores their positions, and is for late in training, with a small weight.",
  edges:
    "A feature that is expected and missing costs 1. The component that never dies, dies at 0. The gradient reaches only the pixels where features are born and die, and is 0 at those of a feature that lives for no time. A constant prediction of 1/2 where one component is expected costs 3/4.",
  examples: [
    "dice + 0.05*betti_numbers",
    "dice + 0.05*betti_numbers(expected=[1, 1], dimensions=[0, 1])",
    "bce then@epoch40 bce + 0.1*betti_numbers(expected=[1])",
  ],
  body: ({ p, g }, params) => {
    const { likelihood, truth } = filtrationInputs(p, g, false);
    const found = persistence(likelihood, params.construction, params);
    const wanted = params.expected ? undefined : persistence(truth, params.construction, params);
    const costs = found.map((features, d) => {
      const count = wanted ? truth.gather(wanted[d]!.births).greater(0.5).sum("item") : from(params.expected![d] ?? 0);
      return lifetimes(likelihood, features, count, params.min_persistence);
    });
    return ofDimensions(costs, params.dimensions)
      .reduce((a, b) => a.add(b))
      .sum("patch");
  },
});

/** The cost of one dimension, per sample and class: how short the longest lives are, and how long the others. */
function lifetimes(likelihood: Expr, { births, deaths }: Features, count: Expr, least: number): Expr {
  const item = births.axes.find((axis) => kindOf(axis) === "item")!;
  const lifetime = likelihood.gather(births).sub(likelihood.gather(deaths));
  const counts = births.greaterEqual(0).mul(lifetime.greaterEqual(least));
  const kept = counts.mul(ranks(counts.where(lifetime, -1), item).less(count));
  const squared = lifetime.square();
  const lacking = count.sub(kept.sum("item"));
  return kept.where(from(1).sub(squared), squared).mul(counts).sum("item").add(lacking);
}
