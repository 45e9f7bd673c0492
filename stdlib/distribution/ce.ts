import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { classFactors } from "../terms/average.js";
import { binaryCrossEntropy, renormalised, smoothLabels } from "../terms/cross-entropy.js";
import { classWeights, keepBackground, labelSmoothing, renormalize, weighting } from "../terms/parameters.js";

export const ce = defineLoss({
  name: "ce",
  group: "distribution",
  summary: "Cross-entropy: minus the logarithm of the probability given to the true class, averaged over pixels.",
  formula: String.raw`-\frac{\sum_i \sum_c w_c\, g_{ic} \log p_{ic}}{\sum_i \sum_c w_c\, g_{ic}}`,
  params: z.object({
    weights: classWeights,
    weighting,
    label_smoothing: labelSmoothing,
    renormalize,
    background: keepBackground(true),
  }),
  inputs: { x: "logits", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference: "Bishop. Pattern Recognition and Machine Learning, 4.3.4. Springer 2006. ISBN 978-0-387-31073-2",
  advice:
    "The sound default for exclusive classes: calibrated, convex in the logits, never stuck. Rare classes are learnt late: add `dice`, or `weights` (a weighted mean, so their scale does not matter). Independent labels are each compared with the rest, as in `bce`.",
  edges:
    'Empty and full masks need no special treatment. Linear in the logits once saturated, so finite at ±10000. Ignored pixels leave the sum and the mean; where none is left, or all have weight 0, the loss is 0. `weighting="multiply"` divides by the number of pixels instead of their weights.',
  examples: ["ce", "ce(label_smoothing=0.1)", "dice + ce"],
  body: ({ x, logp, logq, g }, params, context) => {
    const { weights, weighting } = params;
    if (!context.exclusive) {
      const cost = binaryCrossEntropy(
        { x, logp, logq },
        smoothLabels(g, params.label_smoothing, 2),
        undefined,
        context,
      );
      const weighted = weights ? cost.mul(classFactors(weights, weighting, context, "pixels")) : cost;
      return weighted.mean("batch", "space", "class");
    }
    const target = smoothLabels(g, params.label_smoothing, context.classes);
    const w = weights && context.perClass(weights);
    const found = target.mul(params.renormalize ? renormalised(logp) : logp);
    const total = (w ? found.mul(w) : found).sum("batch", "space", "class").neg();
    if (weighting === "multiply") return quotient(total, context.count("batch", "space"));
    return quotient(total, (w ? g.mul(w) : g).sum("batch", "space", "class"));
  },
});
