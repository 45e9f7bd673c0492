import { z } from "zod";
import { type Context, defineLoss, type Expr } from "../../src/loss.js";
import { ratio } from "../terms/arithmetic.js";
import { averaged } from "../terms/average.js";
import { cost, size } from "../terms/overlap.js";
import {
  absent,
  average,
  batch,
  classWeights,
  keepBackground,
  logForm,
  negative,
  smoothing,
  smoothingTerms,
  weighting,
} from "../terms/parameters.js";
import { merge, mergedForeground, softSkeleton } from "../terms/skeleton.js";

const params = z.object({
  iterations: z
    .int()
    .min(0)
    .max(100)
    .default(10)
    .describe("Erosions of the soft skeleton: at least the largest radius of the structures, in pixels."),
  skeleton: z
    .enum(["soft", "threshold"])
    .default("soft")
    .describe(
      "`soft`: of the probabilities, with a gradient. `threshold`: of the mask above one half, as a constant, weighed by the probabilities; cheaper to differentiate.",
    ),
  merge,
  ...smoothing(1),
  batch,
  average,
  absent,
  weights: classWeights,
  weighting,
  log: logForm,
  negative,
  background: keepBackground(false),
});
type Params = z.output<typeof params>;

export const cldice = defineLoss({
  name: "cldice",
  group: "topology",
  summary: "Centre-line Dice: how much of each skeleton lies within the other mask.",
  formula: String.raw`1 - \frac{2\,T_p T_s}{T_p + T_s},\quad T_p = \frac{\sum_i S(p)_i g_i + s}{\sum_i S(p)_i + s},\quad T_s = \frac{\sum_i S(g)_i p_i + s}{\sum_i S(g)_i + s}`,
  params,
  inputs: { p: "probabilities", logp: "log_probabilities", g: "onehot" },
  range: [0, 1],
  cost: "transform",
  reference: "Shit, Paetzold, Sekuboyina et al. clDice. CVPR 2021. arXiv:2003.07311",
  advice:
    "For vessels, roads, neurons: what must stay connected. It does not see thickness, so keep a region loss beside it; the paper weighs it at most one half. Too few iterations leave thick structures with a thick skeleton; more cost time and memory in proportion.",
  edges:
    "Target and prediction empty: 0. Target empty: 1 − 2T/(1 + T) with T = s/(Σ S(p) + s). A full target has an empty soft skeleton and holds every other, so any prediction costs 0. Small structures want a `smooth` below 1. Ties within a window share the gradient.",
  examples: [
    "cldice",
    "0.5*dice + 0.5*cldice(iterations=5)",
    "dice + bce then@epoch10 dice + 0.3*cldice",
    'dice + cldice(skeleton="threshold")',
  ],
  body: (seen, params, context) => {
    const { above, below } = smoothingTerms(params);
    const { p, g } = params.merge ? mergedForeground(seen, context) : seen;
    const thinned = (x: Expr) => softSkeleton(x, context.space, params.iterations);
    const ofPrediction = params.skeleton === "soft" ? thinned(p) : thinned(p.greater(0.5)).mul(p);
    const ofTarget = thinned(g);
    const within = (skeleton: Expr, mask: Expr) =>
      ratio(total(skeleton.mul(mask), params, context).add(above), total(skeleton, params, context).add(below));
    const precision = within(ofPrediction, g);
    const sensitivity = within(ofTarget, p);
    const score = ratio(precision.mul(sensitivity).mul(2), precision.add(sensitivity));
    return averaged(cost(score, params), total(g, params, context).greater(0), params, context);
  },
});

function total(x: Expr, params: Params, context: Context): Expr {
  const perClass = size(x, params);
  if (params.average === "macro") return perClass;
  return (params.weights ? perClass.mul(context.perClass(params.weights)) : perClass).sum("class");
}
