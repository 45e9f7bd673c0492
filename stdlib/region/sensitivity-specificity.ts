import { z } from "zod";
import { defineLoss, type Expr } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { size } from "../terms/overlap.js";
import { absent, batch, classWeights, keepBackground, weighting } from "../terms/parameters.js";

export const sensitivitySpecificity = defineLoss({
  name: "sensitivity_specificity",
  group: "region",
  summary: "The mean squared error over a class and that over everything else, weighed against each other.",
  formula: String.raw`r\,\frac{\sum_i (g_i - p_i)^2 g_i}{\sum_i g_i + s} + (1-r)\,\frac{\sum_i (g_i - p_i)^2 (1-g_i)}{\sum_i (1-g_i) + s}`,
  params: z.object({
    r: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe(
        "Weight of the error on the class itself (sensitivity); 1 − r is that of the error elsewhere (specificity).",
      ),
    smooth: z.number().min(0).default(1e-5).describe("Added to both denominators."),
    batch,
    absent,
    weights: classWeights,
    weighting,
    background: keepBackground(true),
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference:
    "Brosch, Yoo, Tang, Li, Traboulsee, Tam. Deep convolutional encoder networks for multiple sclerosis lesion segmentation. MICCAI 2015. doi:10.1007/978-3-319-24574-4_1",
  advice:
    "Unlike the plain squared error it does not drown a small class in background: each side has a mean of its own. Such a mean makes one missed pixel of a small class as costly as thousands of false alarms, hence the small r. Squares fade near 0 and 1, so it learns slowly from confident mistakes; add `bce`.",
  edges:
    "A side without pixels costs 0: empty and full masks need no special treatment. Saturated logits have zero gradient. SegLossOdyssey calls the two parts by each other's name; its r weighs the same part as here.",
  examples: ["sensitivity_specificity", "sensitivity_specificity(r=0.5, batch=true)", "sensitivity_specificity + bce"],
  body: ({ p, g }, params, context) => {
    const error = g.sub(p).square();
    const meanOver = (side: Expr) => quotient(size(error.mul(side), params), size(side, params).add(params.smooth));
    const loss = meanOver(g)
      .mul(params.r)
      .add(meanOver(g.not()).mul(1 - params.r));
    return averaged(loss, size(g, params).greater(0), params, context);
  },
});
