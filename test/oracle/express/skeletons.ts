import type { Expression, Expressions } from "../case.js";
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

export const skeletons: Expressions = {
  "MIC-DKFZ/Skeleton-Recall nnunetv2.training.loss.dice.SoftSkeletonRecallLoss": skeletonRecall,
};
