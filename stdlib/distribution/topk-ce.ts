import { z } from "zod";
import { defineLoss, ranks } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { classFactors } from "../terms/average.js";
import { pixelCrossEntropy } from "../terms/cross-entropy.js";
import { classWeights, keepBackground, weighting } from "../terms/parameters.js";
import { rankedAxes, sortKey } from "../terms/ranking.js";

export const topkCe = defineLoss({
  name: "topk_ce",
  group: "distribution",
  summary: "Top-k cross-entropy: the mean over the worst k percent of the pixels.",
  formula: String.raw`-\frac{1}{|K|}\sum_{i \in K} \log p_{i g_i},\quad K \text{ the } k\,\% \text{ of pixels with the smallest } p_{i g_i}`,
  params: z.object({
    k: z
      .number()
      .positive()
      .max(100)
      .default(10)
      .describe("How many percent of the pixels count: rounded down, and at least one pixel."),
    batch: z
      .boolean()
      .default(false)
      .describe("Look for the worst pixels in the whole batch at once, instead of in each sample."),
    weights: classWeights,
    weighting,
    background: keepBackground(true),
  }),
  inputs: { x: "logits", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "sort",
  reference:
    "Wu, Shen, van den Hengel. Bridging category-level and instance-level semantic image segmentation. 2016. arXiv:1605.06885",
  advice:
    "For images of which most pixels are soon right: the hard ones keep their gradient, as with `focal`, and no pixel is discounted that is still wrong. Among the better ones beside `dice` in comparisons of losses for medical images (recipe `dice_topk`). Mistakes in the labels are among the hardest pixels, so not for noisy ones; less calibrated than `ce`.",
  edges:
    "Empty and full masks need no special treatment, finite at logits of ±10000. `k=100` is `ce`, but for a mean per sample first. Ignored pixels are neither ranked nor counted; a sample without any pixel left leaves the mean. Of equal pixels at the limit the first count. Independent labels are ranked each for itself. `weights` multiply before the ranking.",
  examples: ["topk_ce", "topk_ce(k=25)", "dice + topk_ce(batch=true)"],
  body: ({ x, logp, logq, g }, params, context) => {
    const own = pixelCrossEntropy({ x, logp, logq }, g, context);
    const { exclusive } = context;
    const { weights, weighting } = params;
    const w =
      weights &&
      (exclusive
        ? context.perClass(weights)
        : classFactors(weights, weighting, context, params.batch ? "batch" : "samples"));
    const weighted = w ? own.mul(w) : own;
    const cost = exclusive ? weighted.sum("class") : weighted;
    const axes = rankedAxes(context, params.batch);
    const regions = params.batch ? (["batch", "space"] as const) : (["space"] as const);
    // The little more keeps a whole number from being rounded down where division is not exact.
    const most = context
      .count(...regions)
      .mul(params.k / 100)
      .add(1e-3)
      .floor()
      .max(1);
    const worst = ranks(sortKey(cost).detach(), axes).less(most);
    const total = cost.mul(worst).sum(...regions);
    if (!w || !exclusive || weighting === "multiply") return total.div(most);
    return quotient(
      total,
      g
        .mul(w)
        .sum("class")
        .mul(worst)
        .sum(...regions),
    );
  },
});
