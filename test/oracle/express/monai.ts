import { type Expressed, type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { foreground, listed, program, sum, term } from "../text.js";

const seen = (c: Facts, withBackground = true) => foreground(c, c.param("include_background", withBackground));
const seenCount = (c: Facts, withBackground = true) => seen(c, withBackground)?.length ?? c.classes;

/** Why the activations a case asks for cannot be written as one task. */
function refusal(c: Facts): Expressed | undefined {
  if (c.optional("other_act")) return unsupported("An activation given as a function cannot be written in a program.");
  if (c.param("reduction", "mean") === "none") return unsupported("A loss is a number; its parts are none.");
  if (!activated(c) && !c.probabilities) return unsupported("Raw logits taken for probabilities.");
  if (c.param("softmax", false) && !c.several)
    return unsupported("MONAI ignores a softmax over one channel and takes raw logits for probabilities.");
  return undefined;
}
const activated = (c: Facts) => c.param("sigmoid", false) || c.param("softmax", false);

const about = (c: Facts) => ({
  exclusive: c.param("softmax", false) || (!c.param("sigmoid", false) && c.exclusive),
  probabilities: !activated(c),
});

/** A sum over samples and classes as a multiple of the mean. */
const entries = (c: Facts, withBackground = true) =>
  c.param("reduction", "mean") === "sum" ? seenCount(c, withBackground) * (c.param("batch", false) ? 1 : c.samples) : 1;

const smooths = (c: Facts) => ({ smooth_nr: c.param("smooth_nr", 1e-5), smooth_dr: c.param("smooth_dr", 1e-5) });

function diceTerm(c: Facts, weight = c.optional<number | readonly number[]>("weight")): string {
  // A single class takes no weight.
  const weights = seenCount(c) > 1 ? listed(weight, seenCount(c)) : undefined;
  const jaccard = c.param("jaccard", false);
  const { smooth_nr, smooth_dr } = smooths(c);
  return term(
    jaccard ? "iou" : "dice",
    {
      // There the Jaccard index is 2·TP / 2·(TP + FP + FN), so what is added counts half in TP / (TP + FP + FN).
      smooth_nr: jaccard ? smooth_nr / 2 : smooth_nr,
      smooth_dr: jaccard ? smooth_dr / 2 : smooth_dr,
      batch: c.param("batch", false),
      squared: c.param("squared_pred", false),
      soft_labels: c.param("soft_label", false),
      weights,
      weighting: weights && "multiply",
    },
    seen(c),
  );
}

const dice: Expression = (c) => refusal(c) ?? program(c, sum([entries(c), diceTerm(c)]), about(c));

const maskedDice: Expression = (c) => {
  if (activated(c))
    return unsupported(
      "MONAI multiplies the logits by the mask before the sigmoid, so masked pixels count with probability 0.5 (issues #657, #8655).",
    );
  return refusal(c) ?? program(c, sum([entries(c), `${diceTerm(c)} where mask`]), { ...about(c), mask: "mask" });
};

const tversky: Expression = (c) =>
  refusal(c) ??
  program(
    c,
    sum([
      entries(c),
      term(
        "tversky",
        {
          alpha: c.param("alpha", 0.5),
          beta: c.param("beta", 0.5),
          ...smooths(c),
          batch: c.param("batch", false),
          soft_labels: c.param("soft_label", false),
        },
        seen(c),
      ),
    ]),
    about(c),
  );

const generalizedDiceTerm = (c: Facts): string =>
  term(
    "generalized_dice",
    {
      weighting: c.param("w_type", "square"),
      ...smooths(c),
      batch: c.param("batch", false),
      soft_labels: c.param("soft_label", false),
    },
    seen(c),
  );

/** One ratio per sample, or for the batch. */
const ratios = (c: Facts) => (c.param("reduction", "mean") === "sum" && !c.param("batch", false) ? c.samples : 1);

const generalizedDice: Expression = (c) => refusal(c) ?? program(c, sum([ratios(c), generalizedDiceTerm(c)]), about(c));

const wasserstein: Expression = (c) => {
  if (c.samples > 1)
    return unsupported(
      "MONAI multiplies the weights of each sample by the errors of all samples (issue #4650, fixed by pull request #8744).",
    );
  if (c.param("reduction", "mean") === "none") return unsupported("A loss is a number; its parts are none.");
  const text = term("generalized_wasserstein_dice", {
    distances: c.param<readonly (readonly number[])[]>("dist_matrix", []),
    weighting: c.param("weighting_mode", "default") === "GDL" ? "inverse" : undefined,
    ...smooths(c),
  });
  return program(c, sum([ratios(c), text]), { exclusive: true, probabilities: false });
};

/** A sigmoid for each class unless `use_softmax`; classes are dropped before the activation, and the mean is over classes too. */
function focalTerm(c: Facts, softmax: boolean): string {
  const classes = seen(c);
  const weights = listed(c.optional<number | readonly number[]>("weight"), seenCount(c));
  const alpha = softmax && classes ? undefined : c.optional<number>("alpha");
  return term(
    "focal",
    {
      gamma: c.param("gamma", 2),
      alpha,
      weights: softmax ? (weights ?? listed(1, seenCount(c))) : weights,
      weighting: softmax || weights ? "multiply" : undefined,
      activation: softmax || !c.several ? undefined : "sigmoid",
      renormalize: softmax && classes !== undefined,
    },
    classes,
  );
}
const focalFactor = (c: Facts, softmax: boolean) =>
  (c.param("reduction", "mean") === "sum" ? c.samples * seenCount(c) : 1) / (softmax ? seenCount(c) : 1);

const focal: Expression = (c) => {
  if (c.param("reduction", "mean") === "none") return unsupported("A loss is a number; its parts are none.");
  const softmax = c.param("use_softmax", false);
  if (softmax && !c.several) return unsupported("A softmax over one channel is always 1.");
  return program(c, sum([focalFactor(c, softmax), focalTerm(c, softmax)]), { probabilities: false });
};

const withFocal =
  (region: (c: Facts) => readonly [weight: number, text: string]): Expression =>
  (c) => {
    const refused = refusal(c);
    if (refused) return refused;
    if (!activated(c))
      return unsupported("The region part takes probabilities, the focal part logits, of one prediction.");
    return program(
      c,
      sum(region(c), [c.param("lambda_focal", 1) * focalFactor(c, false), focalTerm(c, false)]),
      about(c),
    );
  };

const diceCrossEntropy: Expression = (c) => {
  const refused = refusal(c);
  if (refused) return refused;
  if (!activated(c))
    return unsupported("The Dice part takes probabilities, the cross-entropy logits, of one prediction.");
  if (c.several && c.param("sigmoid", false))
    return unsupported("Dice of a sigmoid and cross-entropy of a softmax of one prediction.");
  const weight = listed(c.optional<number | readonly number[]>("weight"), c.classes);
  const smoothing = c.param("label_smoothing", 0) || undefined;
  const summed = c.param("reduction", "mean") === "sum" ? c.samples * c.pixels : 1;
  const entropy = c.several
    ? term("ce", {
        weights: weight,
        weighting: c.labelled && summed === 1 ? undefined : "multiply",
        label_smoothing: smoothing,
      })
    : term("bce", { positive_weight: weight?.[0] });
  const ofDice = weight && seen(c) ? weight.slice(1) : weight;
  return program(
    c,
    sum([c.param("lambda_dice", 1) * entries(c), diceTerm(c, ofDice)], [c.param("lambda_ce", 1) * summed, entropy]),
    about(c),
  );
};

const hausdorff =
  (form: { readonly log?: boolean; readonly sides?: string }): Expression =>
  (c) => {
    const scale = entries(c, false);
    const background = c.several && c.param("include_background", false);
    const args = { alpha: c.param("alpha", 2), ...form, scale: scale === 1 ? undefined : scale, background };
    const text = term("hd_dt", args, background ? undefined : foreground(c, false));
    return refusal(c) ?? program(c, text, about(c));
  };

function centreLine(c: Facts): string {
  const smooth = c.param("smooth", 1);
  return term(
    "cldice",
    { iterations: c.param("iter_", 3), smooth, batch: true, average: "micro" },
    foreground(c, false),
  );
}

const cldice: Expression = (c) =>
  c.several
    ? program(c, centreLine(c), { probabilities: true })
    : unsupported(
        "MONAI drops channel 0 of a one-channel prediction, so nothing is left and the loss is always 0 (issue #8239).",
      );

const diceCldice: Expression = (c) => {
  if (!c.several) return cldice(c);
  const alpha = c.param("alpha", 0.5);
  const overlap = term("dice", { smooth: c.param("smooth", 1), batch: true, average: "micro" }, foreground(c, false));
  return program(c, sum([1 - alpha, overlap], [alpha, centreLine(c)]), { probabilities: true });
};

/** The mean of neighbours takes a size, the Gaussian only its width. */
const neighbourAware: Expression = (c) => {
  const gaussian = c.param("kernel_ops", "mean") === "gaussian";
  const size = c.param("kernel_size", 3);
  if (!gaussian && size % 2 === 0) return unsupported("A kernel of even size has no centre.");
  const text = term("nacl", {
    alpha: c.param("alpha", 0.1),
    norm: c.param("distance_type", "l1"),
    kernel: gaussian ? "gaussian" : undefined,
    radius: gaussian ? undefined : (size - 1) / 2,
    sigma: gaussian ? c.param("sigma", 1) : undefined,
    border: "zero",
  });
  return program(c, text, { exclusive: true, probabilities: false });
};

const at = "Project-MONAI/MONAI monai.losses.";

export const monai: Expressions = {
  [`${at}DiceLoss`]: dice,
  [`${at}DiceLoss(jaccard=True)`]: dice,
  [`${at}MaskedDiceLoss`]: maskedDice,
  [`${at}TverskyLoss`]: tversky,
  [`${at}GeneralizedDiceLoss`]: generalizedDice,
  [`${at}GeneralizedWassersteinDiceLoss`]: wasserstein,
  [`${at}FocalLoss`]: focal,
  [`${at}DiceCELoss`]: diceCrossEntropy,
  [`${at}DiceFocalLoss`]: withFocal((c) => [c.param("lambda_dice", 1) * entries(c), diceTerm(c)]),
  [`${at}GeneralizedDiceFocalLoss`]: withFocal((c) => [c.param("lambda_gdl", 1) * ratios(c), generalizedDiceTerm(c)]),
  [`${at}HausdorffDTLoss`]: hausdorff({}),
  [`${at}HausdorffDTLoss with pred_dt := 0`]: hausdorff({ sides: "target" }),
  [`${at}LogHausdorffDTLoss`]: hausdorff({ log: true }),
  [`${at}SoftclDiceLoss`]: cldice,
  [`${at}SoftDiceclDiceLoss`]: diceCldice,
  [`${at}NACLLoss`]: neighbourAware,
};
