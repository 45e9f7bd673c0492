import { z } from "zod";
import { defineLoss, type Expr, from } from "../../src/loss.js";
import { ballMean } from "../terms/neighbourhoods.js";
import { keepBackground } from "../terms/parameters.js";

export const hdCv = defineLoss({
  name: "hd_cv",
  group: "boundary",
  summary:
    "Hausdorff loss by convolution: squared errors where discs of growing radius lie inside, or outside, the two masks.",
  formula: String.raw`\frac{1}{N}\sum_{r} r^\alpha \sum_i e_i \bigl(p_i\,(f(1 - B_r * g) + f(B_r * p))_i + g_i\,(f(B_r * g) + f(1 - B_r * p))_i\bigr),\quad e = (p - g)^2`,
  params: z.object({
    alpha: z
      .number()
      .min(0)
      .default(2)
      .describe("Exponent of the radius: how much more far errors cost than near ones."),
    radii: z
      .array(z.int().min(1).max(32))
      .min(1)
      .default([3, 6, 9])
      .describe("Radii of the discs (in volumes, balls), in pixels: distances are told apart as finely as they are."),
    threshold: z
      .number()
      .min(0)
      .lt(1)
      .default(0.5)
      .describe("The share of a disc from which on it is taken to lie inside: f(x) = max(x − threshold, 0)."),
    background: keepBackground(false),
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference:
    "Karimi, Salcudean. Reducing the Hausdorff distance in medical image segmentation. TMI 2020. arXiv:1904.10030",
  advice:
    "As `hd_dt`, but smooth in the prediction all the way: no threshold decides a mask. Choose the largest radius near the errors that matter. Convolutions grow with the radius, to the power of the dimension: in volumes keep radii small, or take `hd_dt`. There is no code by the authors; where their text leaves a choice (the soft threshold, the border), this is a reading of it.",
  edges:
    "Beyond the border, and where pixels do not count, there is background. Discs are in pixels, whatever their size. Empty and full masks need no special treatment; the perfect prediction costs 0, and its gradient is 0.",
  examples: ["dice + 0.1*hd_cv", "dice + 0.1*hd_cv(radii=[2, 4], alpha=1)", "0.5*dice + 0.01*hd_cv(threshold=0.25)"],
  body: ({ p, g }, { alpha, radii, threshold }, { space }) => {
    const beyond = (share: Expr) => share.sub(threshold).relu();
    const error = p.sub(g).square();
    const parts = radii.map((radius) => {
      const [predicted, actual] = [ballMean(p, radius, space), ballMean(g, radius, space)];
      const excess = beyond(from(1).sub(actual)).add(beyond(predicted)).mul(p);
      const lack = beyond(actual)
        .add(beyond(from(1).sub(predicted)))
        .mul(g);
      return excess.add(lack).mul(radius ** alpha);
    });
    return error.mul(parts.reduce((a, b) => a.add(b))).mean("space");
  },
});
