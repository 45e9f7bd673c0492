import { type Expression, type Expressions, Facts, numbers, type Stored, unsupported } from "../case.js";
import { foreground, program, sum, term, times } from "../text.js";
import { crossEntropy, ignored } from "./torch.js";

const about = { exclusive: true, probabilities: false };

/** Scores come back negative; classes are dropped after the ratio. */
function overlapTerm(loss: string, c: Facts, own: Parameters<typeof term>[1] = {}): string {
  return term(
    loss,
    {
      smooth: c.param("smooth", 1),
      batch: c.param("batch_dice", false),
      squared: c.param("square", false) ? "counts" : undefined,
      negative: true,
      ...own,
    },
    foreground(c, c.param("do_bg", true)),
  );
}

const softmaxed = (c: Facts) => c.param("apply_nonlin", "softmax") === "softmax" && c.several && !c.probabilities;
const rawScores = unsupported(
  "Anything but a softmax over several logits: the code then takes raw numbers for probabilities.",
);

/** The arguments of a loss that is part of another. */
const part = (c: Facts, params: unknown) => new Facts({ ...c.case, params: (params ?? {}) as Facts["case"]["params"] });

const overlap =
  (loss: string, own: Readonly<Record<string, number>> = {}): Expression =>
  (c) =>
    softmaxed(c) ? program(c, overlapTerm(loss, c, own), about) : rawScores;

/** The clamped one-hot target and the smoothed probability are `smooth`; a list of alphas is divided by its sum. */
const focal: Expression = (c) => {
  if (!softmaxed(c)) return rawScores;
  const given = c.optional<number | readonly number[]>("alpha");
  const total = typeof given === "object" ? given.reduce((a, b) => a + b, 0) : 1;
  const balanced = c.param("balance_index", 0);
  const alpha = Array.from({ length: c.classes }, (_, k) => {
    if (given === undefined) return 1;
    if (typeof given === "object") return given[k]! / total;
    return k === balanced ? given : 1 - given;
  });
  const text = term("focal", { gamma: c.param("gamma", 2), alpha, smooth: c.param("smooth", 1e-5) });
  return program(c, times(c.param("size_average", true) ? 1 : c.samples * c.pixels, text), about);
};

/** The parts go by each other's name, so `r` weighs the class itself here too; smoothing is below the line only. */
const sensitivitySpecificity: Expression = (c) => {
  if (!softmaxed(c)) return rawScores;
  const args = { r: 0.1, smooth: c.param("smooth", 1), batch: c.param("batch_dice", false) };
  return program(c, term("sensitivity_specificity", args, foreground(c, c.param("do_bg", true))), about);
};

/** The mean is raised. */
const focalTversky: Expression = (c) => {
  const inner = part(c, c.case.params.tversky_kwargs);
  if (!softmaxed(inner)) return rawScores;
  const own = { alpha: 0.3, beta: 0.7, gamma: c.param("gamma", 0.75), power_of: "mean", negative: false };
  return program(c, overlapTerm("focal_tversky", inner, own), about);
};

/** −2(I + s)/(U + s), where an absent class weighs 1/(1e-10)². */
const generalizedDice: Expression = (c) =>
  softmaxed(c) ? program(c, term("generalized_dice", generalizedArgs(c)), about) : rawScores;

const generalizedArgs = (c: Facts) => {
  const smooth = c.param("smooth", 1e-5);
  return { absent_weight: 1e20, smooth_nr: 2 * smooth, smooth_dr: smooth, negative: true };
};

/** The penalty of the negative mean score. */
const penaltyDice: Expression = (c) => {
  const inner = part(c, c.case.params.gdice_kwargs);
  if (!softmaxed(inner)) return rawScores;
  return program(
    c,
    term("penalty_dice", { k: c.param("k", 2.5), penalty_of: "mean", ...generalizedArgs(inner) }),
    about,
  );
};

/** Sums over the batch; `smooth` is a least denominator, also of the weights. */
const generalizedDiceV2: Expression = (c) => {
  if (!softmaxed(c)) return rawScores;
  const smooth = c.param("smooth", 1e-5);
  return program(
    c,
    term("generalized_dice", { absent_weight: 1 / smooth, smooth: 0, batch: true, negative: true }),
    about,
  );
};

const diceCrossEntropy: Expression = (c) => {
  if (c.param("aggregate", "sum") !== "sum") return unsupported("The code knows no other aggregate than the sum.");
  const entropy = crossEntropy(part(c, c.case.params.ce_kwargs));
  if ("unsupported" in entropy) return entropy;
  const overlapped = overlapTerm("dice", part(c, c.case.params.soft_dice_kwargs));
  return { source: sum([1, entropy.source], [1, overlapped]), task: entropy.task };
};

