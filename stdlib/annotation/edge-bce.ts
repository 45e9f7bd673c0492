import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { classFactors } from "../terms/average.js";
import { classWeights, keepBackground, weighting } from "../terms/parameters.js";

export const edgeBce = defineLoss({
  name: "edge_bce",
  group: "annotation",
  summary: "Class-balanced binary cross-entropy for edges: the few edge pixels weigh as much as all the others.",
  formula: String.raw`-\frac{1}{N}\sum_i \beta\,g_i\log p_i + (1-\beta)(1-g_i)\log(1-p_i),\quad \beta = 1 - \frac{1}{N}\sum_i g_i`,
  params: z.object({
    batch: z
      .boolean()
      .default(false)
      .describe("One balance for the batch, class by class, instead of one for each sample."),
    one_sided: z
      .enum(["plain", "zero"])
      .default("plain")
      .describe(
        "An image without edges, or of nothing else: `plain` leaves its cross-entropy unweighted. `zero`: it costs nothing, as the formula says.",
      ),
    weights: classWeights,
    weighting,
    background: keepBackground(true),
  }),
  inputs: { logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Acuna, Kar, Fidler. Devil is in the edges: learning semantic boundaries from noisy annotations. CVPR 2019. arXiv:1904.07934; Xie, Tu. Holistically-nested edge detection. ICCV 2015. arXiv:1504.06375",
  advice:
    "For heads that predict edges, where nine pixels in ten are none and plain `bce` answers with nothing. The balance makes edges thick: every pixel beside a true one is cheap. Thin them with `nms_edge`, and expect probabilities that are too high by the balance, so threshold by validation.",
  edges:
    "The balance is a constant of the target. Linear in the logits once saturated. By the formula an image without edges costs nothing, whatever is predicted, and teaches nothing; here it costs its plain cross-entropy unless `one_sided` says otherwise.",
  examples: ["edge_bce", "edge_bce(batch=true)", 'edge_bce(one_sided="zero")'],
  body: ({ logp, logq, g }, params, context) => {
    const edges = params.batch ? g.mean("batch", "space") : g.mean("space");
    const balanced = edges.mul(edges.not()).greater(0);
    const fallback = params.one_sided === "plain" ? 1 : 0;
    const onEdges = balanced.where(edges.not(), fallback);
    const elsewhere = balanced.where(edges, fallback);
    const cost = g.mul(logp).mul(onEdges).add(g.not().mul(logq).mul(elsewhere)).neg();
    const weighted = params.weights
      ? cost.mul(classFactors(params.weights, params.weighting, context, "pixels"))
      : cost;
    return weighted.mean("batch", "space", "class");
  },
});
