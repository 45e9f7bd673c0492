import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { meanOverPixels, pixelCrossEntropy } from "../terms/cross-entropy.js";
import { boundaryWeights } from "../terms/distances.js";
import { classWeights, keepBackground, weighting } from "../terms/parameters.js";

export const distancePenalizedCe = defineLoss({
  name: "distance_penalized_ce",
  group: "distribution",
  summary: "Cross-entropy in which pixels count more the nearer they are to the target's boundary, up to twice.",
  formula: String.raw`-\frac{1}{N}\sum_i w_i \log p_{i g_i},\quad w_i = 1 + \frac{D - d_i}{D - 1}`,
  params: z.object({ weights: classWeights, weighting, background: keepBackground(true) }),
  inputs: { x: "logits", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference:
    "Caliva, Iriondo, Martinez, Majumdar, Pedoia. Distance map loss penalty term for semantic segmentation. MIDL 2019. arXiv:1908.03679",
  advice:
    "For outlines that matter more than insides: the paper reports better bone surfaces in knee MRI than with plain cross-entropy. The weights are within a factor of 2, so it behaves like `ce` and costs one distance map per target, computed once; add `dice` for small structures. SegLossOdyssey computes the map and then returns the mean without it: its figures are those of `ce`.",
  edges:
    "d is the distance of a pixel to the nearest one of another class, D its largest in the pixel's class, and D − 1 stands for the largest of D − d: with a `spacing` it is another number. A class without boundary, or nowhere thicker than a pixel, has the weight 1 throughout instead of 0/0: there it is `ce`. Linear in the logits once saturated, so finite at ±10000; where no pixel counts, 0.",
  examples: ["distance_penalized_ce", "dice + distance_penalized_ce"],
  body: ({ x, logp, logq, g }, params, context) => {
    const near = boundaryWeights(g.greater(0.5), context);
    return meanOverPixels(pixelCrossEntropy({ x, logp, logq }, g, context).mul(near), g, params, context);
  },
});
