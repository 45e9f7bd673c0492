import type { Axis } from "../graph/ops/axes.js";
import { attributesOf } from "../graph/ops.js";
import type { Expr } from "../graph/trace.js";
import { algebra } from "./algebra.js";
import {
  add,
  any,
  called,
  detach,
  isPerPixel,
  mul,
  perImage,
  perPixel,
  reduceMax,
  softmaxed,
  sub,
  sum,
} from "./pattern.js";
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

/** Rules that combine gradients of several terms. Nothing is differentiated after them, so `detach` has no effect any more. */
const mergers: readonly Rule[] = [
  rule("detach x = x", detach(any("x")), ({ x }) => x, "everywhere"),
  // Only after differentiation: before it, ties would share gradients differently.
  rule(
    "max max u = max u",
    called("all", reduceMax(called("inner", reduceMax(perPixel("u"))))),
    ({ all, inner, u }) => {
      const axes = u.axes.filter((axis) => reduced(all).includes(axis) || reduced(inner).includes(axis));
      return isPerPixel(inner.node) ? u.make("reduceMax", [u.node], { axes }) : undefined;
    },
    "everywhere",
  ),
  // The gradients of softmax and log-softmax of the same logits have the same form.
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
  rule("u v + u w = u (v + w)", add(mul(perPixel("u"), any("v")), mul(perPixel("u"), any("w"))), ({ u, v, w }) =>
    u.mul(v.add(w)),
  ),
  rule(
    "s u + t (u v) = u (s + t v)",
    add(mul(perImage("s"), perPixel("u")), mul(perImage("t"), mul(perPixel("u"), perPixel("v")))),
    ({ s, t, u, v }) => u.mul(s.add(t.mul(v))),
  ),
];

/** What holds once gradients are derived, beside all that held before. */
export const gradients = rewriting("gradients", [...mergers, ...algebra.rules]);
