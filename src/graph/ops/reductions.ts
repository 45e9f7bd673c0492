import { type Axis, without } from "./axes.js";
import { defineOp, firstOf, has, listed, someAxes, type Vjp } from "./record.js";

type Over = { readonly axes: readonly Axis[] };

const reduction = (vjp: Vjp<Over>, symbol: string) =>
  defineOp<Over>({
    arity: 1,
    axes: (n) => without(n.args[0]!.axes, n.attributes.axes),
    vjp,
    verify: (n) => firstOf(someAxes(n.attributes.axes), has(n.args[0], n.attributes.axes)),
    print: (n, name) => listed(n.attributes.axes, name),
    symbol,
    cost: 1,
  });

/** Ties share the cotangent equally: every largest entry gets its part. */
const extremum: Vjp<Over> = (n, ct, [x], result) => {
  const top = x!.equal(result);
  return [top.mul(ct.div(top.sumOver(n.attributes.axes)))];
};

/** Over named axes of the argument. Their cost is for each vector of the argument. */
export const reductions = {
  sum: reduction((_, ct) => [ct], "Σ"),
  reduceMax: reduction(extremum, "⋁"),
  reduceMin: reduction(extremum, "⋀"),
};
