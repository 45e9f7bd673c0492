import { z } from "zod";
import { type Context, defineLoss, type Expr, from, type ParameterMeta } from "../../src/loss.js";
import { quotient } from "../terms/arithmetic.js";
import { classFactors } from "../terms/average.js";
import { perClass, renormalised, smoothLabels } from "../terms/cross-entropy.js";
import { classWeights, keepBackground, labelSmoothing, renormalize, weighting } from "../terms/parameters.js";

export const focalParams = z.object({
  gamma: z
    .number()
    .min(0)
    .default(2)
    .describe("Focusing exponent: the larger, the less well-classified pixels count; 0 is cross-entropy."),
  alpha: z
    .union([z.number().min(0).max(1), z.array(z.number().min(0)).min(1)])
    .meta({ perClass: true } satisfies ParameterMeta)
    .optional()
    .describe(
      "Balance. Independent labels: positives weigh alpha, negatives 1 − alpha. Exclusive classes: class 0 weighs 1 − alpha, the others alpha. A list gives each class its own.",
    ),
  positive_weight: z
    .number()
    .min(0)
    .default(1)
    .describe("Multiplies the loss of positive pixels, where each class is compared with the rest."),
  weights: classWeights,
  weighting,
  label_smoothing: labelSmoothing,
  activation: z
    .enum(["task", "sigmoid"])
    .default("task")
    .describe("`sigmoid`: each class against the rest on its own logit, although the classes are exclusive."),
  renormalize,
  normalized: z
    .boolean()
    .default(false)
    .describe("Divide by the sum of the focusing factors instead of the number of pixels."),
  reduced_threshold: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe(
      "Reduced focal loss: the full cost where the true class has a probability below this; above it, the focusing factor relative to it.",
    ),
  smooth: z
    .number()
    .min(0)
    .default(0)
    .describe(
      "Exclusive classes: labels are kept this far from 0 and 1, and this is added to the probability of the true class.",
    ),
  background: keepBackground(true),
});
type Params = z.output<typeof focalParams>;
type Views = { readonly x: Expr; readonly logp: Expr; readonly logq: Expr; readonly g: Expr };

export const focal = defineLoss({
  name: "focal",
  group: "distribution",
  summary: "Focal loss: cross-entropy in which pixels count less the better they are already classified.",
  formula: String.raw`-\frac{1}{N}\sum_i \alpha_{g_i} (1 - p_{i g_i})^\gamma \log p_{i g_i}`,
  params: focalParams,
  inputs: { x: "logits", logp: "log_probabilities", logq: "log_complement", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference: "Lin, Goyal, Girshick, He, Dollár. Focal loss for dense object detection. ICCV 2017. arXiv:1708.02002",
  advice:
    'For many easy and few hard pixels. Exclusive classes use the softmax and a mean over pixels; several libraries use a sigmoid per class (`activation="sigmoid"`) or also divide by the number of classes, so their figures are smaller by a factor. Less calibrated than `ce`; its small values ask for a larger weight beside `dice`.',
  edges:
    "Empty and full masks need no special treatment; finite at logits of ±10000. `gamma=0` is cross-entropy. Between 0 and 1 of gamma the factor's gradient at a perfect pixel is taken as 0. Where no pixel counts, 0.",
  examples: ["focal", "focal(gamma=1.5, alpha=0.25)", "dice + 10*focal"],
  body: (seen, params, context) => focalCost(seen, params, context),
});

/** Focal loss, for losses that add to it. */
export const focalCost = (seen: Views, params: Params, context: Context): Expr =>
  context.exclusive && params.activation === "task"
    ? amongClasses(seen, params, context)
    : againstRest(seen, params, context);

/** One class a pixel: the focusing factor is that of the true class. */
function amongClasses({ logp, g }: Views, params: Params, context: Context): Expr {
  const { weights, weighting } = params;
  const log = params.renormalize ? renormalised(logp) : logp;
  const target = smoothLabels(g, params.label_smoothing, context.classes);
  const balance = balanceOfClasses(params.alpha, context);
  const factors = [weights && context.perClass(weights), balance].filter((x) => x !== undefined);
  const weighted = factors.reduce((x, w) => x.mul(w), target);
  const [factor, lost] =
    params.smooth > 0 ? clamped(log, g, weighted, params, context) : exact(log, target, weighted, params);
  const total = lost.sum("batch", "space", "class");
  if (params.normalized) return total.div(factor.sum("batch", "space", "class").max(leastFactor));
  if (weighting === "multiply") return quotient(total, context.count("batch", "space"));
  return quotient(total, (weights ? g.mul(context.perClass(weights)) : g).sum("batch", "space", "class"));
}

function exact(log: Expr, target: Expr, weighted: Expr, params: Params): [factor: Expr, lost: Expr] {
  const p = log.exp();
  const factor = focusing(from(1).sub(p), p, params);
  return [factor.mul(target), factor.mul(log).mul(weighted).neg()];
}

/** The probability of the truth read through a clamped one-hot target, as SegLossOdyssey does. */
function clamped(log: Expr, g: Expr, weighted: Expr, params: Params, context: Context): [factor: Expr, lost: Expr] {
  const { smooth } = params;
  const soft = g.clamp(smooth / Math.max(context.classes - 1, 1), 1 - smooth);
  const truth = soft.mul(log.exp()).sum("class").add(smooth);
  const factor = focusing(from(1).sub(truth).max(0), truth, params);
  return [factor, factor.mul(truth.log()).mul(weighted.sum("class")).neg()];
}

/** Each class against the rest. */
function againstRest(seen: Views, params: Params, context: Context): Expr {
  const { weights, weighting, alpha } = params;
  const own = params.activation === "sigmoid" && context.exclusive;
  const logp = own ? seen.x.neg().softplus().neg() : seen.logp;
  const logq = own ? seen.x.softplus().neg() : seen.logq;
  const g = smoothLabels(seen.g, params.label_smoothing, 2);
  const rest = g.not();
  const [p, q] = [logp.exp(), logq.exp()];
  const factor = focusing(g.mul(q).add(rest.mul(p)), g.mul(p).add(rest.mul(q)), params);
  const entropy = g.mul(params.positive_weight).mul(logp).add(rest.mul(logq)).neg();
  const lost = factor.mul(entropy);
  const balance = alpha === undefined ? undefined : perClass(alpha, context);
  const balanced = balance ? lost.mul(g.mul(balance).add(rest.mul(balance.not()))) : lost;
  const weighted = weights ? balanced.mul(classFactors(weights, weighting, context, "pixels")) : balanced;
  if (!params.normalized) return weighted.mean("batch", "space", "class");
  return weighted.sum("batch", "space", "class").div(factor.sum("batch", "space", "class").max(leastFactor));
}

/** A sum of focusing factors below this is taken for this. */
const leastFactor = 1e-6;

/** (1 − p)^γ of the truth, given both 1 − p and p so that neither loses precision. */
function focusing(missing: Expr, truth: Expr, { gamma, reduced_threshold }: Params): Expr {
  if (reduced_threshold === undefined) return power(missing, gamma);
  return truth.less(reduced_threshold).where(1, power(missing.div(reduced_threshold), gamma));
}

const power = (x: Expr, exponent: number): Expr =>
  exponent === 0 ? x.mul(0).add(1) : exponent === 2 ? x.square() : x.pow(exponent);

const balanceOfClasses = (alpha: Params["alpha"], context: Context): Expr | undefined => {
  if (alpha === undefined) return undefined;
  return context.perClass(
    typeof alpha === "number" ? context.classIndices.map((c) => (c === 0 ? 1 - alpha : alpha)) : alpha,
  );
};
