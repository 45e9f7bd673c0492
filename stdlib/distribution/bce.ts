import { z } from "zod";
import { defineLoss, type ParameterMeta } from "../../src/loss.js";
import { classFactors } from "../terms/average.js";
import { binaryCrossEntropy, perClass, smoothLabels } from "../terms/cross-entropy.js";
import { classWeights, keepBackground, labelSmoothing, weighting } from "../terms/parameters.js";

export const bce = defineLoss({
  name: "bce",
  group: "distribution",
  summary: "Binary cross-entropy: each class against the rest, averaged over pixels and classes.",
  formula: String.raw`\frac{1}{N}\sum_i \log(1 + e^{x_i}) - x_i g_i`,
  params: z.object({
    positive_weight: z
      .union([z.number().min(0), z.array(z.number().min(0)).min(1)])
      .meta({ perClass: true } satisfies ParameterMeta)
      .default(1)
      .describe("Multiplies the loss of positive pixels; one number, or one per class."),
    label_smoothing: labelSmoothing,
    weights: classWeights,
    weighting,
    background: keepBackground(true),
  }),
  inputs: { x: "logits", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference: "Good. Rational decisions. JRSS B 1952. doi:10.1111/j.2517-6161.1952.tb00104.x",
  advice:
    "The sound default for one channel or independent labels: calibrated, smooth, never stuck. With few positive pixels it learns background first; raise `positive_weight` or add `dice`. Exclusive classes are better served by `ce`.",
  edges:
    "Empty and full masks need no special treatment. Linear in the logits once saturated, so finite at ±10000. Where no pixel counts, 0. Given probabilities are kept 1e-7 away from 0 and 1.",
  examples: ["bce", "bce(positive_weight=3)", "bce(label_smoothing=0.1)", "0.5*dice + 0.5*bce"],
  body: ({ x, logp, logq, g }, params, context) => {
    const target = smoothLabels(g, params.label_smoothing, 2);
    const positive = params.positive_weight === 1 ? undefined : perClass(params.positive_weight, context);
    const cost = binaryCrossEntropy({ x, logp, logq }, target, positive, context);
    const weighted = params.weights
      ? cost.mul(classFactors(params.weights, params.weighting, context, "pixels"))
      : cost;
    return weighted.mean("batch", "space", "class");
  },
});
