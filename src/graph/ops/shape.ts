import { type Axis, kindOf, replaced, union } from "./axes.js";
import {
  type AxisName,
  type Cotangents,
  defineOp,
  firstOf,
  has,
  listed,
  type NodeWith,
  unless,
  type Verdict,
  whole,
} from "./record.js";

type Selection = { readonly axis: Axis; readonly indices: readonly number[]; readonly as: Axis };

const selection = (node: NodeWith<Selection>, own: Axis): Verdict => {
  const { axis, as, indices } = node.attributes;
  return firstOf(
    has(node.args[0], [own]),
    unless(kindOf(axis) === kindOf(as), `\`${axis}\` and \`${as}\` are not of one kind`),
    unless(indices.length > 0, "it must name some indices"),
    whole("its indices", indices, 0),
  );
};

const places = ({ attributes: { axis, indices } }: NodeWith<Selection>, name: AxisName) =>
  `${name(axis)} ${indices.join(",")}`;

/** What repeats and picks entries. */
export const shapeOps = {
  /** The same values repeated along further axes. */
  broadcast: defineOp<{ readonly axes: readonly Axis[] }>({
    arity: 1,
    axes: (n) => union(n.args[0]!.axes, n.attributes.axes),
    vjp: (_, ct) => [ct],
    broadcasts: true,
    print: (n, name) => listed(n.attributes.axes, name),
    symbol: "⇉",
    cost: 0,
  }),
  /** The entries at constant `indices` of an axis, which is called `as` from then on. */
  take: defineOp<Selection>({
    arity: 1,
    axes: (n) => replaced(n.args[0]!.axes, n.attributes.axis, n.attributes.as),
    vjp: (n, ct): Cotangents => {
      const { axis, indices, as } = n.attributes;
      return [ct.make("takeTranspose", [ct.broadcast([as]).node], { axis, indices, as })];
    },
    verify: (n) => selection(n, n.attributes.axis),
    print: places,
    symbol: "[ ]",
    cost: 0,
  }),
  /** The transpose of `take`: entries of `as` added at `indices` of `axis`, zero elsewhere. */
  takeTranspose: defineOp<Selection>({
    arity: 1,
    axes: (n) => replaced(n.args[0]!.axes, n.attributes.as, n.attributes.axis),
    vjp: (n, ct): Cotangents => [ct.axes.includes(n.attributes.axis) ? ct.make("take", [ct.node], n.attributes) : ct],
    verify: (n) => selection(n, n.attributes.as),
    print: places,
    symbol: "][",
    cost: 0,
  }),
};
