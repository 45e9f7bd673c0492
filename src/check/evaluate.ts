import { constant } from "../program/polynomial.js";
import { type ExpressionValue, numberValue, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { evaluateCall } from "./calls.js";
import type { CheckContext, Environment } from "./context.js";
import { scaled } from "./operands.js";
import { evaluateSchedule } from "./phases.js";
import { evaluateProduct } from "./products.js";
import { evaluateSelection } from "./select.js";
import { evaluateSum } from "./sums.js";

/** What an expression stands for at a place. Sums, products and schedules are walked in loops: they may be long. */
export function evaluateExpression(expr: ast.Expression, env: Environment, cx: CheckContext): ExpressionValue {
  if (cx.budget.exceeded) return unknown;
  switch (expr.kind) {
    case "missing":
      return unknown;
    case "number":
      return numberValue(constant(expr.value));
    case "group":
      return evaluateExpression(expr.body, env, cx);
    case "negate":
      return scaled(evaluateExpression(expr.operand, env, cx), -1);
    case "binary":
      return expr.operator === "+" || expr.operator === "-"
        ? evaluateSum(expr, env, cx)
        : evaluateProduct(expr, env, cx);
    case "then":
      return evaluateSchedule(expr, env, cx);
    case "call":
      return evaluateCall(expr, env, cx);
    default:
      return evaluateSelection(expr, env, cx);
  }
}
