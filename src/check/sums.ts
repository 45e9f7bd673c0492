import { hasFiniteCoefficients } from "../program/polynomial.js";
import {
  addPolynomials,
  addSums,
  atEachMoment,
  breakpoints,
  monomialsOf,
  type StepFunction,
} from "../program/step-function.js";
import { asLoss, type ExpressionValue, isEmptySum, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { bounds } from "./budget.js";
import { block, type CheckContext, type Environment, quoted } from "./context.js";
import { type EvaluatedOperand, scaled, widest } from "./operands.js";

/** `a + b - c`, a chain of any length. */
export function evaluateSum(root: ast.Binary, env: Environment, cx: CheckContext): ExpressionValue {
  const operands = addends(root).map(({ expr, sign }) => ({
    expr,
    value: scaled(cx.evaluate(expr, env), sign),
  }));
  return addUp(operands, root, cx);
}

function addends(root: ast.Binary): { expr: ast.Expression; sign: 1 | -1 }[] {
  const found: { expr: ast.Expression; sign: 1 | -1 }[] = [];
  let at: ast.Expression = root;
  while (at.kind === "binary" && (at.operator === "+" || at.operator === "-")) {
    found.push({ expr: at.right, sign: at.operator === "+" ? 1 : -1 });
    at = at.left;
  }
  found.push({ expr: at, sign: 1 });
  return found.reverse();
}

/** The sum moment by moment; numbers and losses do not mix. */
function addUp(operands: readonly EvaluatedOperand[], root: ast.Binary, cx: CheckContext): ExpressionValue {
  const loss = operands.find(({ value }) => value.kind === "loss");
  const stray = operands.find(({ value }) => value.kind === "number" && !isEmptySum(value));
  if (loss && stray) {
    reportNumber(stray, loss, root, cx);
    return unknown;
  }
  if (operands.some(({ value }) => value.kind === "unknown")) return unknown;
  const values = operands.map(({ value }) => value);
  if (!admits(values, root, cx)) return unknown;
  if (loss) {
    return {
      kind: "loss",
      timeline: atEachMoment(
        values.map((value) => asLoss(value)!),
        addSums,
      ),
    };
  }
  const numbers = values.flatMap((value) => (value.kind === "number" ? [value.timeline] : []));
  const timeline = atEachMoment(numbers, addPolynomials);
  if (timeline.every((step) => hasFiniteCoefficients(step.value))) return { kind: "number", timeline };
  cx.reports.report("infiniteNumber", root.span, { number: quoted(cx, root.span) });
  return unknown;
}

/** Whether adding stays within bounds, and the order of all steps is known. */
function admits(values: readonly ExpressionValue[], root: ast.Binary, cx: CheckContext): boolean {
  const timelines = values.flatMap((value): StepFunction<unknown>[] =>
    value.kind === "unknown" ? [] : [value.timeline],
  );
  const scheduled = timelines.filter((timeline) => timeline.length > 1);
  if (scheduled.length > 1 && scheduled.some((timeline) => timeline.some((step) => step.from.rank > 0))) {
    cx.reports.report("triggersCombined", root.span, {}, { hint: "write one schedule whose phases hold the sums" });
    block(cx, {
      code: "L504",
      message: "A schedule with a trigger cannot be combined with another schedule yet.",
      span: root.span,
    });
  }
  const steps = breakpoints(timelines).length;
  const monomials = values.reduce((n, value) => n + widestOf(value), 0);
  const moving = values.reduce((n, value) => n + (value.kind === "number" ? widest(value.timeline) : 0), 0);
  const most = values.some((value) => value.kind === "loss") ? 0 : moving;
  if (most > bounds.products + values.length)
    return cx.budget.exceed(`${bounds.products} ramps in one weight`, root.span, cx.reports);
  return cx.budget.spend(steps * monomials, root.span, cx.reports);
}

/** The most monomials that a value has at a time. */
function widestOf(value: ExpressionValue): number {
  if (value.kind === "unknown") return 0;
  if (value.kind === "number") return Math.max(1, widest(value.timeline));
  return value.timeline.reduce((most, { value: sum }) => Math.max(most, monomialsOf(sum)), 1);
}

function reportNumber(stray: EvaluatedOperand, loss: EvaluatedOperand, root: ast.Binary, cx: CheckContext): void {
  const holes = { number: quoted(cx, stray.expr.span), loss: quoted(cx, loss.expr.span) };
  const beside = root.left === stray.expr && root.right === loss.expr && root.operator === "+";
  const fixes = [{ title: "Multiply instead", certain: false, edits: [{ span: root.operatorSpan, text: "*" }] }];
  const hint = `to give a loss a weight, multiply: \`${holes.number}*${holes.loss}\``;
  cx.reports.report("numberAndLoss", stray.expr.span, holes, { hint, fixes: beside ? fixes : undefined });
}
