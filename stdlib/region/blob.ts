import { z } from "zod";
import { type Context, connectedComponents, defineLoss, type Expr } from "../../src/loss.js";
import { ratio } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { type Instances, instancesAt } from "../terms/instances.js";
import { classWeights, keepBackground, smoothing, smoothingTerms, weighting } from "../terms/parameters.js";

const params = z.object({
  criterion: z.enum(["dice", "bce"]).default("dice").describe("The loss that is computed for each instance."),
  connectivity: z
    .enum(["full", "face"])
    .default("full")
    .describe("`full`: pixels that touch at a corner are one instance. `face`: only those that share a side."),
  instances: z
    .boolean()
    .default(false)
    .describe(
      "The target numbers its instances 1, 2, 3 …, channel by channel, instead of giving a mask: instances that touch are kept apart. A number is at most the number of pixels.",
    ),
  ...smoothing(1e-5),
  weights: classWeights,
  weighting,
  background: keepBackground(false),
});
type Params = z.output<typeof params>;

export const blob = defineLoss({
  name: "blob",
  group: "region",
  summary:
    "Blob loss: every instance of the target is judged by itself, so a small lesion counts as much as a large one.",
  formula: String.raw`\frac{1}{K}\sum_{k=1}^{K} \ell\bigl(p \cdot (1 - \textstyle\sum_{j \ne k} g_j),\; g_k\bigr)`,
  params,
  inputs: { p: "probabilities", logp: "log_probabilities", logq: "log_complement", g: "onehot", n: "field" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference:
    "Kofler, Shit, Ezhov et al. blob loss: instance imbalance aware loss functions for semantic segmentation. IPMI 2023. arXiv:2205.08209",
  advice:
    "For many separate structures of unequal size — lesions, cells — where an overlap over the image lets a few large ones hide all the small. The paper reports more instances found at equal Dice. It is meant beside a loss of the whole image, which it does not replace: false positives far from every instance are counted once per instance, and an image without instances has no gradient.",
  edges:
    "A sample and class without instances leaves the mean, and where none has any the loss is 0. Instances are constants of the target, found once per target; the gradient is that of the criterion. With `bce` the cost of an instance is the mean over all pixels of the image, those of other instances costing nothing.",
  examples: [
    "dice + blob",
    '2*dice + 2*bce + blob + blob(criterion="bce")',
    'dice + 0.5*blob(connectivity="face")',
    "blob(instances=true)",
  ],
  body: (seen, params, context) => {
    const found = instancesAt(
      params.instances ? seen.n.sub(1) : connectedComponents(seen.g.greater(0.5), params.connectivity),
      context,
    );
    const judged = params.criterion === "dice" ? overlaps(seen.p, found, params) : entropies(seen, found, context);
    const mean = judged.div(found.count.max(1));
    return averaged(mean, found.count.greater(0), { ...params, absent: "skip" }, context);
  },
});

/** 1 − Dice of each instance, the others left out, summed over the instances. */
function overlaps(p: Expr, { mask, exists, sumOf, total }: Instances, params: Params): Expr {
  const { above, below } = smoothingTerms(params);
  const own = sumOf(p);
  const around = p.mul(mask.not()).sum("space");
  const score = ratio(own.mul(2).add(above), own.add(around).add(sumOf(mask)).add(below));
  return total(exists.mul(score.not()));
}

/** Cross-entropy of each instance, the others left out, summed over the instances: each pays for its pixels, and all of them for the background. */
function entropies(seen: { logp: Expr; logq: Expr }, { mask, count }: Instances, context: Context): Expr {
  const within = mask.mul(seen.logp).sum("space");
  const outside = mask.not().mul(seen.logq).sum("space").mul(count);
  return within.add(outside).neg().div(context.count("space").max(1));
}
