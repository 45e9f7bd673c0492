import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { ratio } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { cost, overlap } from "../terms/overlap.js";
import { overlapParams, smoothingTerms } from "../terms/parameters.js";

export const iou = defineLoss({
  name: "iou",
  group: "region",
  summary: "Soft intersection over union (Jaccard), class by class: overlap over what either of the two covers.",
  formula: String.raw`1 - \frac{\sum_i p_i g_i + s}{\sum_i p_i + \sum_i g_i - \sum_i p_i g_i + s}`,
  params: z.object(overlapParams),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference:
    "Rahman, Wang. Optimizing intersection-over-union in deep neural networks. ISVC 2016. doi:10.1007/978-3-319-50835-1_22",
  advice:
    "Where results are judged by the Jaccard index. It ranks two hard masks as `dice` does (J = D/(2 − D)), so the choice between the two changes the gradient and not the goal: this one punishes poor overlaps more evenly. Like `dice` it is noisy for rare classes; pair it with `ce` or `bce`. Labels between 0 and 1 need `soft_labels=true`.",
  edges:
    "A class absent from target and prediction costs 0; absent from the target alone, almost 1 whatever the size of the false positive (`absent` says otherwise). Full masks need no special treatment. Saturated logits have zero gradient. MONAI's `jaccard` doubles both sums before it smooths, so its `smooth` is twice this one.",
  examples: ["iou", "iou(smooth=0.01)", 'iou(batch=true, absent="skip")', "0.5*iou + 0.5*bce"],
  body: ({ p, g }, params, context) => {
    const { above, below } = smoothingTerms(params);
    const { tp, denominator, present } = overlap(p, g, params, context);
    const score = ratio(tp.add(above), denominator.sub(tp).add(below));
    return averaged(cost(score, params), present, params, context);
  },
});
