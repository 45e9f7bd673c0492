import { z } from "zod";
import { type Context, defineLoss, type Expr } from "../../src/loss.js";
import { power, quotient, ratio } from "../terms/arithmetic.js";
import { cost, overlap } from "../terms/overlap.js";
import { batch, classWeights, smoothing, smoothingTerms, softLabels, squared, weighting } from "../terms/parameters.js";

const params = z.object({
  dice_weight: z.number().min(0).default(0.8).describe("Weight of the Dice part."),
  ce_weight: z.number().min(0).default(0.2).describe("Weight of the cross-entropy part."),
  gamma: z
    .number()
    .positive()
    .default(0.3)
    .describe("Exponent of −log Dice. Below 1 good overlaps keep a gradient; above 1 poor ones dominate."),
  ce_gamma: z
    .number()
    .positive()
    .default(0.3)
    .describe("Exponent of −log p, pixel by pixel; 1 is cross-entropy, as SegLossOdyssey has it."),
  power_of: z
    .enum(["class", "mean"])
    .default("class")
    .describe("`class`: −log of each Dice is raised and then the mean taken. `mean`: −log of the mean Dice is raised."),
  foreground: z
    .boolean()
    .default(false)
    .describe("Leave class 0 out of the Dice part where classes are exclusive; cross-entropy sees all classes."),
  ...smoothing(1e-5),
  batch,
  squared,
  soft_labels: softLabels,
  weights: classWeights.describe(
    "One number per class for the cross-entropy part; in the paper (N/n)^½ for n of N pixels.",
  ),
  weighting,
});
type Params = z.output<typeof params>;
type Views = { readonly p: Expr; readonly logp: Expr; readonly logq: Expr; readonly g: Expr };

export const expLog = defineLoss({
  name: "exp_log",
  group: "region",
  summary: "Exponential logarithmic loss: powers of −log Dice and of cross-entropy, added.",
  formula: String.raw`w_D\,\frac{1}{C}\sum_c (-\log D_c)^{\gamma} + w_X\,\frac{1}{N}\sum_i (-\log p_{i g_i})^{\gamma},\quad D_c = \frac{2\sum_i p_{ic} g_{ic} + s}{\sum_i p_{ic} + \sum_i g_{ic} + s}`,
  params,
  inputs: { p: "probabilities", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Wong, Moradi, Tang, Syeda-Mahmood. 3D segmentation with exponential logarithmic loss for highly unbalanced object sizes. MICCAI 2018. arXiv:1809.00076",
  advice:
    "For many structures of very different size: the logarithm punishes a class that is missed altogether, the exponent below 1 keeps the others from being forgotten. The paper weighs classes by their frequency in the training set (`weights`). With exponents below 1 pixels that are nearly right have the steepest gradients; with noisy labels take 1.",
  edges:
    "A class absent from the target and predicted anywhere has a Dice near 0: a large constant cost, scores below 1e-7 counting as 1e-7. Below 1e-7 powers are replaced by their chord to 0, so that the gradient of a perfect prediction is finite. Finite at logits of ±10000.",
  examples: ["exp_log", "exp_log(gamma=1, ce_gamma=1)", "exp_log(foreground=true, batch=true)"],
  body: (seen, params, context) =>
    dicePart(seen, params, context)
      .mul(params.dice_weight)
      .add(entropyPart(seen, params, context).mul(params.ce_weight)),
});

const logged = { log: true, negative: false };

function dicePart({ p, g }: Views, params: Params, context: Context): Expr {
  const { above, below } = smoothingTerms(params);
  const { tp, denominator } = overlap(p, g, params, context);
  const score = ratio(tp.mul(2).add(above), denominator.add(below));
  const mean = (x: Expr) => meanOfClasses(x, params, context);
  if (params.power_of === "mean") return power(cost(mean(score), logged), params.gamma);
  return mean(power(cost(score, logged), params.gamma));
}

function meanOfClasses(x: Expr, { foreground }: Params, context: Context): Expr {
  if (!foreground || !context.exclusive || context.classes === 1) return x.mean("batch", "class");
  const kept = context.perClass(context.classIndices.map((c) => Number(c !== 0)));
  return quotient(x.mul(kept).sum("class"), kept.sum("class")).mean("batch");
}

function entropyPart({ logp, logq, g }: Views, params: Params, context: Context): Expr {
  const lost = (log: Expr) => power(log.neg(), params.ce_gamma);
  const weight = params.weights && context.perClass(params.weights);
  const weighed = (x: Expr) => (weight ? x.mul(weight) : x);
  const share = params.weighting === "normalised" ? weighed : (x: Expr) => x;
  const all = (x: Expr) => x.sum("batch", "space", "class");
  if (context.exclusive) return quotient(all(weighed(g.mul(lost(logp)))), all(share(g)));
  const each = g.mul(lost(logp)).add(g.not().mul(lost(logq)));
  return quotient(all(weighed(each)), all(share(each.mul(0).add(1))));
}
