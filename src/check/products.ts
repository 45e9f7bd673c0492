import {
  constant,
  constantValue,
  hasFiniteCoefficients,
  multiply,
  one,
  type WeightPolynomial,
} from "../program/polynomial.js";
import {
  always,
  atEachMoment,
  before,
  monomialsOf,
  type StepFunction,
  scaleSum,
  zip,
} from "../program/step-function.js";
import { writtenMoment } from "../program/training-axis.js";
import { type ExpressionValue, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { cover } from "../text.js";
import { bounds } from "./budget.js";
import { type CheckContext, type Environment, quoted } from "./context.js";
import { type EvaluatedOperand, widest } from "./operands.js";

interface Factor extends EvaluatedOperand {
  /** The operator in front; the first factor has none. */
  readonly binary: ast.Binary | undefined;
}

/** `a * b / c`, a chain of any length with at most one loss. */
export function evaluateProduct(root: ast.Binary, env: Environment, cx: CheckContext): ExpressionValue {
  const factors: Factor[] = factorsOf(root).map(({ expr, binary }) => ({
    expr,
    binary,
    value: cx.evaluate(expr, env),
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
    if (!mayMultiply(widest(amount), amount, timeline, root, cx)) return unknown;
    amount = zip(amount, timeline, multiply);
  }
  if (!amount.every((step) => hasFiniteCoefficients(step.value))) {
    cx.reports.report("infiniteNumber", root.span, { number: quoted(cx, root.span) });
    return unknown;
  }
  if (first?.value.kind !== "loss") return { kind: "number", timeline: amount };
  const { timeline } = first.value;
  // The sum is widest where most weights move; of one weight only its own products count.
  const most = timeline.reduce((n, { value }) => Math.max(n, monomialsOf(value)), 0);
  const longest = timeline.reduce((n, { value }) => [...value.values()].reduce((m, w) => Math.max(m, w.size), n), 0);
  if (longest * widest(amount) > bounds.products) return tooManyProducts(root, cx);
  if (!spendProduct(most, timeline, amount, root, cx)) return unknown;
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

/** Products of ramps multiply out; a few make sense, hundreds are a slip. */
function mayMultiply(
  size: number,
  a: StepFunction<unknown>,
  b: StepFunction<WeightPolynomial>,
  root: ast.Binary,
  cx: CheckContext,
): boolean {
  if (size * widest(b) > bounds.products) {
    tooManyProducts(root, cx);
    return false;
  }
  return spendProduct(size, a, b, root, cx);
}

function tooManyProducts(root: ast.Binary, cx: CheckContext): ExpressionValue {
  cx.budget.exceed(`${bounds.products} products of ramps in one weight`, root.span, cx.reports);
  return unknown;
}

/** Pays for all monomials of a product before the first is computed; `size` is how many the left side has at most at a time. */
function spendProduct(
  size: number,
  a: StepFunction<unknown>,
  b: StepFunction<WeightPolynomial>,
  root: ast.Binary,
  cx: CheckContext,
): boolean {
  // Two timelines have no more instants together than each has.
  const steps = a.length + b.length - 1;
  return cx.budget.spend(steps * Math.max(1, size) * Math.max(1, widest(b)), root.span, cx.reports);
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
