import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { balancedCrossEntropy } from "../terms/level-set.js";
import { batch } from "../terms/parameters.js";

export const levelSetOutput = defineLoss({
  name: "level_set_output",
  group: "annotation",
  summary: "Level-set output: class-balanced cross-entropy of a level set seen through a smooth step.",
  formula: String.raw`-\frac{s}{N}\sum_i \frac{n_-}{N} g_i \log H(\phi_i) + \frac{n_+}{N} (1 - g_i) \log (1 - H(\phi_i))`,
  params: z.object({
    width: z.number().positive().default(1).describe("Width of the step H, in pixels: 1/2 − atan(φ/width)/π."),
    scale: z.number().positive().default(100).describe("Multiplies the whole; 100 in the published code."),
    batch,
  }),
  inputs: { phi: "values", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Wang, Acuna, Ling, Kar, Fidler. Object instance annotation with deep extreme level set evolution. CVPR 2019",
  advice:
    "For a network whose output is a level set, below 0 inside: the loss at the end of an evolution, or of a network that predicts the level set at once. Each class is weighted by the share of the other, so small objects count as much as the background.",
  edges:
    "The step never reaches 0 or 1, so logarithms are finite for any level set. A target that is empty or full has one class, whose weight is 0: the loss and its gradient are 0.",
  examples: ["level_set_output", "level_set_output(width=2, scale=1)"],
  body: ({ phi, g }, params, context) => balancedCrossEntropy(phi, g, params, context),
});
