import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { bump } from "../terms/level-set.js";
import { levelCurvature } from "../terms/level-set-evolution.js";
import { size } from "../terms/overlap.js";
import { batch } from "../terms/parameters.js";

export const levelSetCurvature = defineLoss({
  name: "level_set_curvature",
  group: "annotation",
  summary: "Level-set curvature: mean squared curvature of the level lines near the interface.",
  formula: String.raw`\frac{\sum_i \delta(\phi_i)\,\kappa_i^2}{\sum_i \delta(\phi_i)},\quad \kappa = \nabla \cdot \frac{\nabla \phi}{|\nabla \phi|}`,
  params: z.object({
    reach: z
      .number()
      .positive()
      .default(9)
      .describe("Half width of the bump δ around the interface, in the level set's values."),
    batch,
  }),
  inputs: { phi: "values" },
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Wang, Acuna, Ling, Kar, Fidler. Object instance annotation with deep extreme level set evolution. CVPR 2019 (the curvature of its motion)",
  advice:
    "A weak term beside `level_map` or `level_set_output`, against outlines that follow noise; κ is one over the radius in pixels, so a circle of ten pixels costs 0.01. It needs no target. DELSE has curvature in the motion of the level set, where a gate keeps corners sharp: that is `level_set_evolution`.",
  edges:
    "A level set without values near 0 costs 0. Where it is flat it has no direction and κ is 0; beside flat places κ jumps, which `level_set_regularisation` prevents. Derivatives are central, one-sided at the border.",
  examples: ["level_map + 0.1*level_set_curvature", "level_set_output + level_set_curvature(reach=3)"],
  body: ({ phi }, params, context) => {
    const near = bump(phi, params.reach);
    return quotient(size(levelCurvature(phi, context).square().mul(near), params), size(near, params));
  },
});
