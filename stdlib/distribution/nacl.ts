import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { meanOverPixels, pixelCrossEntropy } from "../terms/cross-entropy.js";
import { gaussianKernel, meanKernel, proportions } from "../terms/neighbourhoods.js";
import { classWeights, keepBackground, weighting } from "../terms/parameters.js";

export const nacl = defineLoss({
  name: "nacl",
  group: "distribution",
  summary:
    "Neighbour-aware calibration: cross-entropy, and a penalty that pulls the logits towards the share of each class around the pixel.",
  formula: String.raw`-\frac{1}{N}\sum_i \log p_{i g_i} + \frac{\alpha}{N C}\sum_i \sum_c \left|\tau_{ic} - x_{ic}\right|,\quad \tau = k * g`,
  params: z.object({
    alpha: z.number().min(0).default(0.1).describe("Weight of the penalty."),
    norm: z
      .enum(["l1", "l2"])
      .default("l1")
      .describe("Absolute differences, or squares, which logits far away feel most."),
    kernel: z.enum(["mean", "gaussian"]).default("mean").describe("How the neighbours are weighed."),
    radius: z.int().min(1).max(16).default(1).describe("`mean`: how far the square of neighbours reaches; 1 is 3 × 3."),
    sigma: z
      .number()
      .min(0.1)
      .max(8)
      .default(1)
      .describe("`gaussian`: its standard deviation in pixels; it reaches four times as far."),
    border: z
      .enum(["inside", "zero"])
      .default("inside")
      .describe(
        "`inside`: shares among the neighbours that are there and count, so that they sum to 1 everywhere. `zero`: what lies beyond belongs to no class, as in MONAI.",
      ),
    weights: classWeights,
    weighting,
    background: keepBackground(true),
  }),
  inputs: { v: "values", x: "logits", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Murugesan, Adiga Vasudeva, Liu, Lombaert, Ben Ayed, Dolz. Trust your neighbours: penalty-based constraints for model calibration. MICCAI 2023. arXiv:2303.06268",
  advice:
    "For calibrated probabilities: near boundaries the logits are made to differ only as much as the labels in the neighbourhood do. The paper reports better calibration at equal Dice on several medical sets. It keeps logits between 0 and 1, so the network never becomes certain; where only the mask matters, `ce` is enough. Not for class imbalance.",
  edges:
    "The pull compares with what the network gives: logits, or given probabilities, which suit it better. A perfect prediction with large logits is not the least. Empty and full masks need no special treatment; linear in the logits with `l1`, so finite at ±10000. An axis of length 1 is not averaged over. `weights` are for the cross-entropy only.",
  examples: ["nacl", "nacl(alpha=0.3, radius=2)", 'nacl(kernel="gaussian", norm="l2")'],
  body: ({ v, x, logp, logq, g }, params, context) => {
    const kernel = params.kernel === "mean" ? meanKernel(params.radius) : gaussianKernel(params.sigma);
    const apart = proportions(g, kernel, params.border, context).sub(v);
    const pull = (params.norm === "l1" ? apart.abs() : apart.square()).mean("batch", "space", "class");
    return meanOverPixels(pixelCrossEntropy({ x, logp, logq }, g, context), g, params, context).add(
      pull.mul(params.alpha),
    );
  },
});
