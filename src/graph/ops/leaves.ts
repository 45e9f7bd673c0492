import type { InputRef } from "../inputs.js";
import type { Axis } from "./axes.js";
import { defineOp, numeral, type OpRecord, opaque, unless } from "./record.js";

const leaf = <A>(definition: Omit<OpRecord<A>, "arity" | "vjp" | "broadcasts" | "verify"> & Partial<OpRecord<A>>) =>
  defineOp<A>({ arity: 0, vjp: opaque("it has no arguments"), ...definition });

/** What a graph starts from. */
export const leaves = {
  /** A tensor given at each step; `ref` is what it stands for in a batch. */
  input: leaf<{ readonly name: string; readonly axes: readonly Axis[]; readonly ref?: InputRef }>({
    axes: (n) => n.attributes.axes,
    print: (n) => n.attributes.name,
    symbol: undefined,
    cost: 0,
  }),
  constant: leaf<{ readonly value: number }>({
    axes: () => [],
    print: (n) => numeral(n.attributes.value),
    symbol: undefined,
    cost: 0,
  }),
  /** Constants along one axis: a number per class. */
  vector: leaf<{ readonly axis: Axis; readonly values: readonly number[] }>({
    axes: (n) => [n.attributes.axis],
    verify: (n) => unless(n.attributes.values.length > 0, "it must hold some values"),
    print: (n) => `${n.attributes.axis}(${n.attributes.values.map(numeral).join(" ")})`,
    symbol: "v",
    cost: 1,
  }),
  /** The length of an axis, known when shapes are. */
  axisSize: leaf<{ readonly axis: Axis }>({
    axes: () => [],
    print: (n, name) => `|${name(n.attributes.axis)}|`,
    symbol: undefined,
    cost: 1,
  }),
  /** How far along an axis each of its entries lies: 0, 1, 2, …. */
  iota: leaf<{ readonly axis: Axis }>({
    axes: (n) => [n.attributes.axis],
    print: (n, name) => `iota(${name(n.attributes.axis)})`,
    symbol: "i",
    cost: 1,
  }),
};
