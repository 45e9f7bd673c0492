import { constantValue, type WeightPolynomial } from "./polynomial.js";
import { always, type StepFunction, type WeightedSum } from "./step-function.js";

/** What an expression stands for. Unknown: torn, or already reported, so that nothing more is said of it. */
export type ExpressionValue =
  | { readonly kind: "number"; readonly timeline: StepFunction<WeightPolynomial> }
  | { readonly kind: "loss"; readonly timeline: StepFunction<WeightedSum> }
  | { readonly kind: "unknown" };

export const unknown: ExpressionValue = { kind: "unknown" };

export const numberValue = (amount: WeightPolynomial): ExpressionValue => ({
  kind: "number",
  timeline: always(amount),
});

/** `0`, the empty sum, is a number and a loss. */
export const isEmptySum = (value: ExpressionValue): boolean =>
  value.kind === "number" && value.timeline.every((step) => constantValue(step.value) === 0);

/** A value as a loss: the empty sum is one. */
export const asLoss = (value: ExpressionValue): StepFunction<WeightedSum> | undefined =>
  value.kind === "loss" ? value.timeline : isEmptySum(value) ? always(new Map()) : undefined;
