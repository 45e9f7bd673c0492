import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { contourParams, renderingParams } from "../terms/contour-parameters.js";
import { contours, sumOf } from "../terms/contours.js";
import { renderedMasks } from "../terms/rendering.js";

export const contourMask = defineLoss({
  name: "contour_mask",
  group: "contour",
  summary: "Mask of a predicted contour: the mean squared difference between the contour, drawn, and the target.",
  formula: String.raw`\frac{1}{N}\sum_i \bigl(m_i(P) - g_i\bigr)^2,\quad m_i(P) = \operatorname{sigmoid}\frac{\pm d_i(P)}{\sigma}`,
  params: z.object({ ...renderingParams, ...contourParams }),
  inputs: { P: "values", g: "foreground", start: { field: "start", form: "points" } },
  channels: "contour",
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference:
    "Gur, Shaharabany, Wolf. End to end trainable active contours via differentiable rendering. ICLR 2020. arXiv:1912.00367",
  advice:
    "For networks that predict one closed contour for each image, as vertices or as a field that moves a circle onto the object; polygons are what annotators draw, and what comes out needs no clean-up. Keep `edge_length` and `curvature` beside it, with small weights: nothing else keeps vertices apart, and the contour from crossing itself. Far from the contour the mask is flat, so start near the object (`diameter`, `centre`, `start`), with a `sigma` of a few pixels; a smaller one later makes the rim sharp. `polygon` draws the contour itself. `triangles` and `hard` draw triangles between its vertices, for comparison with what was published.",
  edges:
    "An empty target pulls at the rim of the mask alone: the contour shrinks. A contour far outside the image has a mask of 0 and a gradient of almost 0; a displacement beyond the image is 0, so what has left does not come back. Inside is by the even–odd rule and a constant: where the contour crosses itself there is a hole. Vertices in one place, and a contour that is but a line, are allowed. `hard` jumps, and its gradient never agrees with differences. Ignored and masked pixels leave the mean.",
  examples: [
    "contour_mask(sigma=2) + 0.0001*edge_length + 0.001*curvature",
    "task { labels: object heads: mask, contour } minimize dice_ce on mask + contour_mask on contour",
    "contour_mask(sigma=4) then@epoch20 contour_mask",
    'contour_mask(renderer="hard", coordinates="centred", reach=1) + 0.01*balloon(renderer="hard", coordinates="centred", reach=1)',
  ],
  body: ({ P, g, start }, params, { spacing }) =>
    sumOf(renderedMasks(contours(P, start, params), spacing, params).map((mask) => mask.sub(g).square().mean("space"))),
});
