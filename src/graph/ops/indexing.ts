import { type Axis, isSpatial, union, without } from "./axes.js";
import { type Cotangents, defineOp, firstOf, listed, overSpace, unless } from "./record.js";

/** Reading and writing at computed positions: row-major over `space`; −1 is nowhere. */
export const indexing = {
  /** `gather(x, index)`: the values of x at the positions, 0 at −1. */
  gather: defineOp<{ readonly space: readonly Axis[] }>({
    arity: 2,
    axes: (n) => union(without(n.args[0]!.axes, n.attributes.space), n.args[1]!.axes),
    vjp: (n, ct, [x, index]): Cotangents => {
      const { space } = n.attributes;
      const over = index!.axes.filter((axis) => space.includes(axis) || !x!.axes.includes(axis));
      return [ct.make("scatter", [ct.broadcast(index!.axes).node, index!.node], { space, over })];
    },
    verify: overSpace,
    symbol: "⇡",
  }),
  /** `scatter(x, index)`: x added at the positions; the axes `over` of x and index are summed away. */
  scatter: defineOp<{ readonly space: readonly Axis[]; readonly over: readonly Axis[] }>({
    arity: 2,
    axes: (n) => union(without(union(n.args[0]!.axes, n.args[1]!.axes), n.attributes.over), n.attributes.space),
    vjp: (n, ct, [x, index]): Cotangents => {
      const { space } = n.attributes;
      const repeated = index!.axes.filter((axis) => !x!.axes.includes(axis));
      return [ct.make("gather", [ct.broadcast(space).node, index!.node], { space }).sumOver(repeated)];
    },
    verify: (n) => {
      const { over } = n.attributes;
      const all = n.args.flatMap((arg) => arg.axes);
      return firstOf(
        unless(
          over.every((axis) => all.includes(axis)),
          "it sums over an axis its arguments lack",
        ),
        unless(
          all.every((axis) => !isSpatial(axis) || over.includes(axis)),
          "a spatial axis of its arguments must be summed over",
        ),
      );
    },
    print: ({ attributes: { over } }, name) => (over.length ? `over ${listed(over, name)}` : ""),
    symbol: "⇣",
  }),
};
