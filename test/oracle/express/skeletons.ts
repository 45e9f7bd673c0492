import type { Expression, Expressions, Facts } from "../case.js";
import { foreground, program, term } from "../text.js";

/** Losses over skeletons, from their papers' repositories. */

/** The tube is prepared beforehand and given as the target; a denominator is at least 1e-8. */
const skeletonRecall: Expression = (c) => {
  const smooth = c.param("smooth", 1);
  const source = term(
    "skeleton_recall",
    {
      given: true,
      negative: true,
      batch: c.param("batch_dice", false),
      ...(smooth === 0 ? { smooth_nr: 0, smooth_dr: 1e-8 } : { smooth }),
    },
    foreground(c, c.param("do_bg", false)),
  );
  return program(c, source);
};

/** Sums over the batch; the classes but the first are one foreground; the score comes back negative. */
const centreBoundary =
  (loss: string, own: (c: Facts) => Parameters<typeof term>[1]): Expression =>
  (c) => {
    const args = { iterations: c.param("iter_", 10), smooth: c.param("smooth", 1) };
    const all = Array.from({ length: c.classes }, (_, k) => k);
    return program(c, term(loss, { ...args, merge: true, batch: true, negative: true, ...own(c) }, all), {
      exclusive: true,
    });
  };
/** Weights are squared in volumes. */
const power = (c: Facts) => (c.case.pred.shape.length === 5 ? 2 : undefined);

const cbdiceAt = "PengchengShi1220/cbDice loss.";

export const skeletons: Expressions = {
  "MIC-DKFZ/Skeleton-Recall nnunetv2.training.loss.dice.SoftSkeletonRecallLoss": skeletonRecall,
  [`${cbdiceAt}SoftcbDiceLoss`]: centreBoundary("cbdice", (c) => ({ power: power(c) })),
  [`${cbdiceAt}SoftclMDiceLoss`]: centreBoundary("cbdice", () => ({ centre: "plain" })),
  [`${cbdiceAt}SoftclDiceLoss`]: centreBoundary("cldice", () => ({ skeleton: "threshold" })),
};
