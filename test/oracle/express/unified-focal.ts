import { type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { program, sum, term } from "../text.js";

const given = { exclusive: true, probabilities: true };

/** Without an activation, and for a background and a foreground. */
const two =
  (say: (c: Facts) => string): Expression =>
  (c) =>
    c.classes === 2 ? program(c, say(c), given) : unsupported("The code reads two channels and no others.");

const focal = (symmetric: boolean) => (c: Facts) =>
  term("asymmetric_focal", { delta: c.param("delta", 0.7), gamma: c.param("gamma", 2), symmetric });

/** Half of the whole: with the other half weighing nothing. */
const tversky = (symmetric: boolean) => (c: Facts) =>
  term("unified_focal", { weight: 0, delta: c.param("delta", 0.7), gamma: c.param("gamma", 0.75), symmetric });

const monaiUnified = (c: Facts) =>
  term("unified_focal", {
    weight: c.param("weight", 0.5),
    delta: c.param("delta", 0.7),
    gamma: c.param("gamma", 0.5),
  });

/** The weight is that of the Tversky half; without one the halves are added. */
const unified = (symmetric: boolean) => (c: Facts) => {
  const args = { delta: c.param("delta", 0.6), gamma: c.param("gamma", 0.5), symmetric };
  const weight = c.param<number | null>("weight", 0.5);
  if (weight === null)
    return sum([1, term("unified_focal", { weight: 1, ...args })], [1, term("unified_focal", { weight: 0, ...args })]);
  return term("unified_focal", { weight: 1 - weight, ...args });
};

const monaiAt = "Project-MONAI/MONAI monai.losses.";
const authorsAt = "mlyg/unified-focal-loss loss_functions.";

export const unifiedFocal: Expressions = {
  [`${monaiAt}AsymmetricUnifiedFocalLoss`]: two(monaiUnified),
  [`${monaiAt}unified_focal_loss.AsymmetricFocalLoss`]: two(focal(false)),
  [`${monaiAt}unified_focal_loss.AsymmetricFocalTverskyLoss`]: two(tversky(false)),
  [`${authorsAt}asym_unified_focal_loss`]: two(unified(false)),
  [`${authorsAt}sym_unified_focal_loss`]: two(unified(true)),
  [`${authorsAt}asymmetric_focal_loss`]: two(focal(false)),
  [`${authorsAt}symmetric_focal_loss`]: two(focal(true)),
  [`${authorsAt}asymmetric_focal_tversky_loss`]: two(tversky(false)),
  [`${authorsAt}symmetric_focal_tversky_loss`]: two(tversky(true)),
};
