import type { Expr } from "../trace.js";
import { type Axis, without } from "./axes.js";
import { alongAxis, defineOp, type NodeWith, type None, type OpRecord, sameAxes } from "./record.js";

/** An operation that others can say, and that a backend may have itself. */
export interface Derived<A> extends OpRecord<A> {
  /** What it means in core operations: finite wherever its value is, without overflow for large logits, without 0·∞ in a gradient. */
  readonly meaning: (node: NodeWith<A>, x: Expr) => Expr;
}

interface Definition<A> extends Pick<Derived<A>, "meaning"> {
  /** In closed form: shorter than the VJP of the meaning, and decided at kinks. */
  readonly vjp: (cotangent: Expr, x: Expr, node: NodeWith<A>) => Expr;
  readonly symbol: string;
}

const pointwise = ({ meaning, vjp, symbol }: Definition<None>): Derived<None> => ({
  ...defineOp<None>({ arity: 1, axes: sameAxes, vjp: (n, ct, [x]) => [vjp(ct, x!, n)], symbol }),
  meaning,
});

type Along = { readonly axis: Axis };

const along = ({
  meaning,
  vjp,
  symbol,
  axes = sameAxes,
}: Definition<Along> & { readonly axes?: (node: NodeWith<Along>) => readonly Axis[] }): Derived<Along> => ({
  ...defineOp<Along>({
    arity: 1,
    axes,
    vjp: (n, ct, [x]) => [vjp(ct, x!, n)],
    verify: alongAxis,
    print: (n, name) => name(n.attributes.axis),
    symbol,
  }),
  meaning,
});

export const pointwiseDerivedOps = {
  /** max(x, 0); gradient 0 at 0. */
  relu: pointwise({ meaning: (_, x) => x.max(0), vjp: (ct, x) => x.greater(0).mul(ct), symbol: "x₊" }),
  /** 1/(1+e^−x), by the exponential that cannot overflow. */
  sigmoid: pointwise({
    meaning: (_, x) => {
      const e = x.abs().neg().exp();
      return x.less(0).where(e, 1).div(e.add(1));
    },
    vjp: (ct, x) => {
      const y = x.sigmoid();
      return ct.mul(y).mul(y.complement());
    },
    symbol: "σ",
  }),
  /** log(1 + e^x). */
  softplus: pointwise({
    meaning: (_, x) => x.max(0).add(x.abs().neg().exp().log1p()),
    vjp: (ct, x) => ct.mul(x.sigmoid()),
    symbol: "s₊",
  }),
};

export const derived = {
  ...pointwiseDerivedOps,
  softmax: along({
    meaning: (n, x) => {
      const e = x.sub(x.maxOver([n.attributes.axis])).exp();
      return e.div(e.sumOver([n.attributes.axis]));
    },
    vjp: (ct, x, n) => {
      const y = x.softmax(n.attributes.axis);
      const weighted = ct.mul(y);
      return weighted.sub(y.mul(weighted.sumOver([n.attributes.axis])));
    },
    symbol: "sm",
  }),
  logSoftmax: along({
    // The largest is taken away first, so what is added to all logits has no part in the rounding; and its exponential of 1 is left to `log1p`, so that a logarithm
    // near 0 keeps its digits.
    meaning: (n, x) => {
      const over = [n.attributes.axis];
      const below = x.sub(x.maxOver(over));
      const largest = below.equal(0);
      const others = largest.where(0, below.exp()).sumOver(over);
      return below.sub(others.add(largest.sumOver(over).sub(1)).log1p());
    },
    vjp: (ct, x, n) => {
      const { axis } = n.attributes;
      const full = ct.broadcast([axis]);
      return full.sub(x.softmax(axis).mul(full.sumOver([axis])));
    },
    symbol: "lsm",
  }),
  logSumExp: along({
    axes: (n) => without(n.args[0]!.axes, [n.attributes.axis]),
    meaning: (n, x) => {
      const top = x.maxOver([n.attributes.axis]);
      return top.add(x.sub(top).exp().sumOver([n.attributes.axis]).log());
    },
    vjp: (ct, x, n) => ct.mul(x.softmax(n.attributes.axis)),
    symbol: "lse",
  }),
};
