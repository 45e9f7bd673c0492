import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { ratio } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { cost, overlap } from "../terms/overlap.js";
import { overlapParams, smoothingTerms } from "../terms/parameters.js";

export const dice = defineLoss({
  name: "dice",
  group: "region",
  summary: "Soft Dice: one minus the overlap of prediction and target, class by class.",
  formula: String.raw`1 - \frac{2\sum_i p_i g_i + s}{\sum_i p_i + \sum_i g_i + s}`,
  params: z.object(overlapParams),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference: "Milletari, Navab, Ahmadi. V-Net. 3DV 2016. arXiv:1606.04797",
  advice:
    "The standard remedy for small structures, since background does not count. Its gradient scales with one over the size of the class, so rare or empty classes make it noisy: pair it with `ce` or `bce`, or take `batch=true`. Labels between 0 and 1 need `soft_labels=true`.",
  edges:
    "A class absent from target and prediction costs 0; absent from the target alone, almost 1 whatever the size of the false positive (`absent` says otherwise; a larger `smooth` softens it). Full masks need no special treatment. Saturated logits have zero gradient.",
  examples: ["dice", "dice(smooth=0.01)", 'dice(batch=true, absent="skip")', "0.5*dice + 0.5*bce"],
  body: ({ p, g }, params, context) => {
    const { above, below } = smoothingTerms(params);
    const { tp, denominator, present } = overlap(p, g, params, context);
    const score = ratio(tp.mul(2).add(above), denominator.add(below));
    return averaged(cost(score, params), present, params, context);
  },
});
