import type { DerivedOp, Node, Table } from "./ops.js";
import { type Expr, from } from "./trace.js";

/** What a derived operation means in others. Each form is finite wherever its value is: no overflow for large logits, no 0·∞ in a slope. */
export const meaning = {
  relu: (_, x) => x.max(0),
  /** 1/(1+e^−x) by the exponential that cannot overflow. */
  sigmoid: (_, x) => {
    const e = x.abs().neg().exp();
    return x.less(0).choose(e, 1).div(e.add(1));
  },
  softplus: (_, x) => x.max(0).add(x.abs().neg().exp().log1p()),
  softmax: (n, x) => {
    const e = x.sub(largestAlong(x, n.attributes.axis)).exp();
    return e.div(e.sumOver([n.attributes.axis]));
  },
  logSoftmax: (n, x) => x.sub(x.logSumExp(n.attributes.axis)),
  logSumExp: (n, x) => {
    const top = largestAlong(x, n.attributes.axis);
    return top.add(x.sub(top).exp().sumOver([n.attributes.axis]).log());
  },
} satisfies Table<DerivedOp, [x: Expr], Expr>;

const largestAlong = (x: Expr, axis: string): Expr => x.make("reduceMax", [x.node], { axes: [axis] });

/** Slopes of derived operations in closed form: shorter than the slope of their meaning, and decided at kinks. */
export const derivedSlopes = {
  relu: (_, s, x) => x.greater(0).mul(s),
  sigmoid: (_, s, x) => {
    const y = x.sigmoid();
    return s.mul(y).mul(from(1).sub(y));
  },
  softplus: (_, s, x) => s.mul(x.sigmoid()),
  softmax: (n, s, x) => {
    const y = x.softmax(n.attributes.axis);
    const sy = s.mul(y);
    return sy.sub(y.mul(sy.sumOver([n.attributes.axis])));
  },
  logSoftmax: (n, s, x) => {
    const { axis } = n.attributes;
    const full = s.spread([axis]);
    return full.sub(x.softmax(axis).mul(full.sumOver([axis])));
  },
  logSumExp: (n, s, x) => s.mul(x.softmax(n.attributes.axis)),
} satisfies Table<DerivedOp, [slope: Expr, x: Expr], Expr>;

export type Meaning = (node: Node<DerivedOp>, x: Expr) => Expr;
