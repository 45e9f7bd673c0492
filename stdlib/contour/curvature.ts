import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { contourParams } from "../terms/contour-parameters.js";
import { contours, rolled, squaredLengths, sumOf } from "../terms/contours.js";

export const curvature = defineLoss({
  name: "curvature",
  group: "contour",
  summary: "Curvature of a predicted contour: the mean length of the second differences of its vertices.",
  formula: String.raw`\frac{1}{M}\sum_j \bigl\|P_{j+1} + P_{j-1} - 2 P_j\bigr\|`,
  params: z.object(contourParams),
  inputs: { P: "values", start: { field: "start", form: "points" } },
  channels: "contour",
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Gur, Shaharabany, Wolf. End to end trainable active contours via differentiable rendering. ICLR 2020. arXiv:1912.00367",
  advice:
    'Keeps a contour smooth and its vertices evenly spaced, with a small weight beside `contour_mask` (ACDRNet: 0.001, with `coordinates="centred"`). Twice as many vertices on the same contour have a quarter of it, so a weight belongs to a number of vertices. In pixels it grows with the image; centred it does not.',
  edges:
    "It does not depend on the target. Least, 0, where all vertices coincide: alone it shrinks the contour. A vertex midway between its neighbours costs nothing, and its cost has no gradient. Lengths are in the unit of `spacing`, or of half an image where coordinates are centred.",
  examples: [
    "contour_mask + 0.001*curvature + 0.0001*edge_length",
    'contour_mask(coordinates="centred", sigma=0.05) + 0.001*curvature(coordinates="centred")',
  ],
  body: ({ P, start }, params, { spacing }) =>
    sumOf(
      contours(P, start, params).judged.map((contour) =>
        squaredLengths(
          contour,
          (x) =>
            rolled(x, contour, 1)
              .add(rolled(x, contour, -1))
              .sub(x.mul(2)),
          spacing,
          params,
        )
          .sqrt()
          .mean("item"),
      ),
    ),
});
