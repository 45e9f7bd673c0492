import type { Axis } from "../graph/axes.js";
import { attributesOf } from "../graph/ops.js";
import type { Expr } from "../graph/trace.js";
import { algebra } from "./algebra.js";
import { add, any, called, detach, isLarge, large, mul, reduceMax, small, softmaxed, sub, sum } from "./pattern.js";
import { type Rule, rewriting, rule } from "./rewrite.js";

const reduced = (x: Expr): readonly Axis[] => attributesOf(x.node, "sum", "reduceMax").axes;

/** w − y Σ w, if the sums are along the axis of the softmax y. */
function throughSoftmax(y: Expr, one: Expr, other: Expr, w: Expr): Expr | undefined {
  const { axis } = attributesOf(y.node, "softmax");
  const along = [one, other].every((x) => reduced(x).join() === axis);
  return along ? w.sub(y.mul(w.sumOver([axis]))) : undefined;
}

const passed = <X extends string, S extends string>(x: X, s: S) =>
  sub(any(x), mul(softmaxed("y"), called(s, sum(any(x)))));

/** Slopes of several terms meet, and nothing asks any more what a slope may pass through. */
const meetings: readonly Rule[] = [
  rule("detach x = x", detach(any("x")), ({ x }) => x, "everywhere"),
  // Before slopes, ties would share them differently.
  rule(
    "max max u = max u",
    called("all", reduceMax(called("inner", reduceMax(large("u"))))),
    ({ all, inner, u }) => {
      const axes = u.axes.filter((axis) => reduced(all).includes(axis) || reduced(inner).includes(axis));
      return isLarge(inner.node) ? u.make("reduceMax", [u.node], { axes }) : undefined;
    },
    "everywhere",
  ),
  // Softmax and log-softmax of the same logits pass their slopes on alike.
  rule(
    "(x − y Σ x) + (z − y Σ z) = w − y Σ w, where w = x + z",
    add(passed("x", "one"), passed("z", "other")),
    ({ x, y, z, one, other }) => throughSoftmax(y, one, other, x.add(z)),
  ),
  rule(
    "r + (x − y Σ x) + (z − y Σ z) = r + w − y Σ w, where w = x + z",
    add(add(any("r"), passed("x", "one")), passed("z", "other")),
    ({ r, x, y, z, one, other }) => {
      const together = throughSoftmax(y, one, other, x.add(z));
      return together && r.add(together);
    },
  ),
  rule("u v + u w = u (v + w)", add(mul(large("u"), any("v")), mul(large("u"), any("w"))), ({ u, v, w }) =>
    u.mul(v.add(w)),
  ),
  rule(
    "s u + t (u v) = u (s + t v)",
    add(mul(small("s"), large("u")), mul(small("t"), mul(large("u"), large("v")))),
    ({ s, t, u, v }) => u.mul(s.add(t.mul(v))),
  ),
];

/** What holds once slopes are derived, beside all that held before. */
export const slopes = rewriting("slopes", [...meetings, ...algebra.rules]);
