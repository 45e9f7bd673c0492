import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { gradientLength, potential } from "../terms/level-set-evolution.js";

export const levelSetRegularisation = defineLoss({
  name: "level_set_regularisation",
  group: "annotation",
  summary: "Level-set regularisation: keeps the gradient of a level set at length 1, or 0 far from the interface.",
  formula: String.raw`\frac{1}{N}\sum_i P(|\nabla \phi_i|),\quad P(s) = \frac{1 - \cos 2\pi s}{4\pi^2} \text{ for } s \le 1, \text{ else } \frac{(s - 1)^2}{2}`,
  params: z.object({}),
  inputs: { phi: "values" },
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Li, Xu, Gui, Fox. Distance regularized level set evolution and its application to image segmentation. TIP 2010, equation 16; Wang, Acuna, Ling, Kar, Fidler. Object instance annotation with deep extreme level set evolution. CVPR 2019",
  advice:
    "Beside `level_set_output`, which knows only where the interface is: without it the network may give a step instead of a distance, and what then moves the level set, its gradient, is gone. It is the energy whose descent stands in each step of `level_set_evolution`. It needs no target, and does not depend on the object.",
  edges:
    "Two lengths of the gradient cost nothing, 0 and 1: a flat level set is as good as a distance. Between them the cost is at most 1/(2π²), beyond 1 it grows with the square. Derivatives are central, one-sided at the border, so an oscillation from pixel to pixel is not seen.",
  examples: ["level_set_output + 0.2*level_set_regularisation", "level_map + level_set_regularisation"],
  body: ({ phi }, _, context) => potential(gradientLength(phi, context)).mean("space"),
});
