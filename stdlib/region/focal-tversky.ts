import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { power, ratio } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { cost, overlap } from "../terms/overlap.js";
import { overlapParams, smoothingTerms } from "../terms/parameters.js";

const { negative: _, ...overlapping } = overlapParams;

export const focalTversky = defineLoss({
  name: "focal_tversky",
  group: "region",
  summary:
    "Focal Tversky: the Tversky loss of each class raised to a power, which shifts attention between poor and good overlaps.",
  formula: String.raw`\Bigl(1 - \frac{\sum_i p_i g_i + s}{\sum_i p_i g_i + \alpha\sum_i p_i (1-g_i) + \beta\sum_i (1-p_i) g_i + s}\Bigr)^\gamma`,
  params: z.object({
    alpha: z.number().min(0).default(0.3).describe("Weight of false positives."),
    beta: z.number().min(0).default(0.7).describe("Weight of false negatives; above alpha it favours recall."),
    gamma: z
      .number()
      .positive()
      .default(0.75)
      .describe(
        "The exponent. Below 1 the gradient grows as an overlap gets better; above 1 it fades, and poor overlaps dominate. Papers that write 1/γ with γ = 4/3 mean 0.75.",
      ),
    power_of: z
      .enum(["class", "mean"])
      .default("class")
      .describe(
        "`class`: each class is raised and then the mean taken. `mean`: the mean over samples and classes is raised.",
      ),
    ...overlapping,
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference:
    "Abraham, Khan. A novel focal Tversky loss function with improved attention U-Net for lesion segmentation. ISBI 2019. arXiv:1810.07842",
  advice:
    "For small lesions where recall matters, as an alternative to `tversky`. With the usual gamma of 0.75 the last steps to a good overlap are pushed harder and not, as its name suggests, the hard cases; for those take a gamma above 1. Libraries raise the mean instead of each class: `power_of`.",
  edges:
    "As `tversky`: absent from target and prediction 0, absent from the target alone almost 1. With gamma below 1 the gradient at a perfect overlap would be infinite; below a loss of 1e-7 the power is replaced by its chord to 0.",
  examples: ["focal_tversky", "focal_tversky(gamma=1.5)", 'focal_tversky(alpha=0.5, beta=0.5, power_of="mean") + ce'],
  body: ({ p, g }, params, context) => {
    const { above, below } = smoothingTerms(params);
    const { tp, fp, fn, present } = overlap(p, g, params, context);
    const missed = fp.mul(params.alpha).add(fn.mul(params.beta));
    const score = ratio(tp.add(above), tp.add(missed).add(below));
    const loss = cost(score, { ...params, negative: false });
    if (params.power_of === "class") return averaged(power(loss, params.gamma), present, params, context);
    return power(averaged(loss, present, params, context).mean("batch", "class"), params.gamma);
  },
});
