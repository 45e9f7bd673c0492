import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { cost, generalizedParams, generalizedScore } from "../terms/overlap.js";
import { logForm, negative } from "../terms/parameters.js";

export const generalizedDice = defineLoss({
  name: "generalized_dice",
  group: "region",
  summary: "Generalised Dice: one overlap over all classes, each weighted by the inverse of its size.",
  formula: String.raw`1 - \frac{2\sum_c w_c\sum_i p_{ic} g_{ic} + s}{\sum_c w_c\sum_i (p_{ic} + g_{ic}) + s},\quad w_c = \Bigl(\sum_i g_{ic}\Bigr)^{-2}`,
  params: z.object({ ...generalizedParams, log: logForm, negative }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference: "Sudre, Li, Vercauteren, Ourselin, Cardoso. Generalised Dice overlap. DLMIA 2017. arXiv:1707.03237",
  advice:
    'For several classes of very different size. A class of a handful of pixels then dominates the loss, which makes single samples noisy: `batch=true` or `weighting="simple"` reduces the noise. Libraries that give an absent class the weight 1e20 are reproduced by `absent_weight`, but an absent class then dominates the loss.',
  edges:
    "An absent class weighs as much as the rarest one present; if all are absent the loss and its gradient are 0. In large images the weights 1/n² are tiny, so `smooth` should be too.",
  examples: ["generalized_dice", 'generalized_dice(weighting="simple")', "generalized_dice(batch=true) + ce"],
  body: ({ p, g }, params, context) => cost(generalizedScore(p, g, params, context), params),
});
