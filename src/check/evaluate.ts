import {
  constant,
  constantValue,
  hasFiniteCoefficients,
  multiply,
  one,
  type WeightPolynomial,
} from "../program/polynomial.js";
import {
  addPolynomials,
  addSums,
  always,
  atEachMoment,
  before,
  breakpoints,
  type StepFunction,
  scaleSum,
  zip,
} from "../program/step-function.js";
import { writtenMoment } from "../program/training-axis.js";
import { asLoss, type ExpressionValue, isEmptySum, numberValue, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { cover } from "../text.js";
import { bounds } from "./budget.js";
import { evaluateCall } from "./calls.js";
import { block, type CheckContext, type Environment, quoted } from "./context.js";
import { evaluateSchedule } from "./phases.js";
import { evaluateSelection } from "./select.js";

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
      return expr.operator === "+" || expr.operator === "-" ? sum(expr, env, cx) : product(expr, env, cx);
    case "then":
      return evaluateSchedule(expr, env, cx);
    case "call":
      return evaluateCall(expr, env, cx);
    default:
      return evaluateSelection(expr, env, cx);
  }
}

export function scaled(value: ExpressionValue, by: number): ExpressionValue {
  if (value.kind === "unknown" || by === 1) return value;
  const factor = constant(by);
  if (value.kind === "number") {
    return { kind: "number", timeline: atEachMoment([value.timeline], ([amount]) => multiply(amount!, factor)) };
  }
  return { kind: "loss", timeline: atEachMoment([value.timeline], ([terms]) => scaleSum(terms!, factor)) };
}

// — sums —

interface Operand {
  readonly expr: ast.Expression;
  readonly value: ExpressionValue;
}

