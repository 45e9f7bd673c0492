import { z } from "zod";
import { defineLoss, from } from "../../src/loss.js";
import { contourParams, renderingParams } from "../terms/contour-parameters.js";
import { contours, sumOf } from "../terms/contours.js";
import { renderedMasks } from "../terms/rendering.js";

export const balloon = defineLoss({
  name: "balloon",
  group: "contour",
  summary: "Balloon force on a predicted contour: the share of the image that it does not enclose.",
  formula: String.raw`\frac{1}{N}\sum_i 1 - m_i(P)`,
  params: z.object({ ...renderingParams, ...contourParams }),
  inputs: { P: "values", start: { field: "start", form: "points" } },
  channels: "contour",
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference:
    "Gur, Shaharabany, Wolf. End to end trainable active contours via differentiable rendering. ICLR 2020. arXiv:1912.00367; after Cohen. On active contour models and balloons. CVGIP 1991",
  advice:
    "Expands the contour, against `curvature` and `edge_length`, which shrink it; with a small weight beside `contour_mask` (ACDRNet: 0.01). Give it the arguments of `contour_mask`, so that both look at one mask, drawn once. With a negative weight it shrinks the contour.",
  edges:
    "It does not depend on the target. A contour that encloses the image from afar costs nothing and has no gradient, one far outside it costs 1 and has almost none. With several displacements the costs of all of them are added, unless `supervise` says otherwise. With `hard` the gradient is a surrogate, no derivative, and not the sum of the gradients of its terms: what `contour_mask` and `balloon` ask of a pixel is added before it is passed on.",
  examples: [
    "contour_mask(sigma=2) + 0.01*balloon(sigma=2) + 0.0001*edge_length",
    "contour_mask + ramp(0.1, 0, over=epoch0..20)*balloon",
  ],
  body: ({ P, start }, params, { spacing }) =>
    sumOf(renderedMasks(contours(P, start, params), spacing, params).map((mask) => from(1).sub(mask).mean("space"))),
});
