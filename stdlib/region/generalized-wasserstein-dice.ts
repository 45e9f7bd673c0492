import { z } from "zod";
import { type Context, defineLoss, type Expr, from, type ParameterMeta } from "../../src/loss.js";
import { ratio } from "../terms/arithmetic.js";
import { size } from "../terms/overlap.js";
import { batch, smoothing, smoothingTerms } from "../terms/parameters.js";

type Matrix = readonly (readonly number[])[];

const distances = z
  .array(z.array(z.number().min(0)).min(1))
  .min(1)
  .refine((rows: Matrix) => rows.every((row, c) => row.every((d, k) => (d === 0) === (c === k))), {
    error: "a class has the distance 0 to itself, and to no other",
    // Rows of the wrong length are reported as such.
    when: ({ value }) =>
      Array.isArray(value) && value.every((row) => Array.isArray(row) && row.length === value.length),
  })
  .meta({ perClass: true } satisfies ParameterMeta)
  .optional()
  .describe(
    "How wrong it is to predict one class (column) where another is true (row), as a list of rows; only the proportions matter. Default: 1 between any two. Independent labels are compared with the rest, at the distance 1.",
  );

const params = z.object({
  distances,
  weighting: z
    .enum(["foreground", "inverse"])
    .default("foreground")
    .describe(
      "What counts as a hit. `foreground`: pixels of any class but class 0. `inverse`: of every class, each weighing 1/(n + 1) for n pixels.",
    ),
  ...smoothing(1e-5),
  batch: batch.describe("Sum over the batch too: one ratio instead of one per sample."),
});
type Params = z.output<typeof params>;

export const generalizedWassersteinDice = defineLoss({
  name: "generalized_wasserstein_dice",
  group: "region",
  summary: "Dice over all classes in which confusing two classes costs the distance between them.",
  formula: String.raw`1 - \frac{2\sum_i a_{g_i}(1 - W_i) + s}{2\sum_i a_{g_i}(1 - W_i) + \sum_i W_i + s},\quad W_i = \sum_c M_{g_i c}\,p_{ic}`,
  params,
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, 1],
  cost: "linear",
  reference:
    "Fidon, Li, Garcia-Peraza-Herrera, Ekanayake, Kitchen, Ourselin, Vercauteren. Generalised Wasserstein Dice score. BrainLes 2017. arXiv:1707.00478",
  advice:
    'When some confusions are worse than others: parts of one tumour against tumour and background, organs in a hierarchy. With equal distances it says little that `dice` does not. Class sizes are not balanced by default, so a rare class is easily ignored: `weighting="inverse"` balances them.',
  edges:
    "Target without foreground: a perfect prediction costs 0, any false positive almost 1. Full masks need no special treatment. Matrices are divided by their largest entry. Saturated logits have zero gradient.",
  examples: [
    "generalized_wasserstein_dice",
    'generalized_wasserstein_dice(weighting="inverse") + ce',
    "0.5*generalized_wasserstein_dice(batch=true) + 0.5*ce",
  ],
  body: ({ p, g }, params, context) => {
    const { above, below } = smoothingTerms(params);
    const [wrong, weight] = context.exclusive ? amongClasses(p, g, params, context) : againstRest(p, g, params);
    const hits = size(weight.mul(wrong.not()), params).mul(2);
    const extent =
      params.weighting === "foreground" ? hits.add(size(wrong, params)) : size(weight.mul(from(2).sub(wrong)), params);
    return from(1).sub(ratio(hits.add(above), extent.add(below)));
  },
});

type Judged = readonly [wrong: Expr, weight: Expr];

/** How wrong each pixel is, between 0 and 1, and what it counts as a hit. */
function amongClasses(p: Expr, g: Expr, params: Params, context: Context): Judged {
  const matrix = params.distances ?? equallyFar(context.classes);
  const farthest = Math.max(...matrix.flat());
  const unit = (k: number) => context.perClass(matrix.map((_, c) => Number(c === k)));
  const costs = matrix
    .map((row, k) => {
      const pixels = g.mul(unit(k)).sum("class");
      return pixels.mul(context.perClass(row.map((d) => (farthest > 0 ? d / farthest : 0))));
    })
    .reduce((a, b) => a.add(b));
  const weights =
    params.weighting === "inverse"
      ? inverse(g, params)
      : context.perClass(context.classIndices.map((c) => Number(c !== 0)));
  return [p.mul(costs).sum("class"), g.mul(weights).sum("class")];
}

function againstRest(p: Expr, g: Expr, params: Params): Judged {
  const wrong = p.mul(g.not()).add(p.not().mul(g));
  if (params.weighting === "foreground") return [wrong, g];
  const rest = g.not();
  return [wrong, g.mul(inverse(g, params)).add(rest.mul(inverse(rest, params)))];
}

const inverse = (g: Expr, params: Params): Expr => from(1).div(size(g, params).add(1));

const equallyFar = (classes: number): Matrix =>
  Array.from({ length: classes }, (_, k) => Array.from({ length: classes }, (_, c) => Number(k !== c)));