function sum(root: ast.Binary, env: Environment, cx: CheckContext): ExpressionValue {
  const operands = addends(root).map(({ expr, sign }) => ({
    expr,
    value: scaled(evaluateExpression(expr, env, cx), sign),
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
function addUp(operands: readonly Operand[], root: ast.Binary, cx: CheckContext): ExpressionValue {
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
  return { kind: "number", timeline: atEachMoment(numbers, addPolynomials) };
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
  const terms = values.reduce((n, value) => n + (value.kind === "loss" ? widest(value.timeline) : 1), 0);
  return cx.budget.spend(steps * terms, root.span, cx.reports);
}

function reportNumber(stray: Operand, loss: Operand, root: ast.Binary, cx: CheckContext): void {
  const holes = { number: quoted(cx, stray.expr.span), loss: quoted(cx, loss.expr.span) };
  const beside = root.left === stray.expr && root.right === loss.expr && root.operator === "+";
  const fixes = [{ title: "Multiply instead", certain: false, edits: [{ span: root.operatorSpan, text: "*" }] }];
  const hint = `to give a loss a weight, multiply: \`${holes.number}*${holes.loss}\``;
  cx.reports.report("numberAndLoss", stray.expr.span, holes, { hint, fixes: beside ? fixes : undefined });
}

// — products —

interface Factor extends Operand {
  /** The operator in front; the first factor has none. */
  readonly binary: ast.Binary | undefined;
}

function product(root: ast.Binary, env: Environment, cx: CheckContext): ExpressionValue {
  const factors: Factor[] = factorsOf(root).map(({ expr, binary }) => ({
    expr,
    binary,
    value: evaluateExpression(expr, env, cx),
  }));
  let sound = true;
  let first: Factor | undefined;
  let second: Factor | undefined;
  for (const factor of factors) {
    if (factor.binary?.operator === "/") sound = canDivide(factor, cx) && sound;
    else if (factor.value.kind === "loss") {
      if (first) second ??= factor;
      else first = factor;
    }
  }
  if (first && second) {
    reportProduct(first, second, cx);
    return unknown;
  }
  if (!sound || factors.some(({ value }) => value.kind === "unknown")) return unknown;
  let amount: StepFunction<WeightPolynomial> = always(one);
  for (const { value, binary } of factors) {
    if (value.kind !== "number") continue;
    const timeline = binary?.operator === "/" ? reciprocal(value.timeline) : value.timeline;
    if (!mayMultiply(amount, timeline, root, cx)) return unknown;
    amount = zip(amount, timeline, multiply);
  }
  if (!amount.every((step) => hasFiniteCoefficients(step.value))) {
    cx.reports.report("infiniteNumber", root.span, { number: quoted(cx, root.span) });
    return unknown;
  }
  if (first?.value.kind !== "loss") return { kind: "number", timeline: amount };
  const { timeline } = first.value;
  const size = widest(timeline);
  if (!cx.budget.spend(timeline.length * amount.length * size, root.span, cx.reports)) return unknown;
  for (const { value } of timeline) {
    for (const weight of value.values()) if (!mayMultiply(always(weight), amount, root, cx)) return unknown;
  }
  return { kind: "loss", timeline: zip(timeline, amount, scaleSum) };
}

function factorsOf(root: ast.Binary): Omit<Factor, "value">[] {
  const found: Omit<Factor, "value">[] = [];
  let at: ast.Expression = root;
  while (at.kind === "binary" && (at.operator === "*" || at.operator === "/")) {
    found.push({ expr: at.right, binary: at });
    at = at.left;
  }
  found.push({ expr: at, binary: undefined });
  return found.reverse();
}

/** The most entries that a step has. */
function widest(timeline: StepFunction<{ readonly size: number }>): number {
  let most = 0;
  for (const { value } of timeline) most = Math.max(most, value.size);
  return most;
}

/** Products of ramps multiply out; a few make sense, hundreds are a slip. */
function mayMultiply(
  a: StepFunction<WeightPolynomial>,
  b: StepFunction<WeightPolynomial>,
  root: ast.Binary,
  cx: CheckContext,
): boolean {
  if (widest(a) * widest(b) <= bounds.products) return true;
  return cx.budget.exceed(`${bounds.products} products of ramps in one weight`, root.span, cx.reports);
}

const reciprocal = (timeline: StepFunction<WeightPolynomial>): StepFunction<WeightPolynomial> =>
  atEachMoment([timeline], ([divisor]) => constant(1 / constantValue(divisor!)!));

function canDivide({ expr, value }: Factor, cx: CheckContext): boolean {
  const divisor = quoted(cx, expr.span);
  if (value.kind === "unknown") return false;
  if (value.kind === "loss") {
    cx.reports.report(
      "divisionByLoss",
      expr.span,
      { loss: divisor },
      { hint: "divide by a number, or give the loss a weight of its own" },
    );
    return false;
  }
  for (const { value: amount, from } of value.timeline) {
    const fixed = constantValue(amount);
    if (fixed === undefined) {
      cx.reports.report("divisionByMoving", expr.span, { divisor }, { hint: "write the ramp of the quotient instead" });
      return false;
    }
    if (fixed === 0) {
      const late = before({ ...from, position: 0, rank: 0 }, from) && "unit" in from.at;
      const when = late && "unit" in from.at ? ` from ${writtenMoment(from.at)} on` : "";
      cx.reports.report("divisionByZero", expr.span, { divisor, when }, { hint: "divide by a number that is not 0" });
      return false;
    }
  }
  return true;
}

function reportProduct(first: Factor, second: Factor, cx: CheckContext): void {
  const holes = { left: quoted(cx, first.expr.span), right: quoted(cx, second.expr.span) };
  const operator = second.binary;
  const fixes = operator && [
    { title: "Add them instead", certain: false, edits: [{ span: operator.operatorSpan, text: "+" }] },
  ];
  const hint = `to have both at once, add them: \`${holes.left} + ${holes.right}\``;
  cx.reports.report("productOfLosses", cover(first.expr.span, second.expr.span), holes, { hint, fixes });
}
