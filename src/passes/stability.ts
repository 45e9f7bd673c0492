import type { Axis } from "../graph/ops/axes.js";
import { attributesOf } from "../graph/ops.js";
import type { Expr } from "../graph/trace.js";
import {
  abs,
  add,
  any,
  called,
  div,
  exp,
  log,
  log1p,
  logSoftmax,
  logSumExp,
  max,
  mul,
  neg,
  sigmoid,
  softmax,
  softplus,
  sqrt,
  sub,
  sum,
} from "./pattern.js";
import { type Rule, rewriting, rule } from "./rewrite.js";

const axisOf = (x: Expr): Axis => attributesOf(x.node, "softmax", "logSoftmax", "logSumExp").axis;
const axesOf = (x: Expr): readonly Axis[] => attributesOf(x.node, "sum", "reduceMax").axes;

/** The one axis of a sum, if there is one. */
const onlyAxis = (x: Expr): Axis | undefined => (axesOf(x).length === 1 ? axesOf(x)[0] : undefined);

/** Whether y is one number for all entries along an axis of x. */
const constantAlong = (y: Expr, axis: Axis, x: Expr): boolean =>
  !y.axes.includes(axis) && y.axes.every((own) => x.axes.includes(own));

/** The logarithm of a probability, from the number the probability was made of. */
const logarithms: readonly Rule[] = [
  rule(
    "log softmax x = logSoftmax x",
    log(called("p", softmax(any("x")))),
    ({ p, x }) => x.logSoftmax(axisOf(p)),
    "stable",
  ),
  rule("log sigmoid x = −softplus −x", log(sigmoid(any("x"))), ({ x }) => x.neg().softplus().neg(), "stable"),
  rule("log(1 − sigmoid x) = −softplus x", log(sub(1, sigmoid(any("x")))), ({ x }) => x.softplus().neg(), "stable"),
  rule("log1p −sigmoid x = −softplus x", log1p(neg(sigmoid(any("x")))), ({ x }) => x.softplus().neg(), "stable"),
  rule(
    "log(1 − softmax x) = log of what the others have",
    log(sub(1, called("p", softmax(any("x"))))),
    ({ p, x }) => x.logSoftmaxComplement(axisOf(p)),
    "stable",
  ),
  rule(
    "log1p −softmax x = log of what the others have",
    log1p(neg(called("p", softmax(any("x"))))),
    ({ p, x }) => x.logSoftmaxComplement(axisOf(p)),
    "stable",
  ),
  rule("log(1 / x) = −log x", log(div(1, any("x"))), ({ x }) => x.log().neg()),
  rule("log(1 + exp x) = softplus x", log(add(1, exp(any("x")))), ({ x }) => x.softplus(), "stable"),
  rule("log1p exp x = softplus x", log1p(exp(any("x"))), ({ x }) => x.softplus(), "stable"),
  rule("log(1 + x) = log1p x", log(add(1, any("x"))), ({ x }) => x.log1p()),
  rule("log(1 − x) = log1p −x", log(sub(1, any("x"))), ({ x }) => x.neg().log1p()),
  rule("log exp x = x", log(exp(any("x"))), ({ x }) => x, "stable"),
  rule(
    "log Σ exp x = logSumExp x",
    log(called("all", sum(exp(any("x"))))),
    ({ all, x }) => {
      const axis = onlyAxis(all);
      return axis === undefined ? undefined : x.logSumExp(axis);
    },
    "stable",
  ),
  rule(
    "x − logSumExp x = logSoftmax x",
    sub(any("x"), called("all", logSumExp(any("x")))),
    ({ all, x }) => x.logSoftmax(axisOf(all)),
    "stable",
  ),
  rule("logSumExp(x − y) = logSumExp x − y", called("all", logSumExp(sub(any("x"), any("y")))), ({ all, x, y }) =>
    constantAlong(y, axisOf(all), x) ? x.logSumExp(axisOf(all)).sub(y) : undefined,
  ),
];

/** Probabilities made by hand. */
const probabilities: readonly Rule[] = [
  rule("1 / (1 + exp −x) = sigmoid x", div(1, add(1, exp(neg(any("x"))))), ({ x }) => x.sigmoid(), "stable"),
  rule("1 / (1 + exp x) = sigmoid −x", div(1, add(1, exp(any("x")))), ({ x }) => x.neg().sigmoid(), "stable"),
  rule("exp x / (1 + exp x) = sigmoid x", div(exp(any("x")), add(1, exp(any("x")))), ({ x }) => x.sigmoid(), "stable"),
  rule(
    "exp x / Σ exp x = softmax x",
    div(exp(any("x")), called("all", sum(exp(any("x"))))),
    ({ all, x }) => {
      const axis = onlyAxis(all);
      return axis === undefined ? undefined : x.softmax(axis);
    },
    "stable",
  ),
  rule("softmax(x − y) = softmax x", called("all", softmax(sub(any("x"), any("y")))), ({ all, x, y }) =>
    constantAlong(y, axisOf(all), x) ? x.softmax(axisOf(all)) : undefined,
  ),
  rule("logSoftmax(x − y) = logSoftmax x", called("all", logSoftmax(sub(any("x"), any("y")))), ({ all, x, y }) =>
    constantAlong(y, axisOf(all), x) ? x.logSoftmax(axisOf(all)) : undefined,
  ),
  rule(
    "exp logSoftmax x = softmax x",
    exp(called("all", logSoftmax(any("x")))),
    ({ all, x }) => x.softmax(axisOf(all)),
    "stable",
  ),
  rule("exp −softplus −x = sigmoid x", exp(neg(softplus(neg(any("x"))))), ({ x }) => x.sigmoid(), "stable"),
  rule("exp −softplus x = sigmoid −x", exp(neg(softplus(any("x")))), ({ x }) => x.neg().sigmoid(), "stable"),
];

/** Squares, maxima and logarithms that undo each other. */
const pairs: readonly Rule[] = [
  rule("√(x x) = |x|", sqrt(mul(any("x"), any("x"))), ({ x }) => x.abs(), "stable"),
  rule("exp log x = x", exp(log(any("x"))), ({ x }) => x, "stable"),
  rule(
    "max(x, 0) + softplus −|x| = softplus x",
    add(max(any("x"), 0), softplus(neg(abs(any("x"))))),
    ({ x }) => x.softplus(),
    "stable",
  ),
];

/**
 * Replaces naive forms of logarithms and exponentials by stable ones that neither overflow nor cancel: equal for real numbers, and finite for logits of any size. Gradients
 * are derived from the stable forms. At kinks both have the same gradient; where the naive form is NaN, only the stable one has a gradient.
 */
export const stability = rewriting("stability", [...logarithms, ...probabilities, ...pairs]);
