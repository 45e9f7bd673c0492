import { type Expression, type Expressions, unsupported } from "../case.js";
import { program, term } from "../text.js";

/** Hausdorff losses of Karimi and Salcudean, whose own code was never published: an unofficial repository, and the definitions themselves. */

/** The numpy code has no gradient; the cases hold values only. */
const erosionsOfNumpy: Expression = (c) => {
  if (c.case.layout === "NDHWC")
    return unsupported(
      "The kernel for volumes has the shape (3, 1, 3, 3): it is laid over channels, and no slice sees its neighbours. kornia, which descends from this code, says so and has a true cross (losses/hausdorff.py).",
    );
  const args = { alpha: c.param("alpha", 2), erosions: c.param("erosions", 10), normalize: true };
  return program(c, term("hd_er", args), { probabilities: true });
};

const erosions: Expression = (c) =>
  program(c, term("hd_er", { alpha: c.param("alpha", 2), erosions: c.param("k", 10), background: true }), {
    probabilities: true,
  });

const convolutions: Expression = (c) => {
  const args = {
    alpha: c.param("alpha", 2),
    radii: c.param<readonly number[]>("radii", [3, 6, 9]),
    threshold: c.param("thr", 0.5),
    background: true,
  };
  return program(c, term("hd_cv", args), { probabilities: true });
};

export const hausdorff: Expressions = {
  "PatRyg99/HausdorffLoss hausdorff_loss.HausdorffERLoss": erosionsOfNumpy,
  "definition Karimi eq. HD_ER: sum_k k^alpha * relu(conv_k(e)-0.5), mean over pixels": erosions,
  "definition Karimi eq. HD_CV with disc kernels": convolutions,
};
