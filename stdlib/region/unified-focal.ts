import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { batch } from "../terms/parameters.js";
import { asymmetricFocalCost, asymmetricTverskyCost, delta, symmetric } from "../terms/unified-focal.js";

export const unifiedFocal = defineLoss({
  name: "unified_focal",
  group: "region",
  summary:
    "Unified focal loss: an asymmetric focal cross-entropy and an asymmetric focal Tversky loss with the same two parameters.",
  formula: String.raw`\lambda\, L_{\mathrm{aF}}(\delta, \gamma) + (1 - \lambda)\, \tfrac12\left[(1 - \mathrm{TI}_0) + (1 - \mathrm{TI}_1)^{1 - \gamma}\right]`,
  params: z.object({
    weight: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe(
        "Weight of the cross-entropy; the Tversky loss weighs the rest. (In the paper's code it is the other way round.)",
      ),
    delta: delta(0.6),
    gamma: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe(
        "Reduces the loss of well-classified background, and keeps the gradient of foreground that nearly overlaps; 0 does neither.",
      ),
    symmetric,
    smooth: z.number().min(0).default(1e-7).describe("Added to numerator and denominator of the Tversky index."),
    batch,
  }),
  inputs: { p: "probabilities", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Yeung, Sala, Schönlieb, Rundo. Unified Focal loss: generalising Dice and cross entropy-based losses to handle class imbalanced medical image segmentation. CMIG 2022. arXiv:2102.04525",
  advice:
    "For strong imbalance, with three parameters in place of the six of its parts; its authors report it ahead of Dice, focal and Tversky losses on five medical sets, with 0.6 and little need for tuning `delta`. `dice + ce` is the simpler baseline to beat. With many foreground classes all of them are treated alike.",
  edges:
    "Of exclusive classes class 0 is background; one channel, and each independent label, has a background of its own. An absent class costs almost 1, to the power 1 − γ, for any false positive: `batch=true` softens it. Below a miss of 1e-7 the power goes on as a straight line, so that the gradient stays finite at a perfect overlap. Finite at logits of ±10000.",
  examples: ["unified_focal", "unified_focal(weight=0.3, gamma=0.2)", "unified_focal(symmetric=true)"],
  body: ({ p, logp, logq, g }, params, context) => {
    const { weight } = params;
    const entropy = weight > 0 ? asymmetricFocalCost({ logp, logq, g }, params, context).mul(weight) : undefined;
    if (weight === 1) return entropy!;
    const overlap = asymmetricTverskyCost(p, g, params, context).mul(1 - weight);
    return entropy ? overlap.add(entropy) : overlap;
  },
});
