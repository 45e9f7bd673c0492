import { z } from "zod";
import { defineLoss, distanceTransform } from "../../src/loss.js";
import { contourPixels, derivatives } from "../terms/level-set.js";
import { maskedFill } from "../terms/neighbourhoods.js";
import { angleTo, unitVector, vectorComponents } from "../terms/vectors.js";

export const levelSetMotion = defineLoss({
  name: "level_set_motion",
  group: "annotation",
  summary:
    "Level-set motion: squared angle between a predicted vector field and the direction away from the target's contour.",
  formula: String.raw`\frac{1}{N}\sum_i \arccos^2\left(0.9999\,\frac{v_i \cdot \nabla d_i}{|v_i|\,|\nabla d_i|}\right)`,
  params: z.object({
    given: z
      .boolean()
      .default(false)
      .describe("The target is the field of directions itself, a channel per axis, not a mask to make it from."),
  }),
  inputs: { v: "values", g: "labels", d: "field" },
  channels: "space",
  dimensions: [2],
  range: [0, Math.PI ** 2],
  cost: "transform",
  reference:
    "Wang, Acuna, Ling, Kar, Fidler. Object instance annotation with deep extreme level set evolution. CVPR 2019",
  advice:
    "Pre-trains the motion of a level set, beside `level_map` on another head: `level_map on phi + level_set_motion on field`. The prediction has a channel per axis of space, in array order (y, x); only its direction counts.",
  edges:
    "Where the target has no direction (on the contour's ridge, or with no contour at all) the angle is π/2 and no gradient passes. A predicted vector of length 0 has the angle π/2 and no gradient either. The cosine is scaled by 0.9999, so the gradient stays finite at angle 0.",
  examples: [
    "level_set_motion",
    "task { labels: object heads: phi, field } minimize level_map on phi + level_set_motion on field",
  ],
  body: ({ v, g, d }, { given }, context) => {
    const found = vectorComponents(v);
    const directions = vectorComponents(d);
    if (given && directions.length !== context.space.length)
      throw new RangeError(
        "with `given=true` the target must be a vector field, a channel per axis of space, and it has one number a pixel",
      );
    const inside = maskedFill(g.greater(0.5));
    const wanted = given
      ? directions
      : derivatives(distanceTransform(contourPixels(inside, context).not(), context.spacing), context);
    return angleTo(unitVector(wanted.map((x) => x.detach())), found)
      .square()
      .mean("space");
  },
});
