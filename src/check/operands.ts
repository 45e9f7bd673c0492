import { constant, multiply } from "../program/polynomial.js";
import { atEachMoment, type StepFunction, scaleSum } from "../program/step-function.js";
import type { ExpressionValue } from "../program/value.js";
import type * as ast from "../syntax/ast.js";

/** A part of a sum or a product. */
export interface EvaluatedOperand {
  readonly expr: ast.Expression;
  readonly value: ExpressionValue;
}

/** A value times a number. */
export function scaled(value: ExpressionValue, by: number): ExpressionValue {
  if (value.kind === "unknown" || by === 1) return value;
  const factor = constant(by);
  if (value.kind === "number") {
    return { kind: "number", timeline: atEachMoment([value.timeline], ([amount]) => multiply(amount!, factor)) };
  }
  return { kind: "loss", timeline: atEachMoment([value.timeline], ([terms]) => scaleSum(terms!, factor)) };
}

/** The most entries that a step has. */
export function widest(timeline: StepFunction<{ readonly size: number }>): number {
  let most = 0;
  for (const { value } of timeline) most = Math.max(most, value.size);
  return most;
}
