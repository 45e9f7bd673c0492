import type { Context, Expr } from "../../src/loss.js";
import { quotient } from "./arithmetic.js";

export interface Averaging {
  readonly absent: "smooth" | "skip" | "zero";
  readonly weights?: readonly number[] | undefined;
  readonly weighting: "normalised" | "multiply" | "scale";
  readonly average?: "macro" | "micro";
}

/** A loss per sample and class made ready for the plain mean: weighted, and without the absent classes where they are not to count. */
export function averaged(loss: Expr, present: Expr, how: Averaging, context: Context): Expr {
  const used = how.average === "micro" || how.weighting === "scale" ? undefined : how.weights;
  const counted = how.absent === "smooth" ? loss : loss.mul(present);
  if (how.absent !== "skip") return used ? counted.mul(classFactors(used, how.weighting, context)) : counted;
  const weight = used ? context.perClass(used) : undefined;
  const total = (weight ? counted.mul(weight) : counted).sum("batch", "class");
  return quotient(
    total,
    (weight && how.weighting === "normalised" ? present.mul(weight) : present).sum("batch", "class"),
  );
}

/** Factors that turn the plain mean over classes into the weighted one. */
export function classFactors(weights: readonly number[], weighting: Averaging["weighting"], context: Context): Expr {
  const total = weights.reduce((a, b) => a + b, 0);
  const scale = weighting === "normalised" && total > 0 ? weights.length / total : 1;
  return context.perClass(weights.map((w) => w * scale));
}
