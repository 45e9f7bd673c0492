import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { given, levelSet, limit } from "../terms/level-set.js";

export const levelMap = defineLoss({
  name: "level_map",
  group: "annotation",
  summary: "Level map: squared difference of a predicted level set and the signed distance to the target's contour.",
  formula: String.raw`\frac{1}{N}\sum_i (\phi_i - d_i)^2`,
  params: z.object({ limit, given }),
  inputs: { phi: "values", g: "onehot", d: "field" },
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference:
    "Wang, Acuna, Ling, Kar, Fidler. Object instance annotation with deep extreme level set evolution. CVPR 2019",
  advice:
    "Pre-trains a network that starts level-set evolution: it learns a level set near the object before the evolution is differentiated through. The prediction is the level set itself, below 0 inside; no activation is applied. Joint training continues with `level_set_output`.",
  edges:
    "A target without pixels has the distance `limit` everywhere. Pixels of the contour have 0. Distances are in the unit of `spacing`; the gradient is linear in the error, so an error at the limit can dominate: normalise or clip the prediction to it.",
  examples: ["level_map", "level_map(limit=20)", "level_map then@epoch10 level_set_output"],
  body: ({ phi, g, d }, params, context) => {
    const wanted = params.given ? d : levelSet(g.greater(0.5), params.limit, context);
    return phi.sub(wanted).square().mean("space");
  },
});
