import type { Axis } from "../graph/ops/axes.js";
import { attributesOf } from "../graph/ops.js";
import type { Expr } from "../graph/trace.js";
import { add, any, called, div, isPerPixel, mul, neg, perImage, perPixel, sub, sum } from "./pattern.js";
import { type Rule, rule } from "./rewrite.js";

const summed = (x: Expr): readonly Axis[] => attributesOf(x.node, "sum").axes;

/** Σ over `axes` of s·x as a factor outside of the sum: what s has of the axes is summed last, when there is little left. */
function outside(axes: readonly Axis[], s: Expr, x: Expr, join: (x: Expr, s: Expr) => Expr): Expr {
  const first = axes.filter((axis) => !s.axes.includes(axis));
  const last = axes.filter((axis) => s.axes.includes(axis));
  return join(x.sumOver(first), s).sumOver(last);
}

/** Taking a factor out of a sum pays where images become numbers per sample or class; among classes of a pixel, the product may be needed as it is. */
const leavesImage = (all: Expr): boolean => !isPerPixel(all.node);

/**
 * Factors that are small beside an image (s, t: a number for a sample or a class) gather outside of what is large (u, v: something for each pixel), so that
 * they are multiplied once, not once a pixel. Dividing a large value by a small one is left alone: its reciprocal would round twice, and labels that are scaled
 * are compared for equality. A sum of a sum of terms is not split: `Σ(1 − p)` is exact to the digit, `n − Σp` loses it where p is near 1.
 */
export const products: readonly Rule[] = [
  rule("s (t u) = (s t) u", mul(perImage("s"), mul(perImage("t"), perPixel("u"))), ({ s, t, u }) => s.mul(t).mul(u)),
  rule("(s u) v = s (u v)", mul(mul(perImage("s"), perPixel("u")), perPixel("v")), ({ s, u, v }) => s.mul(u.mul(v))),
  rule("(s u) / t = (s / t) u", div(mul(perImage("s"), perPixel("u")), perImage("t")), ({ s, t, u }) =>
    s.div(t).mul(u),
  ),
  rule("(s u) / v = s (u / v)", div(mul(perImage("s"), perPixel("u")), perPixel("v")), ({ s, u, v }) =>
    s.mul(u.div(v)),
  ),
  rule("s (u / t) = (s / t) u", mul(perImage("s"), div(perPixel("u"), perImage("t"))), ({ s, t, u }) =>
    s.div(t).mul(u),
  ),
  rule("(u / s) / t = u / (s t)", div(div(perPixel("u"), perImage("s")), perImage("t")), ({ s, t, u }) =>
    u.div(s.mul(t)),
  ),
  rule("−(s u) = (−s) u", neg(mul(perImage("s"), perPixel("u"))), ({ s, u }) => s.neg().mul(u), "everywhere"),
  rule("(−u) x = −(u x)", mul(neg(perPixel("u")), any("x")), ({ u, x }) => u.mul(x).neg(), "everywhere"),
  rule("(−s) t = −(s t)", mul(neg(perImage("s")), perImage("t")), ({ s, t }) => s.mul(t).neg(), "everywhere"),

  rule("Σ −x = −Σ x", called("all", sum(neg(any("x")))), ({ all, x }) => x.sumOver(summed(all)).neg(), "everywhere"),
  rule("Σ s u = s Σ u", called("all", sum(mul(perImage("s"), perPixel("u")))), ({ all, s, u }) =>
    leavesImage(all) ? outside(summed(all), s, u, (x, factor) => factor.mul(x)) : undefined,
  ),
  rule("Σ u / s = (Σ u) / s", called("all", sum(div(perPixel("u"), perImage("s")))), ({ all, s, u }) =>
    leavesImage(all) ? outside(summed(all), s, u, (x, divisor) => x.div(divisor)) : undefined,
  ),

  rule(
    "s u + t u = (s + t) u",
    add(mul(perImage("s"), perPixel("u")), mul(perImage("t"), perPixel("u"))),
    ({ s, t, u }) => s.add(t).mul(u),
  ),
  rule(
    "s u − t u = (s − t) u",
    sub(mul(perImage("s"), perPixel("u")), mul(perImage("t"), perPixel("u"))),
    ({ s, t, u }) => s.sub(t).mul(u),
  ),
  rule("u + s u = (s + 1) u", add(perPixel("u"), mul(perImage("s"), perPixel("u"))), ({ s, u }) => s.add(1).mul(u)),
  rule(
    "(x + s u) + t u = x + (s + t) u",
    add(add(any("x"), mul(perImage("s"), perPixel("u"))), mul(perImage("t"), perPixel("u"))),
    ({ x, s, t, u }) => x.add(s.add(t).mul(u)),
  ),
  rule(
    "(x − s u) + t u = x + (t − s) u",
    add(sub(any("x"), mul(perImage("s"), perPixel("u"))), mul(perImage("t"), perPixel("u"))),
    ({ x, s, t, u }) => x.add(t.sub(s).mul(u)),
  ),
  rule(
    "s u + s v = s (u + v)",
    add(mul(perImage("s"), perPixel("u")), mul(perImage("s"), perPixel("v"))),
    ({ s, u, v }) => s.mul(u.add(v)),
  ),
  rule(
    "s u − s v = s (u − v)",
    sub(mul(perImage("s"), perPixel("u")), mul(perImage("s"), perPixel("v"))),
    ({ s, u, v }) => s.mul(u.sub(v)),
  ),
];
