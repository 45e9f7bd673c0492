import { z } from "zod";
import { type Context, defineLoss, type Expr, from } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { size } from "../terms/overlap.js";
import { absent, batch, classWeights, keepBackground, weighting } from "../terms/parameters.js";

const params = z.object({
  smooth: z
    .number()
    .min(0)
    .default(1e-5)
    .describe("Pixels added to each of the four counts, so that the coefficient of an empty or full mask is defined."),
  epsilon: z.number().min(0).default(0).describe("Added under the root, to the product of the four sums of counts."),
  batch,
  absent: absent.describe(
    "What a class contributes that no pixel of the target has, or every pixel. `smooth`: the value of the formula. `skip`: nothing, the class is left out of the mean. `zero`: 0, and the class stays in the mean.",
  ),
  weights: classWeights,
  weighting,
  background: keepBackground(true),
});
type Params = z.output<typeof params>;

export const mcc = defineLoss({
  name: "mcc",
  group: "region",
  summary: "One minus Matthews' correlation of prediction and target over the pixels, each class against the rest.",
  formula: String.raw`1 - \frac{TP\cdot TN - FP\cdot FN}{\sqrt{(TP+FP)(TP+FN)(TN+FP)(TN+FN)}},\quad TP = s + \sum_i p_i g_i,\ \ldots`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 2],
  cost: "linear",
  reference:
    "Abhishek, Hamarneh. Matthews correlation coefficient loss for deep convolutional networks: application to skin lesion segmentation. ISBI 2021. arXiv:2010.13454",
  advice:
    "Where background should count as much as foreground: all four counts enter, unlike in `dice`. Zero is perfect, 1 is chance, 2 the opposite. Says little where a mask is nearly empty or full; there take `batch=true`, or pair it with `bce`. The softmax of two classes gives the same figure twice.",
  edges:
    "With an empty or full target the correlation is 0/0: with `smooth` the cost is 1/2 if prediction and target agree, 3/2 if one is empty and the other full, and near 1 between; without it, 1 with no gradient. Where no pixel counts, 0. Counts are shares of the pixels, so large volumes lose no digits. Saturated logits have zero gradient.",
  examples: ["mcc", 'mcc(batch=true, absent="skip")', "0.5*mcc + 0.5*bce"],
  body: ({ p, g }, params, context) => {
    const mixed = size(g, params).greater(0).mul(size(g.not(), params).greater(0));
    const judged = pixelsOf(params, context).greater(0);
    const loss = judged.where(from(1).sub(correlation(p, g, params, context)), 0);
    return averaged(loss, mixed, params, context);
  },
});

const pixelsOf = ({ batch }: Params, context: Context): Expr =>
  batch ? context.count("batch", "space") : context.count("space");

/** The coefficient does not change when the counts are divided by their number, and shares stay far from the ends of single precision. */
function correlation(p: Expr, g: Expr, params: Params, context: Context): Expr {
  const pixels = pixelsOf(params, context).max(1);
  const share = (x: Expr) => size(x, params).add(params.smooth).div(pixels);
  const [tp, fp, fn, tn] = [p.mul(g), p.mul(g.not()), p.not().mul(g), p.not().mul(g.not())].map(share) as Counts;
  const product = tp.add(fp).mul(tp.add(fn)).mul(tn.add(fp)).mul(tn.add(fn));
  const root = (params.epsilon > 0 ? product.add(from(params.epsilon).div(pixels.square().square())) : product).sqrt();
  return quotient(tp.mul(tn).sub(fp.mul(fn)), root);
}
type Counts = [tp: Expr, fp: Expr, fn: Expr, tn: Expr];
