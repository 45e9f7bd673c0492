import { z } from "zod";
import { defineLoss, from } from "../../src/loss.js";
import { generalizedParams, generalizedScore } from "../terms/overlap.js";

export const penaltyDice = defineLoss({
  name: "penalty_dice",
  group: "region",
  summary: "Generalised Dice with a penalty, whose gradient is small at a poor overlap and largest near a perfect one.",
  formula: String.raw`\frac{1 - G}{1 + k(1 - G)},\quad G = \frac{2\sum_c w_c\sum_i p_{ic} g_{ic} + s}{\sum_c w_c\sum_i (p_{ic} + g_{ic}) + s},\quad w_c = \Bigl(\sum_i g_{ic}\Bigr)^{-2}`,
  params: z.object({
    k: z.number().min(0).default(2.5).describe("Strength of the penalty; 0 is `generalized_dice`."),
    penalty_of: z
      .enum(["sample", "mean"])
      .default("sample")
      .describe(
        "`sample`: each sample is penalised and then the mean taken. `mean`: the mean over samples is penalised.",
      ),
    ...generalizedParams,
    negative: z
      .boolean()
      .default(false)
      .describe(
        "−G / (1 + k(1 + G)), as SegLossOdyssey computes it: between −1/(1 + 2k) and 0, and steepest where the overlap is poor.",
      ),
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference:
    "Su, Ding, Su, Sun, Wu, Chung. Major vessel segmentation on X-ray coronary angiography using deep networks with a novel penalty loss function. MIDL 2019. openreview.net/forum?id=H1lTh8unKN",
  advice:
    "To finish what `generalized_dice` has begun: at the defaults the gradient at a perfect overlap is 12 times that at none. Early in training it is therefore slow and needs another loss beside it, such as `ce`. Its largest value is 1/(1 + k) and not 1: consider that when choosing its weight.",
  edges:
    "As `generalized_dice`: an absent class weighs as much as the rarest one present; if all are absent the loss and its gradient are 0. In large images the weights 1/n² are tiny, so `smooth` should be too.",
  examples: ["penalty_dice", 'penalty_dice(k=1, weighting="simple")', "penalty_dice + ce"],
  body: ({ p, g }, params, context) => {
    const each = generalizedScore(p, g, params, context);
    const score = params.penalty_of === "mean" ? each.mean("batch") : each;
    const [loss, penalised] = params.negative ? [score.neg(), score.add(1)] : [from(1).sub(score), from(1).sub(score)];
    return loss.div(penalised.mul(params.k).add(1));
  },
});
