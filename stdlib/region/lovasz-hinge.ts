import { z } from "zod";
import { defineLoss, from } from "../../src/loss.js";
import { classFactors } from "../terms/average.js";
import { batch, classWeights, keepBackground, weighting } from "../terms/parameters.js";
import { lovasz, rankedAxes } from "../terms/ranking.js";

export const lovaszHinge = defineLoss({
  name: "lovasz_hinge",
  group: "region",
  summary: "Lovász hinge: the convex surrogate of the Jaccard index, on the margins of the logits.",
  formula: String.raw`\sum_k m_{(k)}\,\bigl(J_k - J_{k-1}\bigr),\quad m_i = \max(0, 1 - x_i(2 g_i - 1)),\quad m_{(1)} \ge m_{(2)} \ge \dots`,
  params: z.object({
    batch,
    average: z
      .enum(["macro", "micro"])
      .default("macro")
      .describe("`macro`: an index per class, then their mean. `micro`: the pixels of all classes in one index."),
    weights: classWeights,
    weighting,
    background: keepBackground(true),
  }),
  inputs: { x: "logits", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "sort",
  reference:
    "Berman, Rannen Triki, Blaschko. The Lovász-Softmax loss: a tractable surrogate for the optimization of the intersection-over-union measure in neural networks. CVPR 2018. arXiv:1705.08790",
  advice:
    "For one channel judged by the Jaccard index per image. Its authors fine-tune with it, after or beside cross-entropy: alone it is slow to start, and its logits are margins, not calibrated probabilities. `iou` and `dice` are smoother and need no sorting. Exclusive classes are better served by `lovasz_softmax`.",
  edges:
    "J is one minus the Jaccard index when the k largest errors are mistakes. With an empty target only the largest error counts; full masks need no special treatment. Linear in the logits, so finite at ±10000; margins above 1 have no gradient. Equal errors are taken in the order of the pixels. Ignored pixels leave the order and the index. `micro` takes no `weights`.",
  examples: ["lovasz_hinge", "lovasz_hinge(batch=true)", "bce then@epoch10 lovasz_hinge"],
  body: ({ x, g }, { batch, average, weights, weighting }, context) => {
    const margin = from(1).sub(x.mul(g.mul(2).sub(1)));
    const axes = rankedAxes(context, batch);
    const regions = batch ? (["batch", "space"] as const) : (["space"] as const);
    if (average === "micro") return lovasz(margin.relu(), g, [...axes, x.axes.at(-1)!], [...regions, "class"]);
    const loss = lovasz(margin.relu(), g, axes, regions);
    return weights ? loss.mul(classFactors(weights, weighting, context, batch ? "batch" : "samples")) : loss;
  },
});
