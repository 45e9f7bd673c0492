import type { Expr } from "../trace.js";
import type { Axis } from "./axes.js";
import {
  alongAxis,
  type Cotangents,
  defineOp,
  firstOf,
  has,
  listed,
  loadCost,
  type NodeWith,
  numeral,
  sameAxes,
  signed,
  someAxes,
  unless,
  type Vjp,
  whole,
} from "./record.js";

/** Weights of the neighbours of an entry, by their offset along some axes: row-major, the centre in the middle of each odd size. */
export interface Kernel {
  readonly axes: readonly Axis[];
  readonly sizes: readonly number[];
  readonly values: readonly number[];
}

/** What lies beyond the border: a number, the nearest entry, or what lies as far beyond the other border (an axis that is closed to a ring). */
export type Border = number | "edge" | "wrap";

type Window = { readonly axis: Axis; readonly kind: "max" | "min"; readonly before: number; readonly after: number };

/** Beyond the border when looking for ties: a value nothing equals, and finite, as shaders may assume of all numbers. */
const outside = 3e38;

const by = ({ attributes }: NodeWith<{ readonly by: number }>) =>
  whole("its step", [attributes.by], Number.NEGATIVE_INFINITY);

/** Ties share the cotangent equally. */
const windowVjp: Vjp<Window> = (n, ct, [x], y) => {
  const { axis, before, after } = n.attributes;
  const offsets = Array.from({ length: before + after + 1 }, (_, i) => i - before);
  const total = (terms: readonly Expr[]) => terms.reduce((a, b) => a.add(b));
  const share = ct.broadcast([axis]).div(total(offsets.map((o) => x!.shift(axis, o, outside).equal(y))));
  const part = (o: number) =>
    y
      .shift(axis, -o, outside)
      .equal(x!)
      .mul(share.shift(axis, -o, 0));
  return [total(offsets.map(part))];
};

/** A kernel of three along each axis in full; of a larger one how much it is. */
const weights = (values: readonly number[]): string =>
  values.length <= 27 ? values.map(numeral).join(" ") : `Σ ${numeral(values.reduce((a, b) => a + b, 0))}`;

/** What needs neighbours of an entry. */
export const stencils = {
  /** `out[i] = x[i + by]`. */
  shift: defineOp<{ readonly axis: Axis; readonly by: number; readonly border: Border }>({
    arity: 1,
    axes: sameAxes,
    vjp: (n, ct): Cotangents => {
      const { axis, by, border } = n.attributes;
      const full = ct.broadcast([axis]);
      if (border === "edge") return [full.make("shiftTranspose", [full.node], { axis, by })];
      return [full.shift(axis, -by, border === "wrap" ? border : 0)];
    },
    verify: (n) => firstOf(alongAxis(n), by(n)),
    print: ({ attributes: { axis, by, border } }) =>
      `${axis} ${signed(by)} ${typeof border === "number" ? numeral(border) : border}`,
    symbol: "→",
    cost: 2,
  }),
  /** The transpose of `shift` with border `edge`: entry `i` is added at `clamp(i + by)`. */
  shiftTranspose: defineOp<{ readonly axis: Axis; readonly by: number }>({
    arity: 1,
    axes: sameAxes,
    vjp: ({ attributes: { axis, by } }, ct) => [ct.axes.includes(axis) ? ct.shift(axis, by, "edge") : ct],
    verify: (n) => firstOf(alongAxis(n), by(n)),
    print: ({ attributes: { axis, by } }) => `${axis} ${signed(by)}`,
    symbol: "←",
    cost: 2,
  }),
  /** Largest or smallest of `x[i - before … i + after]`; what lies beyond the border is not looked at. */
  reduceWindow: defineOp<Window>({
    arity: 1,
    axes: sameAxes,
    vjp: windowVjp,
    verify: (n) => firstOf(alongAxis(n), whole("its reach", [n.attributes.before, n.attributes.after], 0)),
    print: ({ attributes: { axis, kind, before, after } }) => `${kind} ${axis} -${before}+${after}`,
    symbol: "▢",
    cost: ({ attributes: { before, after } }) => (before + after) * (1 + loadCost),
  }),
  /**
   * `out[i] = Σ_o values[o] · x[i + o]` over the offsets of a kernel centred at the entry; what lies beyond the border counts 0. `sizes` are odd, one for each of
   * `axes`; `values` are row-major over them.
   */
  convolve: defineOp<Kernel>({
    arity: 1,
    axes: sameAxes,
    /** The transpose of a convolution is the convolution by the flipped kernel. */
    vjp: ({ attributes: kernel }, ct) => [
      ct.broadcast(kernel.axes).convolve({ ...kernel, values: kernel.values.toReversed() }),
    ],
    verify: (n) => {
      const { axes, sizes, values } = n.attributes;
      return firstOf(
        someAxes(axes),
        has(n.args[0], axes),
        unless(sizes.length === axes.length, "its kernel needs one size for each axis"),
        unless(
          sizes.every((size) => size > 0 && size % 2 === 1),
          "a size of its kernel must be odd, so that there is a centre",
        ),
        unless(
          values.length === sizes.reduce((a, b) => a * b, 1),
          "its kernel does not have as many values as its sizes say",
        ),
      );
    },
    print: ({ attributes: { axes, sizes, values } }, name) =>
      `${listed(axes, name)} ${sizes.join("×")} ${weights(values)}`,
    symbol: "∗",
    cost: (n) => 4 * n.attributes.values.filter((weight) => weight !== 0).length,
  }),
};
