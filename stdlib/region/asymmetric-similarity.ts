import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { ratio } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { cost, overlap } from "../terms/overlap.js";
import { overlapParams, smoothingTerms } from "../terms/parameters.js";

export const asymmetricSimilarity = defineLoss({
  name: "asymmetric_similarity",
  group: "region",
  summary: "One minus the F-score of prediction and target, in which recall counts beta times as much as precision.",
  formula: String.raw`1 - \frac{TP + s}{TP + w\,FN + (1-w)\,FP + s},\quad w = \frac{\beta^2}{1+\beta^2}`,
  params: z.object({
    beta: z
      .number()
      .min(0)
      .default(1.5)
      .describe("How many times recall is as important as precision; 1 is `dice`, 0 looks at precision alone."),
    ...overlapParams,
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference:
    "Hashemi, Salehi, Erdogmus, Prabhu, Warfield, Gholipour. Asymmetric loss functions and deep densely-connected networks for highly-imbalanced medical image segmentation. IEEE Access 2019. arXiv:1803.11078",
  advice:
    "For lesions of a few pixels, where a miss is worse than a false alarm: a `tversky` with one parameter, whose two weights sum to 1. With the default false negatives weigh 0.69. Far above 2 false positives hardly count, and masks swell.",
  edges:
    "As `tversky`: absent from target and prediction 0, absent from the target alone almost 1 (`absent` says otherwise). With beta=0 false negatives are free, and an empty prediction costs 0.",
  examples: ["asymmetric_similarity", "asymmetric_similarity(beta=2)", "asymmetric_similarity + bce"],
  body: ({ p, g }, params, context) => {
    const { above, below } = smoothingTerms(params);
    const { tp, fp, fn, present } = overlap(p, g, params, context);
    const recall = params.beta ** 2 / (1 + params.beta ** 2);
    const missed = fn.mul(recall).add(fp.mul(1 - recall));
    return averaged(cost(ratio(tp.add(above), tp.add(missed).add(below)), params), present, params, context);
  },
});
