import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { meanOverPixels, pixelCrossEntropy } from "../terms/cross-entropy.js";
import { classWeights, keepBackground, weighting } from "../terms/parameters.js";

export const poly1Ce = defineLoss({
  name: "poly1_ce",
  group: "distribution",
  summary: "Poly-1 cross-entropy: cross-entropy in which the first term of its series in 1 − p has another weight.",
  formula: String.raw`\frac{1}{N}\sum_i -\log p_{i g_i} + \epsilon\,(1 - p_{i g_i})`,
  params: z.object({
    epsilon: z
      .number()
      .min(-1)
      .default(1)
      .describe("Added to the weight 1 of the series' first term: at −1 the term is gone."),
    weights: classWeights,
    weighting,
    background: keepBackground(true),
  }),
  inputs: { x: "logits", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Leng, Tan, Liu, Cubuk, Shi, Cheng, Anguelov. PolyLoss: a polynomial expansion perspective of classification loss functions. ICLR 2022. arXiv:2204.12511",
  advice:
    "A change of one number against `ce`, worth a try where that is already right: the paper finds values above 0 better for image classification, values below 0 for instance segmentation and 3-D detection. It does not help small structures: for these add `dice`.",
  edges:
    "Empty and full masks need no special treatment; linear in the logits once saturated, so finite at ±10000. `epsilon=0` is `ce`. Where no pixel counts, 0. Independent labels are each compared with the rest.",
  examples: ["poly1_ce", "poly1_ce(epsilon=2)", "dice + poly1_ce"],
  body: ({ x, logp, logq, g }, params, context) => {
    const cost = pixelCrossEntropy({ x, logp, logq }, g, context);
    const missing = g.mul(logq.exp());
    const gap = context.exclusive ? missing : missing.add(g.not().mul(logp.exp()));
    return meanOverPixels(cost.add(gap.mul(params.epsilon)), g, params, context);
  },
});
