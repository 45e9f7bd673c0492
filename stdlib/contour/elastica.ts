import { z } from "zod";
import { type Context, defineLoss, type Expr } from "../../src/loss.js";
import { regionParams, regionTerm } from "../terms/chan-vese.js";
import { neighbour } from "../terms/neighbourhoods.js";
import { keepBackground } from "../terms/parameters.js";

const params = z.object({
  alpha: z.number().min(0).default(1).describe("Weight of the contour's length."),
  beta: z.number().min(0).default(1).describe("Weight of the squared curvature, integrated along the contour."),
  ...regionParams,
  epsilon: z
    .number()
    .positive()
    .default(1e-8)
    .describe("Added under the root of the length, and to the numerator and denominator of the curvature."),
  stencil: z
    .enum(["central", "chen2020"])
    .default("central")
    .describe(
      "`central`: central differences. `chen2020`: as the authors' code, whose mixed second differences are twice as large.",
    ),
  background: keepBackground(false),
});
type Params = z.output<typeof params>;

export const elastica = defineLoss({
  name: "elastica",
  group: "contour",
  summary: "Euler's elastica: length and squared curvature of the predicted contour, and a region term.",
  formula: String.raw`\frac{1}{N}\sum_i (\alpha + \beta\,\kappa_i^2)\,|\nabla p_i| + \lambda\Bigl(\frac{\mu}{N}\sum_i p_i (1 - g_i)^2 + \frac{1}{N}\sum_i (1 - p_i)\, g_i^2\Bigr),\quad \kappa = \operatorname{div}\frac{\nabla p}{|\nabla p|}`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Chen, Luo, Zhao, Zhang, Wang, Zheng. Learning Euler's elastica model for medical image segmentation. arXiv:2011.00526",
  advice:
    "For outlines that must be smooth and stay closed across gaps, which length alone would cut off. Start with a small `beta`: curvature divides second differences by the cubed length of the prediction's gradient, so it and its own gradient are large wherever the prediction is nearly flat. Keep it beside `dice` or `ce`, with a small weight.",
  edges:
    "Where the prediction is constant the curvature is 0, and the length √ε. The perfect prediction costs its own contour. Beyond the border, and towards pixels that do not count, nothing changes. In volumes κ is the sum of the two principal curvatures. Differences are per unit of `spacing`.",
  examples: ["dice + 0.1*elastica(lambda=0, beta=0.1)", "elastica(alpha=0.001, beta=2)", "ce + 0.01*elastica"],
  body: ({ p, g }, params, context) =>
    bending(p, params, context)
      .mean("space")
      .add(regionTerm(p, g, params)),
});

/** Length of contour in a pixel, by what its curvature makes it cost. */
function bending(p: Expr, { alpha, beta, epsilon, stencil }: Params, context: Context): Expr {
  const first = context.space.map((_, i) => central(p, i, context));
  const squares = first.map((step) => step.square());
  const steepness = squares.reduce((a, b) => a.add(b));
  const length = steepness.add(epsilon).sqrt();
  if (beta === 0) return length.mul(alpha);
  const mixed = stencil === "central" ? 1 : 2;
  const along = first.map((_, i) => {
    const others = squares.filter((_, j) => j !== i).reduce((a, b) => a.add(b));
    return second(p, i, context).mul(others.add(epsilon));
  });
  const across = first.flatMap((step, i) =>
    first.slice(i + 1).map((other, k) => step.mul(other).mul(central(step, i + 1 + k, context).mul(-2 * mixed))),
  );
  const turning = [...along, ...across].reduce((a, b) => a.add(b));
  const curvature = turning.div(steepness.mul(steepness.sqrt()).add(epsilon));
  return curvature.square().mul(beta).add(alpha).mul(length);
}

/** Half the difference of the pixels before and after, along one of the spatial axes. */
const central = (x: Expr, i: number, { space, spacing }: Context): Expr =>
  neighbour(x, space[i]!, 1)
    .sub(neighbour(x, space[i]!, -1))
    .div(spacing[i]!.mul(2));

/** How the difference changes from one pixel to the next. */
const second = (x: Expr, i: number, { space, spacing }: Context): Expr =>
  neighbour(x, space[i]!, 1)
    .add(neighbour(x, space[i]!, -1))
    .sub(x.mul(2))
    .div(spacing[i]!.square());
