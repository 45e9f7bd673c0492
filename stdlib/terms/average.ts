import { kindOf } from "../../src/graph/ops/axes.js";
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
  const over = loss.axes.includes("batch") ? "samples" : "batch";
  if (how.absent !== "skip") return used ? counted.mul(classFactors(used, how.weighting, context, over)) : counted;
  const weight = used ? context.perClass(used) : undefined;
  const total = (weight ? counted.mul(weight) : counted).sum("batch", "class");
  return quotient(
    total,
    (weight && how.weighting === "normalised" ? present.mul(weight) : present).sum("batch", "class"),
  );
}

/**
 * Factors that turn the plain mean over classes into the weighted one. Where some classes do not count everywhere, weights are normalised over what does: over pixels, or
 * over the samples of a class that have any, or over the classes that have any in the batch.
 */
export function classFactors(
  weights: readonly number[],
  weighting: Averaging["weighting"],
  context: Context,
  over: "pixels" | "samples" | "batch",
): Expr {
  const total = weights.reduce((a, b) => a + b, 0);
  if (weighting !== "normalised" || total === 0) return context.perClass(weights);
  const pixels = over === "samples" ? context.count("space") : context.count("batch", "space");
  const perClass = pixels.axes.some((axis) => kindOf(axis) === "class");
  if (!perClass) return context.perClass(weights.map((w) => (w * weights.length) / total));
  const amounts = over === "pixels" ? pixels : pixels.greater(0);
  const shares = context.perClass(weights);
  const all = (x: Expr) => x.sumOver(x.axes);
  return shares.mul(quotient(all(amounts), all(amounts.mul(shares))));
}
