import { z } from "zod";
import { defineLoss, type Expr } from "../../src/loss.js";
import { cost, overlap, ratio, size } from "../terms/overlap.js";
import { added, background, batch, log, negative, smoothing, softLabels } from "../terms/params.js";

export const generalizedDice = defineLoss({
  name: "generalized_dice",
  group: "region",
  summary: "Generalised Dice: one overlap over all classes, each weighted by the inverse of its size.",
  formula: String.raw`1 - \frac{2\sum_c w_c\sum_i p_{ic} g_{ic} + s}{\sum_c w_c\sum_i (p_{ic} + g_{ic}) + s},\quad w_c = \Bigl(\sum_i g_{ic}\Bigr)^{-2}`,
  params: z.object({
    weighting: z
      .enum(["square", "simple", "uniform"])
      .default("square")
      .describe("Weight of a class with n pixels: 1/n², 1/n, or 1."),
    absent_weight: z
      .union([z.literal("largest"), z.number().min(0)])
      .default("largest")
      .describe(
        "Weight of a class without target pixels: that of the rarest class present, or a number; 0 leaves it out.",
      ),
    ...smoothing(1e-5),
    batch,
    background: background(true),
    soft_labels: softLabels,
    log,
    negative,
  }),
  sees: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference: "Sudre, Li, Vercauteren, Ourselin, Cardoso. Generalised Dice overlap. DLMIA 2017. arXiv:1707.03237",
  advice:
    'For several classes of very different size. A class of a handful of pixels then owns the loss, which makes single samples noisy: `batch=true` or `weighting="simple"` calm it. Libraries that give an absent class the weight 1e20 are reproduced by `absent_weight`, but hand it the whole loss.',
  edges:
    "An absent class weighs as much as the rarest one present; if all are absent the loss and its slope are 0. In large images the weights 1/n² are tiny, so `smooth` should be too.",
  examples: ["generalized_dice", 'generalized_dice(weighting="simple")', "generalized_dice(batch=true) + ce"],
  body: ({ p, g }, params, context) => {
    const { above, below } = added(params);
    const { tp, extent } = overlap(p, g, { batch: params.batch, soft_labels: params.soft_labels }, context);
    const w = weightsOf(size(g, params), params);
    const score = ratio(tp.mul(w).sum("class").mul(2).add(above), extent.mul(w).sum("class").add(below));
    return cost(score, params);
  },
});

const exponent = { square: 2, simple: 1, uniform: 0 } as const;

function weightsOf(
  n: Expr,
  { weighting, absent_weight }: { weighting: keyof typeof exponent; absent_weight: "largest" | number },
): Expr {
  const present = n.greater(0);
  const inverse = present.choose(present.choose(n, 1).pow(-exponent[weighting]), 0);
  // Uniform weights need no pixels to be finite.
  if (weighting === "uniform" && absent_weight === "largest") return inverse.mul(0).add(1);
  const rest = absent_weight === "largest" ? inverse.largest("class") : absent_weight;
  return present.choose(inverse, rest);
}
