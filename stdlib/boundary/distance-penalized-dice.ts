import { z } from "zod";
import { defineLoss, from } from "../../src/loss.js";
import { ratio } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { boundaryWeights } from "../terms/distances.js";
import { size } from "../terms/overlap.js";
import {
  absent,
  batch,
  classWeights,
  keepBackground,
  negative,
  smoothing,
  smoothingTerms,
  weighting,
} from "../terms/parameters.js";

export const distancePenalizedDice = defineLoss({
  name: "distance_penalized_dice",
  group: "boundary",
  summary: "Dice in which pixels count more the nearer they are to the target's boundary, up to twice.",
  formula: String.raw`1 - \frac{2\sum_i w_i p_i g_i + s}{\sum_i w_i p_i + \sum_i w_i g_i + s},\quad w_i = 1 + \frac{D - d_i}{D - 1}`,
  params: z.object({
    weighs: z
      .enum(["everything", "intersection"])
      .default("everything")
      .describe(
        "`everything`: the map multiplies all three sums. `intersection`: only the first, as SegLossOdyssey has it; then the score exceeds 1, by more the smaller the target, and the loss may be negative.",
      ),
    ...smoothing(1e-5),
    batch,
    absent,
    weights: classWeights,
    weighting,
    negative,
    background: keepBackground(false),
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "transform",
  reference:
    "Caliva, Iriondo, Martinez, Majumdar, Pedoia. Distance map loss penalty term for semantic segmentation. MIDL 2019. arXiv:1908.03679",
  advice:
    "For outlines that matter more than insides, with the stable gradient of an overlap. The paper weighs cross-entropy by the map; this is the same idea for `dice`, known from SegLossOdyssey. Pixels far from the target weigh least, so false positives there are cheapest: `hd_dt` or `boundary` are the remedy for those. The map depends on the target alone and is computed once.",
  edges:
    "d is the distance to the other side, D its largest on the pixel's side and D − 1 stands for the largest of D − d: with a `spacing` it is another number. A side that is empty, or nowhere thicker than a pixel, has the weight 1 throughout instead of 0/0. A class absent from target and prediction costs 0; from the target alone, almost 1.",
  examples: [
    "distance_penalized_dice",
    "0.5*distance_penalized_dice + 0.5*ce",
    "distance_penalized_dice(batch=true) + bce",
  ],
  body: ({ p, g }, params, context) => {
    const { above, below } = smoothingTerms(params);
    const w = boundaryWeights(g.greater(0.5), context);
    const [predicted, actual] = params.weighs === "everything" ? [w.mul(p), w.mul(g)] : [p, g];
    const shared = size(w.mul(p).mul(g), params);
    const score = ratio(shared.mul(2).add(above), size(predicted, params).add(size(actual, params)).add(below));
    const loss = params.negative ? score.neg() : from(1).sub(score);
    return averaged(loss, size(g, params).greater(0), params, context);
  },
});
