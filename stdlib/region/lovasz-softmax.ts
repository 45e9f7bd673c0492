import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { classFactors } from "../terms/average.js";
import { batch, classWeights, keepBackground, weighting } from "../terms/parameters.js";
import { lovasz, rankedAxes } from "../terms/ranking.js";

export const lovaszSoftmax = defineLoss({
  name: "lovasz_softmax",
  group: "region",
  summary: "Lovász-Softmax: the Jaccard index extended to probabilities by ordering the errors of each class.",
  formula: String.raw`\sum_k e_{(k)}\,\bigl(J_k - J_{k-1}\bigr),\quad e_i = |g_i - p_i|,\quad e_{(1)} \ge e_{(2)} \ge \dots`,
  params: z.object({
    classes: z
      .enum(["present", "all"])
      .default("present")
      .describe(
        "Which classes the mean is over: those the target has (in the sample, or with `batch` in the batch), or all. A class seen alone always counts.",
      ),
    batch,
    weights: classWeights,
    weighting,
    background: keepBackground(true),
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "sort",
  reference:
    "Berman, Rannen Triki, Blaschko. The Lovász-Softmax loss: a tractable surrogate for the optimization of the intersection-over-union measure in neural networks. CVPR 2018. arXiv:1705.08790",
  advice:
    "For several classes judged by the Jaccard index. Its authors combine it with cross-entropy, or fine-tune with it after; alone it is slow to start. They sum over the batch (`batch=true`), nearer to an index over a data set; per sample, as here, its value does not depend on the size of the batch. `iou` needs no sorting, and differs most where probabilities are far from 0 and 1.",
  edges:
    "J is one minus the Jaccard index when the k largest errors are mistakes. An absent class counts only if `all` do, with its largest error. Full masks need no special treatment; saturated logits have zero gradient. Equal errors are taken in the order of the pixels. Ignored pixels leave the order and the index; where nothing is left, 0.",
  examples: ["lovasz_softmax", 'lovasz_softmax(classes="all", batch=true)', "ce + lovasz_softmax"],
  body: ({ p, g }, { classes, batch, weights, weighting }, context) => {
    const regions = batch ? (["batch", "space"] as const) : (["space"] as const);
    const loss = lovasz(g.sub(p).abs(), g, rankedAxes(context, batch), regions);
    if (classes === "all" || context.classes === 1)
      return weights ? loss.mul(classFactors(weights, weighting, context, batch ? "batch" : "samples")) : loss;
    const present = g.sum(...regions).greater(0);
    const share = weights ? present.mul(context.perClass(weights)) : present;
    const amount = weighting === "normalised" ? share : present;
    return quotient(loss.mul(share).sum("class"), amount.sum("class"));
  },
});
