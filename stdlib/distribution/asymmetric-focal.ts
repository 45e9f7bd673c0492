import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { asymmetricFocalCost, delta, symmetric } from "../terms/unified-focal.js";

export const asymmetricFocal = defineLoss({
  name: "asymmetric_focal",
  group: "distribution",
  summary:
    "Asymmetric focal loss: background pixels count less the better they are classified, foreground always counts.",
  formula: String.raw`\frac{1}{N}\sum_i -\delta\, g_i \log p_i - (1 - \delta)(1 - g_i)\, p_i^\gamma \log(1 - p_i)`,
  params: z.object({
    delta: delta(0.7),
    gamma: z
      .number()
      .min(0)
      .default(2)
      .describe("Focusing exponent: the larger, the less well-classified background counts; 0 is a weighted `ce`."),
    symmetric,
  }),
  inputs: { logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Yeung, Sala, Schönlieb, Rundo. Unified Focal loss: generalising Dice and cross entropy-based losses to handle class imbalanced medical image segmentation. CMIG 2022. arXiv:2102.04525",
  advice:
    "The distribution half of `unified_focal`. `focal` also reduces the loss of rare foreground once it is half right; this loss does not, so it suits images that are mostly background. Less calibrated than `ce`, towards foreground for `delta` above one half.",
  edges:
    "Of exclusive classes class 0 is background and the others share `delta`; one channel, and each independent label, is foreground against its own background. Empty and full masks need no special treatment, finite at logits of ±10000; where no pixel counts, 0. Given probabilities are kept 1e-7 away from 0 and 1.",
  examples: ["asymmetric_focal", "asymmetric_focal(delta=0.6, gamma=1)", "dice + asymmetric_focal"],
  body: (seen, params, context) => asymmetricFocalCost(seen, params, context),
});
