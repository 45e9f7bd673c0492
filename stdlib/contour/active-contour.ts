import { z } from "zod";
import type { Axis } from "../../src/graph/ops/axes.js";
import { type Context, defineLoss, type Expr } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { regionParams, regionTerm } from "../terms/chan-vese.js";
import { maskedFill, neighbour } from "../terms/neighbourhoods.js";
import { keepBackground } from "../terms/parameters.js";

const params = z.object({
  ...regionParams,
  epsilon: z
    .number()
    .min(0)
    .default(1e-8)
    .describe(
      "Added under the root of the length. A larger one makes the gradient turn gently where the prediction is flat.",
    ),
  stencil: z
    .enum(["aligned", "chen2019", "pool"])
    .default("aligned")
    .describe(
      "How the length is measured. `aligned`: by the differences to the next pixel along each axis. `chen2019`: as the authors' code, which takes them one pixel apart and leaves out the border. `pool`: by what dilating the eroded mask adds to it, without `epsilon`.",
    ),
  background: keepBackground(false),
});
type Params = z.output<typeof params>;

export const activeContour = defineLoss({
  name: "active_contour",
  group: "contour",
  summary: "Active contour without edges: the length of the predicted contour, and the areas on its wrong side.",
  formula: String.raw`\frac{1}{N}\sum_i \sqrt{|\nabla p_i|^2 + \varepsilon} + \lambda\Bigl(\frac{\mu}{N}\sum_i p_i (1 - g_i)^2 + \frac{1}{N}\sum_i (1 - p_i)\, g_i^2\Bigr)`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Chen, Williams, Vallabhaneni, Czanner, Williams, Zheng. Learning active contour models for medical image segmentation. CVPR 2019. doi:10.1109/CVPR.2019.01190",
  advice:
    "For smooth outlines where masks come out ragged. The length rewards short contours whatever the target's, so thin and intricate structures shrink: raise `lambda`, or add a small share of it to `dice` or `ce`. Alone it needs a learning rate far below the usual.",
  edges:
    "Empty target: the length and the false positives. A constant prediction still has the length √ε. The perfect prediction costs its own length. Where the prediction is flat the gradient of the length turns sharply; `epsilon` softens it. Beyond the border, and towards pixels that do not count, nothing changes. Differences are per unit of `spacing`, except with `pool`.",
  examples: ["active_contour", "dice + 0.1*active_contour(lambda=0)", 'active_contour(lambda=5, stencil="pool")'],
  body: ({ p, g }, params, context) => length(p, params, context).add(regionTerm(p, g, params)),
});

/** The mean length of contour in a pixel. */
function length(p: Expr, { stencil, epsilon }: Params, context: Context): Expr {
  const { space, spacing } = context;
  const next = space.map((axis, i) => neighbour(p, axis, 1).sub(p).div(spacing[i]!));
  switch (stencil) {
    case "aligned":
      return steepness(next, epsilon).mean("space");
    case "chen2019": {
      const later = next.map((step, i) => maskedFill(step).shift(space[i]!, 1, "edge"));
      const within = interior(p, space);
      return quotient(steepness(later, epsilon).mul(within).sum("space"), within.sum("space"));
    }
    case "pool":
      return rim(p, space).mean("space");
  }
}

const steepness = (steps: readonly Expr[], epsilon: number): Expr =>
  steps
    .map((step) => step.square())
    .reduce((a, b) => a.add(b))
    .add(epsilon)
    .sqrt();

/** 1 where two more pixels follow along each axis long enough to have three. */
const interior = (near: Expr, space: readonly Axis[]): Expr =>
  space
    .map((axis) => {
      const followed = near.make("constant", [], { value: 1 }).broadcast([axis]).shift(axis, 2, 0);
      return followed.max(near.make("axisSize", [], { axis }).less(3));
    })
    .reduce((a, b) => a.mul(b));

/** What a mask gains by dilation after erosion, both by the full neighbourhood. */
function rim(p: Expr, space: readonly Axis[]): Expr {
  const eroded = space.reduce((x, axis) => x.reduceWindow(axis, "min"), maskedFill(p, 1));
  const opened = space.reduce((x, axis) => x.reduceWindow(axis, "max"), maskedFill(eroded));
  return opened.sub(eroded).relu();
}
