import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { bump, given, levelSet, limit } from "../terms/level-set.js";
import { size } from "../terms/overlap.js";
import { batch } from "../terms/parameters.js";

export const levelSetBoundary = defineLoss({
  name: "level_set_boundary",
  group: "annotation",
  summary: "Level-set boundary: squared error of a level set where it, or the target's, is near its interface.",
  formula: String.raw`\frac{\sum_i (\phi_i - d_i)^2 (\delta(d_i) + \delta(\phi_i))}{\sum_i \delta(d_i)}`,
  params: z.object({
    sigma: z.number().positive().default(0.2).describe("Half width of the bump δ, as a share of `limit`."),
    limit,
    given,
    detach: z
      .boolean()
      .default(true)
      .describe(
        "Take the bump around the predicted interface as a constant, as published; `false`: the true gradient.",
      ),
    batch,
  }),
  inputs: { phi: "values", g: "onehot", d: "field" },
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference:
    "Wang, Acuna, Ling, Kar, Fidler. Object instance annotation with deep extreme level set evolution. CVPR 2019",
  advice:
    "Beside `level_map`, to spend the error where the contour is decided. The published code of DELSE has it and leaves it out of its total: weigh it as an experiment.",
  edges:
    "The bump around the predicted interface is a constant: no gradient passes through it, as published (`detach=false` lets it pass). A target whose level set comes nowhere near 0 has no weight, and the loss is 0.",
  examples: ["level_map + 0.1*level_set_boundary", "level_set_boundary(sigma=0.3)"],
  body: ({ phi, g, d }, params, context) => {
    const wanted = params.given ? d : levelSet(g.greater(0.5), params.limit, context);
    const reach = params.sigma * params.limit;
    const near = bump(wanted, reach);
    const weight = near.add(bump(params.detach ? phi.detach() : phi, reach));
    return quotient(size(phi.sub(wanted).square().mul(weight), params), size(near, params));
  },
});
