import { z } from "zod";
import { kindOf } from "../../src/graph/ops/axes.js";
import { defineLoss, type Expr, type Features, from, persistence, ranks } from "../../src/loss.js";
import { filtrationInputs, homologyParams, ofDimensions } from "../terms/homology.js";
import { keepBackground } from "../terms/parameters.js";

const params = z.object({
  ...homologyParams,
  filtration: z
    .enum(["superlevel", "sublevel"])
    .default("superlevel")
    .describe("`superlevel`: features of the foreground. `sublevel`: of the background."),
  min_persistence: z.number().min(0).max(1).default(0).describe("Features with a smaller persistence are ignored."),
  unmatched: z.number().min(0).default(0.5).describe("Cost of each feature of the target that the prediction lacks."),
  empty: z
    .enum(["nothing", "component"])
    .default("nothing")
    .describe(
      "The features of a target without foreground. `nothing`: none, so every feature of the prediction is superfluous. `component`: the one component that any image has, born at 0; a feature matched to it costs b² + d².",
    ),
  background: keepBackground(false),
});
type Params = z.output<typeof params>;

export const betti = defineLoss({
  name: "betti",
  group: "topology",
  summary:
    "Betti loss: makes the prediction have as many components, loops and cavities as the target, by persistent homology.",
  formula: String.raw`\sum_{\text{matched}} (1-b)^2 + d^2 \;+\; \sum_{\text{other}} \tfrac12 (b-d)^2 \;+\; u\,(n_g - n_{\text{matched}})`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "sort",
  reference: "Hu, Li, Samaras, Chen. Topology-preserving deep image segmentation. NeurIPS 2019. arXiv:1906.05404",
  advice:
    "A late refinement, never a start: train with a region loss until the shapes are there, then add it with a small weight. It counts features and does not look where they are. All features of the target are at (1, 0). Features (b, d) of the prediction are matched to them in the order of how much each match saves, which is the optimal matching; choosing by persistence alone is not. In patches the matches stay local, at the price of loops that are cut. Sorting pixels makes it the slowest of the losses, and loops of a volume cost more still; it costs nothing at weight 0.",
  edges:
    "The gradient reaches only the pixels where features are born and die; equal values are ordered by position. The component that never dies, dies at 0. An empty target wants no feature, so it pushes the largest probability down (`empty` gives the cost of the code of Betti matching, which matches it to a component born at 0). A constant prediction has one component.",
  examples: [
    "bce then@epoch40 bce + 0.1*betti",
    "dice + 0.05*betti(dimensions=[0])",
    'dice + 0.05*betti(construction="top", min_persistence=0.03)',
    "dice + 0.02*betti(patch=64)",
  ],
  body: ({ p, g }, params) => {
    const { likelihood, truth } = filtrationInputs(p, g, params.filtration === "sublevel");
    const wanted = persistence(truth, params.construction, params);
    const found = persistence(likelihood, params.construction, params);
    const costs = found.map((features, d) =>
      mismatch(likelihood, features, targets(truth, wanted[d]!, params), params),
    );
    return ofDimensions(costs, params.dimensions)
      .reduce((a, b) => a.add(b))
      .sum("patch");
  },
});

/** The features of a mask of 0 and 1 that are to be matched: how many, and where all of them are born. They die at 0. */
interface Targets {
  readonly count: Expr;
  readonly birth: Expr;
}

/** Those born at 1, whose number is the Betti number; where there is none, on request the component born at 0. */
function targets(mask: Expr, { births }: Features, { empty }: Params): Targets {
  const born = mask.gather(births);
  if (empty === "nothing") return { count: born.greater(0.5).sum("item"), birth: from(1) };
  return { count: births.greaterEqual(0).sum("item"), birth: born.largest("item") };
}

/** The cost of one dimension, per sample and class. */
function mismatch(likelihood: Expr, { births, deaths }: Features, { count, birth }: Targets, params: Params): Expr {
  const item = births.axes.find((axis) => kindOf(axis) === "item")!;
  const b = likelihood.gather(births);
  const d = likelihood.gather(deaths);
  const lifetime = b.sub(d);
  const counts = births.greaterEqual(0).mul(lifetime.greaterEqual(params.min_persistence));
  const saving = lifetime.sub(b.add(d).sub(1).square().mul(0.5));
  const worthwhile = counts.mul(saving.greaterEqual(0));
  const rank = ranks(worthwhile.where(saving, -1), item);
  const matched = worthwhile.mul(rank.less(count));
  const restored = birth.sub(b).square().add(d.square());
  const removed = lifetime.square().mul(0.5);
  const lacking = count.sub(matched.sum("item")).mul(birth).mul(params.unmatched);
  return matched.where(restored, removed).mul(counts).sum("item").add(lacking);
}
