import { z } from "zod";
import { type Context, defineLoss, type Expr } from "../../src/loss.js";
import { distances, scaledDistance } from "../terms/distances.js";
import { keepBackground, normalize } from "../terms/parameters.js";

const params = z.object({
  alpha: z
    .number()
    .positive()
    .default(2)
    .describe("Exponent of the distance: how much more far errors cost than near ones."),
  sides: z
    .enum(["both", "target"])
    .default("both")
    .describe(
      "Distances to the boundaries of prediction and target, or of the target alone: another loss, computed once per target.",
    ),
  inside: z
    .boolean()
    .default(false)
    .describe(
      "Only distances within the masks, as the code of the boundary loss has them: another loss, in which a pixel outside both masks costs nothing.",
    ),
  threshold: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe("Above it a pixel belongs to the mask whose boundary is measured."),
  normalize,
  log: z.boolean().default(false).describe("log(1 + scale · loss), of the mean over samples and classes."),
  scale: z.number().positive().default(1).describe("Multiplies the loss, before `log` if that is asked for."),
  background: keepBackground(false),
});

type Params = z.output<typeof params>;

export const hdDt = defineLoss({
  name: "hd_dt",
  group: "boundary",
  summary: "Hausdorff loss by distance transforms: squared errors weighted by their distance to the boundaries.",
  formula: String.raw`\frac{1}{N}\sum_i (p_i - g_i)^2 \bigl(d_p(i)^\alpha + d_g(i)^\alpha\bigr)`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference:
    "Karimi, Salcudean. Reducing the Hausdorff distance in medical image segmentation. TMI 2020. arXiv:1904.10030",
  advice:
    'Where the worst outlier matters. The paper reports Hausdorff distances 18–45 % lower. Its scale grows with the square of the image, so balance it against `dice` (`normalize="diagonal"` or a small weight) and let the region loss lead at first. `sides="target"` leaves the distance transform out of each step.',
  edges:
    "Distances are constants: the gradient is exact as long as no probability crosses the threshold. A mask that is empty or full has no boundary and a distance of 0 everywhere, so an empty target with a prediction below the threshold costs nothing and has no gradient. With `inside` a pixel outside both masks costs nothing, and a missing pixel the more the deeper it lies in the target.",
  examples: ["hd_dt", 'hd_dt(alpha=1, sides="target")', "0.5*dice + hd_dt(log=true)"],
  body: ({ p, g }, params, context) => {
    const target = field(g, params, context);
    const weight = params.sides === "both" ? field(p, params, context).add(target) : target;
    const loss = p.sub(g).square().mul(weight).mean("space");
    const sized = params.scale === 1 ? loss : loss.mul(params.scale);
    return params.log ? sized.mean("batch", "class").log1p() : sized;
  },
});

/** Distance to the boundary, from both of its sides or from within, to the power of alpha. */
function field(x: Expr, params: Params, context: Context): Expr {
  const { threshold, normalize, alpha } = params;
  const { inside, outside } = distances(x.greater(threshold), context);
  const map = scaledDistance(params.inside ? inside : inside.add(outside), normalize, context);
  return alpha === 1 ? map : alpha === 2 ? map.square() : map.pow(alpha);
}
