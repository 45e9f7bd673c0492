import { z } from "zod";
import { type Context, defineLoss, type Expr, skeleton } from "../../src/loss.js";
import { ratio } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { cost, size } from "../terms/overlap.js";
import {
  absent,
  batch,
  classWeights,
  keepBackground,
  logForm,
  negative,
  smoothing,
  smoothingTerms,
  weighting,
} from "../terms/parameters.js";
import { dilateCross } from "../terms/skeleton.js";

const params = z.object({
  dilations: z
    .int()
    .min(0)
    .max(20)
    .default(2)
    .describe("How often the skeleton is widened to its neighbours, within the mask: the tube that must be covered."),
  together: z
    .boolean()
    .default(false)
    .describe(
      "Compute one skeleton of all selected classes, and then divide it among them: branches of different classes stay joined where they meet.",
    ),
  given: z
    .boolean()
    .default(false)
    .describe("The target is the tube itself, made beforehand: nothing is thinned here."),
  ...smoothing(1),
  batch,
  absent,
  weights: classWeights,
  weighting,
  log: logForm,
  negative,
  background: keepBackground(false),
});

export const skeletonRecall = defineLoss({
  name: "skeleton_recall",
  group: "topology",
  summary: "Skeleton recall: how much of a tube around the target's skeleton the prediction covers.",
  formula: String.raw`1 - \frac{\sum_i p_i\,T(g)_i + s}{\sum_i T(g)_i + s},\quad T(g) = g \cdot \mathrm{dilate}^k(\mathrm{skeleton}(g))`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "transform",
  reference:
    "Kirchhoff, Rokuss, Roy et al. Skeleton recall loss for connectivity conserving and resource efficient segmentation of thin tubular structures. ECCV 2024. arXiv:2404.03010",
  advice:
    "For thin structures whose connections matter, at the price of a region loss: the skeleton depends on the target alone and is computed once per target, where `cldice` thins the prediction in every step. The paper reports the connectivity of clDice in a fraction of its time and memory, in 3-D and with many classes. It sees no false positive, so it is never used alone: add it to `dice` and `ce`.",
  edges:
    "The skeleton is a constant; the gradient is exact and linear in the probability. A class without target pixels costs 0, whatever is predicted. A blob's skeleton is a point or a short line, so large compact structures are hardly looked at. The skeleton is Lee's, which keeps the topology in the plane and in space.",
  examples: [
    "skeleton_recall",
    "dice + ce + skeleton_recall",
    "0.5*dice + 0.5*skeleton_recall(dilations=1)",
    "dice + skeleton_recall(together=true, batch=true)",
  ],
  body: ({ p, g }, params, context) => {
    const { above, below } = smoothingTerms(params);
    const required = params.given ? g : tube(g, params, context);
    const recall = ratio(size(p.mul(required), params).add(above), size(required, params).add(below));
    return averaged(cost(recall, params), size(g, params).greater(0), params, context);
  },
});

function tube(g: Expr, { dilations, together }: z.output<typeof params>, { space }: Context): Expr {
  let lines = skeleton((together ? g.sum("class") : g).greater(0.5));
  for (let i = 0; i < dilations; i++) lines = dilateCross(lines, space);
  return lines.mul(g);
}
