import { z } from "zod";
import { defineLoss, headName } from "../../src/loss.js";
import { balancedCrossEntropy } from "../terms/level-set.js";
import { evolved } from "../terms/level-set-evolution.js";
import { batch } from "../terms/parameters.js";
import { vectorComponents } from "../terms/vectors.js";

export const levelSetEvolution = defineLoss({
  name: "level_set_evolution",
  group: "annotation",
  summary:
    "Level-set evolution: moves a predicted level set along a predicted vector field, smooths it where a predicted gate is open, and judges where it ends.",
  formula: String.raw`-\frac{s}{N}\sum_i \frac{n_-}{N} g_i \log H(\phi^T_i) + \frac{n_+}{N} (1 - g_i) \log (1 - H(\phi^T_i)),\quad \phi^{t+1} = \phi^t + \Delta\,\delta(\phi^t)\left(v \cdot \nabla \phi^t + m\,\kappa(\phi^t)\right) + \mu R(\phi^t)`,
  params: z.object({
    motion: headName().describe(
      "The head with the vector field v: a channel per axis of space, in array order (y, x).",
    ),
    gate: headName()
      .optional()
      .describe(
        "The head with the gate m of the curvature, from 0 to 1 as the network gives it. Absent: 1 everywhere.",
      ),
    steps: z
      .int()
      .min(1)
      .max(50)
      .default(5)
      .describe("Steps of the evolution, all of which are differentiated through."),
    timestep: z.number().positive().default(5).describe("Length of a step, Δ."),
    reach: z
      .number()
      .positive()
      .default(9)
      .describe("Half width of δ: a level set moves where it is nearer to 0. Published: 0.3 of a limit of 30 pixels."),
    regularisation: z
      .number()
      .min(0)
      .max(0.25)
      .default(0.2)
      .describe("Weight μ of the distance regularisation R in each step; larger ones are not stable."),
    shift: z
      .number()
      .default(0)
      .describe("Added to the level set before it moves; the published training draws it from −5 to 5."),
    corners: z
      .enum(["two", "all"])
      .default("all")
      .describe(
        "Corners of the image at which the border condition holds: `two`, the first and the last, is what the published code does.",
      ),
    detach: z
      .boolean()
      .default(true)
      .describe("Take curvature and regularisation as constants, as published; `false`: the true gradient."),
    width: z.number().positive().default(1).describe("Width of the step H, in pixels: 1/2 − atan(φ/width)/π."),
    scale: z.number().positive().default(100).describe("Multiplies the whole; 100 in the published code."),
    batch,
  }),
  inputs: {
    phi: "values",
    g: "onehot",
    v: { view: "values", head: "motion", channels: "space" },
    m: { view: "values", head: "gate", channels: "one" },
  },
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Wang, Acuna, Ling, Kar, Fidler. Object instance annotation with deep extreme level set evolution. CVPR 2019; Li, Xu, Gui, Fox. Distance regularized level set evolution and its application to image segmentation. TIP 2010",
  advice:
    "Joint training of DELSE: one head gives a level set, below 0 inside, another its motion, a third the gate. Train level set and motion first, by `level_map` and `level_set_motion`; from a start far from the contour nothing moves, since δ is 0 there. Vary the start, so that the motion learns to correct it: give the network four extreme points with some noise (`extremePoints`, `extremeHeatmap` of `losslang/train`) or another `shift`. At use, run as many steps and take as the object what ends below 0.",
  edges:
    "A target that is empty or full costs 0 and has no gradient. With `detach`, as published, gradients are not those of the value: curvature and regularisation are constants of each step; the true gradient of the curvature loses digits in single precision where the border condition has made a corner flat. The regularisation of 0.2 is near the limit of stability, 0.25. Gradients pass to all three heads; a start that is nowhere within `reach` of 0 has none along the motion. What a mask hides lies beyond the border.",
  examples: [
    "task { labels: object heads: phi, field, gate } minimize level_set_evolution(motion=field, gate=gate) on phi",
    "task { labels: object heads: phi, field } minimize level_map on phi + level_set_motion on field then@epoch20 level_set_evolution(motion=field) on phi",
  ],
  body: ({ phi, g, v, m }, params, context) =>
    balancedCrossEntropy(evolved(phi.add(params.shift), vectorComponents(v), m, params, context), g, params, context),
});
