import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { contourParams } from "../terms/contour-parameters.js";
import { contours, rolled, squaredLengths, sumOf } from "../terms/contours.js";

export const edgeLength = defineLoss({
  name: "edge_length",
  group: "contour",
  summary: "Edge length of a predicted contour: the sum of the squared lengths of its edges.",
  formula: String.raw`\sum_j \bigl\|P_j - P_{j-1}\bigr\|^2`,
  params: z.object(contourParams),
  inputs: { P: "values", start: { field: "start", form: "points" } },
  channels: "contour",
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Gur, Shaharabany, Wolf. End to end trainable active contours via differentiable rendering. ICLR 2020. arXiv:1912.00367",
  advice:
    'Keeps a contour short and the distances between its vertices equal, which is what squares prefer; with a small weight beside `contour_mask` (ACDRNet: 0.1, with `coordinates="centred"`). For a contour of the length L with M vertices it is about L²/M: in pixels hundreds, so weights are far below those of the mask.',
  edges:
    "It does not depend on the target. Least, 0, where all vertices coincide: alone it shrinks the contour to a point. Smooth everywhere. Lengths are in the unit of `spacing`, or of half an image where coordinates are centred.",
  examples: [
    "contour_mask + 0.0001*edge_length",
    'contour_mask(coordinates="centred", sigma=0.05) + 0.1*edge_length(coordinates="centred")',
  ],
  body: ({ P, start }, params, { spacing }) =>
    sumOf(
      contours(P, start, params).judged.map((contour) =>
        squaredLengths(contour, (x) => x.sub(rolled(x, contour, -1)), spacing, params).sum("item"),
      ),
    ),
});
