import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { power } from "../terms/arithmetic.js";
import { meanOverPixels } from "../terms/cross-entropy.js";
import { focalCost, focalParams } from "./focal.js";

/** What of `focal` goes together with a further term. */
const shared = focalParams.pick({
  gamma: true,
  alpha: true,
  positive_weight: true,
  weights: true,
  weighting: true,
  activation: true,
  background: true,
});

/** The rest of `focal`, left alone. */
const plain = { label_smoothing: 0, renormalize: false, normalized: false, reduced_threshold: undefined, smooth: 0 };

export const poly1Focal = defineLoss({
  name: "poly1_focal",
  group: "distribution",
  summary: "Poly-1 focal loss: focal loss in which the first term of its series in 1 − p has another weight.",
  formula: String.raw`\frac{1}{N}\sum_i -\alpha_{g_i} (1 - p_{i g_i})^\gamma \log p_{i g_i} + \epsilon\,(1 - p_{i g_i})^{\gamma + 1}`,
  params: z.object({
    epsilon: z
      .number()
      .min(-1)
      .default(1)
      .describe("Added to the weight 1 of the series' first term; at −1, without `alpha`, the term is gone."),
    ...shared.shape,
  }),
  inputs: { x: "logits", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Leng, Tan, Liu, Cubuk, Shi, Cheng, Anguelov. PolyLoss: a polynomial expansion perspective of classification loss functions. ICLR 2022. arXiv:2204.12511",
  advice:
    'For data where `focal` is already right. The paper lowers `epsilon` below 0 for 3-D detection; public code has 1. Exclusive classes use the softmax and a mean over pixels; public code uses a sigmoid per class (`activation="sigmoid"`) and a mean over classes too. `alpha` balances the focal part only.',
  edges:
    "As `focal`: empty and full masks need no special treatment, finite at logits of ±10000, 0 where no pixel counts. `epsilon=0` is `focal`, `gamma=0` is `poly1_ce`. With `alpha` a negative `epsilon` may make it negative.",
  examples: ["poly1_focal", "poly1_focal(epsilon=0.5, gamma=1.5)", "dice + 5*poly1_focal(alpha=0.25)"],
  body: (seen, params, context) => {
    const own = params.activation === "sigmoid" || !context.exclusive;
    const [logp, logq] =
      own && context.exclusive ? [seen.x.neg().softplus().neg(), seen.x.softplus().neg()] : [seen.logp, seen.logq];
    const rest = seen.g.not();
    const gap = own
      ? power(seen.g.mul(logq.exp()).add(rest.mul(logp.exp())), params.gamma + 1)
      : seen.g.mul(power(logq.exp(), params.gamma + 1));
    const further = meanOverPixels(gap, seen.g, params, own ? { ...context, exclusive: false } : context);
    return focalCost(seen, { ...params, ...plain }, context).add(further.mul(params.epsilon));
  },
});
