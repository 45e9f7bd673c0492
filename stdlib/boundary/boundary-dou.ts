import { z } from "zod";
import type { Axis } from "../../src/graph/ops/axes.js";
import { type Context, defineLoss, Expr, from } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { size } from "../terms/overlap.js";
import {
  absent,
  batch,
  classWeights,
  keepBackground,
  smoothing,
  smoothingTerms,
  weighting,
} from "../terms/parameters.js";

const params = z.object({
  largest_alpha: z
    .number()
    .lt(1)
    .default(0.8)
    .describe("Bound of alpha, the share of the intersection that the union leaves out."),
  image_border: z
    .boolean()
    .default(false)
    .describe(
      "Count target pixels at the border of the image as boundary, as the authors' code does by padding with zeros.",
    ),
  ...smoothing(1e-5),
  smooth_nr: z
    .number()
    .min(0)
    .default(0)
    .describe("Added to the numerator. With 0, prediction and target that agree cost 0 whatever their size."),
  batch,
  absent,
  weights: classWeights,
  weighting,
  background: keepBackground(true),
});
type Params = z.output<typeof params>;

export const boundaryDou = defineLoss({
  name: "boundary_dou",
  group: "boundary",
  summary:
    "Difference over union: what prediction and target do not share, over a union that leaves out part of the shared inside.",
  formula: String.raw`\frac{\sum_i p_i^2 + \sum_i g_i - 2\sum_i p_i g_i + s}{\sum_i p_i^2 + \sum_i g_i - (1+\alpha)\sum_i p_i g_i + s},\quad \alpha = \min\Bigl(1 - \frac{2C}{S},\,0.8\Bigr)`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference:
    "Sun, Luo, Li. Boundary difference over union loss for medical image segmentation. MICCAI 2023. arXiv:2308.00220",
  advice:
    "A region loss that looks at the boundary without a distance map: of large objects, whose C boundary pixels are few among S, the shared inside hardly counts; small ones are compared as a whole. As cheap as `dice`; the paper trains with it alone. Unlike distance losses it does not say how far a false positive lies from the target.",
  edges:
    "A class absent from the target costs 1 for any prediction with a pixel and 0 for none (`absent` says otherwise). A full mask without `image_border` has no boundary, and alpha its bound. A boundary pixel has a neighbour along an axis outside the class; masked neighbours count as the image border does. No gradient passes through alpha.",
  examples: ["boundary_dou", "boundary_dou(batch=true, image_border=true)", "0.5*boundary_dou + 0.5*ce"],
  body: ({ p, g }, params, context) => {
    const { above, below } = smoothingTerms(params);
    const difference = size(p.sub(g).square(), params);
    const alpha = alphaOf(g.greater(0.5), params, context);
    const union = difference.add(size(p.mul(g), params).mul(alpha.not()));
    return averaged(quotient(difference.add(above), union.add(below)), size(g, params).greater(0), params, context);
  },
});

/** The thinner the target, the less of what is shared stays out of the union. */
function alphaOf(mask: Expr, params: Params, { space }: Context): Expr {
  const { below } = smoothingTerms(params);
  const edge = mask.mul(surrounded(mask, Number(!params.image_border), space).not());
  const rim = quotient(size(edge, params).add(below), size(mask, params).add(below));
  return from(1).sub(rim.mul(2)).min(params.largest_alpha);
}

/** 1 where both neighbours along every axis lie in the mask; beyond the border, and where pixels do not count, is `outside`. An axis of length 1 is none. */
function surrounded(mask: Expr, outside: number, space: readonly Axis[]): Expr {
  const { valid } = mask.scope;
  const known = valid ? new Expr(mask.scope, valid).where(mask, outside) : mask;
  return space
    .map((axis) => {
      const extended = known.make("axisSize", [], { axis }).greater(1);
      return extended.where(known.shift(axis, 1, outside).mul(known.shift(axis, -1, outside)), 1);
    })
    .reduce((a, b) => a.mul(b));
}
