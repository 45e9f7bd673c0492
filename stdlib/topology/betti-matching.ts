import { z } from "zod";
import { defineLoss, type Expr, type Matches, matching } from "../../src/loss.js";
import { filtrationInputs, homologyParams, ofDimensions } from "../terms/homology.js";
import { keepBackground } from "../terms/parameters.js";

const params = z.object({
  comparison: z
    .enum(["union", "intersection"])
    .default("union")
    .describe(
      "The image by which features are compared. `union`: the larger of prediction and target at each pixel. `intersection`: the smaller.",
    ),
  filtration: z
    .enum(["superlevel", "sublevel", "bothlevel"])
    .default("superlevel")
    .describe("`superlevel`: features of the foreground. `sublevel`: of the background. `bothlevel`: the sum."),
  ...homologyParams,
  essential: z
    .boolean()
    .default(true)
    .describe("Whether the component that never dies counts, drawn to the target's: where the target is empty, to 0."),
  unmatched: z
    .number()
    .min(0)
    .default(1)
    .describe("Cost of each feature of the target that the prediction lacks; a constant, without gradient."),
  background: keepBackground(false),
});
type Params = z.output<typeof params>;

export const bettiMatching = defineLoss({
  name: "betti_matching",
  group: "topology",
  summary: "Betti matching: pairs components, loops and cavities of prediction and target that lie in the same place.",
  formula: String.raw`\sum_{\text{matched}} 2\left[(b-b')^2 + (d-d')^2\right] \;+\; \sum_{\text{other of } p} (b-d)^2 \;+\; u \sum_{\text{other of } g} (b'-d')^2`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "sort",
  reference:
    "Stucki, Paetzold, Shit, Menze, Bauer. Topologically faithful image segmentation via induced matching of persistence barcodes. ICML 2023. arXiv:2211.15272",
  advice:
    "A stricter form of `betti`: a feature counts as found only if it is the same one in prediction, target and the image that compares them, so a loop in the wrong place does not make up for a missing one. A late refinement with a small weight beside a region loss, which has to find the shapes first: until then little matches, and features without a partner are made to vanish, whether or not they ought to grow. It takes five persistence computations where `betti` takes two; judge patches if whole images take too long.",
  edges:
    "The gradient reaches only the pixels where features of the prediction are born and die; equal values are ordered by position. An empty target still has its one component, born at 0, and draws the largest probability to 0. In a full target nothing but that component lives, born at 1. With `relative` the frame takes the height of the highest pixel, which receives its gradient.",
  examples: [
    "dice then@epoch40 dice + 0.05*betti_matching",
    'dice + 0.05*betti_matching(filtration="bothlevel", relative=true)',
    'dice + 0.02*betti_matching(construction="top", dimensions=[1], patch=64)',
  ],
  body: ({ p, g }, params) => {
    const sides = params.filtration === "bothlevel" ? [false, true] : [params.filtration === "sublevel"];
    return sides
      .flatMap((sublevel) => {
        const { likelihood, truth } = filtrationInputs(p, g, sublevel);
        const found = matching(likelihood, truth, params.construction, params.comparison, params);
        return ofDimensions(found, params.dimensions).map((matches) => mismatch(likelihood, truth, matches, params));
      })
      .reduce((a, b) => a.add(b))
      .sum("patch");
  },
});

/** The cost of one dimension, per sample and class. */
function mismatch(likelihood: Expr, truth: Expr, matches: Matches, { essential, unmatched }: Params): Expr {
  const { births, deaths, partnerBirths, partnerDeaths, lost } = matches;
  const [b, d] = [likelihood.gather(births), likelihood.gather(deaths)];
  const [wantedBirth, wantedDeath] = [truth.gather(partnerBirths), truth.gather(partnerDeaths)];
  const apart = b.sub(wantedBirth).square().add(d.sub(wantedDeath).square()).mul(2);
  const alone = b.sub(d).square();
  const counts = (essential ? births : deaths).greaterEqual(0);
  const own = partnerBirths.greaterEqual(0).where(apart, alone).mul(counts).sum("item");
  if (unmatched === 0) return own;
  const missing = truth.gather(lost.births).sub(truth.gather(lost.deaths)).square().sum("item");
  return own.add(missing.mul(unmatched));
}
