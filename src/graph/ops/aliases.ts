import type { Axis } from "./axes.js";
import { defineOp, firstOf, type None, opaque, sameAxes, unless, whole } from "./record.js";

/** Names for values that are there already: nothing is computed. */
export const aliases = {
  /** The same value; no gradient passes. */
  detach: defineOp<None>({
    arity: 1,
    axes: sameAxes,
    vjp: opaque("its argument is taken as given"),
    symbol: "⊣",
    cost: 0,
  }),
  /** One of the results of a routine that has several. */
  result: defineOp<{ readonly index: number; readonly axes: readonly Axis[] }>({
    arity: 1,
    axes: (n) => n.attributes.axes,
    vjp: opaque("routines return positions and constants"),
    verify: ({ args: [routine], attributes: { index } }, results) =>
      firstOf(
        unless(results > 0, "its argument is not a routine"),
        whole("its index", [index], 0),
        unless(index < results, `\`${routine?.op}\` has no such result`),
      ),
    print: (n) => `${n.attributes.index}`,
    symbol: "·",
  }),
};