const boundary: Expression = (c) =>
  c.several
    ? program(c, term("boundary", {}, foreground(c, false)), about)
    : unsupported("The only channel is dropped as background.");

/** Cross-entropy is not raised, and the exponent is that of the mean Dice. */
const expLog: Expression = (c) => {
  const [dice, entropy] = [part(c, c.case.params.soft_dice_kwargs), part(c, c.case.params.wce_kwargs)];
  if (!softmaxed(dice)) return rawScores;
  const [diceWeight, entropyWeight] = c.param<readonly number[]>("weights", [0.8, 0.2]);
  const text = term("exp_log", {
    dice_weight: diceWeight,
    ce_weight: entropyWeight,
    gamma: c.param("gamma", 0.3),
    ce_gamma: 1,
    power_of: "mean",
    foreground: !dice.param("do_bg", true),
    smooth: dice.param("smooth", 1),
    batch: dice.param("batch_dice", false),
    squared: dice.param("square", false) ? "counts" : undefined,
    weights: entropy.optional<readonly number[]>("weight"),
  });
  return program(c, text, about);
};

/** Two classes, of which the second counts; the map comes with the case and is computed from the target here. */
const distancePenalizedDice: Expression = (c) => {
  const map = c.case.extra?.dist as Stored | undefined;
  if (map && numbers(map).some(Number.isNaN))
    return unsupported(
      "The map is 0/0 where a side is empty or nowhere thicker than a voxel. Here it is 1 throughout.",
    );
  const args = { weighs: "intersection", smooth: c.param("smooth", 1e-5), negative: true };
  return program(c, term("distance_penalized_dice", args, [1]), about);
};

/** The worst pixels of the batch; ignored ones cost nothing, but are among those that are counted. */
const topk: Expression = (c) => {
  if (!c.several) return unsupported("A softmax over one channel is always 1, so this is 0 whatever the prediction.");
  const ignore = c.labelled ? ignored(c) : undefined;
  const k = c.param("k", 10) / (c.kept(ignore) || 1);
  if (k > 100) return unsupported("More pixels are averaged over than count.");
  const weights = c.optional<readonly number[]>("weight");
  const text = term("topk_ce", { k, batch: true, weights, weighting: weights && "multiply" });
  return program(c, text, { ...about, ignore });
};

const diceTopk: Expression = (c) => {
  if (c.param("aggregate", "sum") !== "sum") return unsupported("The code knows no other aggregate than the sum.");
  const worst = topk(part(c, c.case.params.ce_kwargs));
  if ("unsupported" in worst) return worst;
  const overlapped = overlapTerm("dice", part(c, c.case.params.soft_dice_kwargs));
  return { source: sum([1, worst.source], [1, overlapped]), task: worst.task };
};

/** The map is computed and then not used: the mean is that of plain cross-entropy. */
const unpenalized: Expression = (c) => crossEntropy(part(c, {}));

/** What the code means to compute. */
const distancePenalized: Expression = (c) =>
  c.classes === 2
    ? program(c, "distance_penalized_ce", about)
    : unsupported("The map is that of all foreground together; here each class has its own.");

const at = "JunMa11/SegLossOdyssey losses_pytorch.";

export const odyssey: Expressions = {
  [`${at}ND_Crossentropy.WeightedCrossEntropyLoss`]: crossEntropy,
  [`${at}dice_loss.SoftDiceLoss`]: overlap("dice"),
  [`${at}dice_loss.IoULoss`]: overlap("iou"),
  [`${at}dice_loss.TverskyLoss`]: overlap("tversky", { alpha: 0.3, beta: 0.7 }),
  [`${at}dice_loss.GDiceLoss`]: generalizedDice,
  [`${at}dice_loss.GDiceLossV2`]: generalizedDiceV2,
  [`${at}dice_loss.DC_and_CE_loss`]: diceCrossEntropy,
  [`${at}dice_loss.FocalTversky_loss`]: focalTversky,
  [`${at}dice_loss.SSLoss`]: sensitivitySpecificity,
  [`${at}dice_loss.AsymLoss`]: overlap("asymmetric_similarity", { beta: 1.5 }),
  [`${at}dice_loss.PenaltyGDiceLoss`]: penaltyDice,
  [`${at}boundary_loss.DistBinaryDiceLoss`]: distancePenalizedDice,
  [`${at}dice_loss.ExpLog_loss`]: expLog,
  [`${at}focal_loss.FocalLoss`]: focal,
  [`${at}boundary_loss.BDLoss`]: boundary,
  [`${at}ND_Crossentropy.DisPenalizedCE`]: unpenalized,
  [`${at}ND_Crossentropy.TopKLoss`]: topk,
  [`${at}dice_loss.DC_and_topk_loss`]: diceTopk,
  "definition mean(CE * dist), the evident intent": distancePenalized,
};
