import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { ratio } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { cost, overlap } from "../terms/overlap.js";
import { overlapParams, smoothingTerms } from "../terms/parameters.js";

export const tversky = defineLoss({
  name: "tversky",
  group: "region",
  summary: "Tversky: an overlap in which false positives and false negatives have weights of their own.",
  formula: String.raw`1 - \frac{\sum_i p_i g_i + s}{\sum_i p_i g_i + \alpha\sum_i p_i (1-g_i) + \beta\sum_i (1-p_i) g_i + s}`,
  params: z.object({
    alpha: z.number().min(0).default(0.5).describe("Weight of false positives."),
    beta: z.number().min(0).default(0.5).describe("Weight of false negatives; above alpha it favours recall."),
    ...overlapParams,
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference: "Salehi, Erdogmus, Gholipour. Tversky loss function for image segmentation. MLMI 2017. arXiv:1706.05721",
  advice:
    "When missing a structure is worse than exaggerating it: alpha=0.3, beta=0.7 is the usual choice. With both 0.5 it is `dice`. Papers and libraries disagree on which of the two letters is which; here alpha belongs to false positives.",
  edges:
    "As `dice`: absent from target and prediction 0, absent from the target alone almost 1. With alpha=0 false positives are free; with both 0 every overlap is perfect.",
  examples: ["tversky", "tversky(alpha=0.3, beta=0.7)", "tversky(beta=0.9, alpha=0.1) + ce"],
  body: ({ p, g }, params, context) => {
    const { above, below } = smoothingTerms(params);
    const { tp, fp, fn, present } = overlap(p, g, params, context);
    const missed = fp.mul(params.alpha).add(fn.mul(params.beta));
    const score = ratio(tp.add(above), tp.add(missed).add(below));
    return averaged(cost(score, params), present, params, context);
  },
});
