import type { Expr } from "../trace.js";
import { type Axis, union } from "./axes.js";
import {
  type Cotangents,
  defineOp,
  type NodeWith,
  type None,
  type Opaque,
  type OpRecord,
  opaque,
  sameAxes,
} from "./record.js";

/** An operation each entry of whose result needs one entry of each argument. Arguments are broadcast by name: the result has the axes of all. Truth is 1 and 0. */
export interface Pointwise extends OpRecord<None> {
  /** What it means: constants are folded by it, and the reference backend and tables on the processor compute with it. */
  readonly evaluate: (a: number, b: number, c: number) => number;
  /** Whether the two arguments may change places. */
  readonly commutative: boolean;
  /** The number that as the first, or second, argument makes the result the other one. */
  readonly identity: { readonly first?: number; readonly second?: number } | undefined;
}

interface Common {
  readonly cost: number;
  readonly symbol?: string;
}

interface Unary extends Common {
  readonly evaluate: (x: number) => number;
  readonly vjp: ((cotangent: Expr, x: Expr, result: Expr) => Expr) | Opaque;
}

interface Binary extends Common {
  readonly evaluate: (a: number, b: number) => number;
  readonly vjp: ((cotangent: Expr, a: Expr, b: Expr, result: Expr) => Cotangents) | Opaque;
  readonly commutative?: boolean;
  readonly identity?: Pointwise["identity"];
}

const unary = ({ evaluate, vjp, cost, symbol }: Unary): Pointwise => ({
  ...defineOp<None>({
    arity: 1,
    axes: sameAxes,
    vjp: typeof vjp === "function" ? (_, ct, [x], result) => [vjp(ct, x!, result)] : vjp,
    symbol,
    cost,
  }),
  evaluate,
  commutative: false,
  identity: undefined,
});

const allAxes = (node: NodeWith<None>): readonly Axis[] =>
  node.args.reduce<readonly Axis[]>((axes, arg) => union(axes, arg.axes), []);

const binary = ({ evaluate, vjp, cost, symbol, commutative = false, identity }: Binary): Pointwise => ({
  ...defineOp<None>({
    arity: 2,
    axes: allAxes,
    vjp: typeof vjp === "function" ? (_, ct, [a, b], result) => vjp(ct, a!, b!, result) : vjp,
    broadcasts: true,
    symbol,
    cost,
  }),
  evaluate,
  commutative,
  identity,
});

const truth = (holds: boolean) => (holds ? 1 : 0);
const steps = opaque("it is constant between its steps");

/**
 * Of one argument. Decided where a derivative does not exist: `abs`, `sqrt`, `sign` 0 at 0, `acos` 0 at ±1.
 */
export const unaryOps = {
  neg: unary({ evaluate: (x) => -x, vjp: (ct) => ct.neg(), cost: 1, symbol: "−" }),
  abs: unary({ evaluate: Math.abs, vjp: (ct, x) => ct.mul(x.sign()), cost: 1, symbol: "|x|" }),
  sign: unary({ evaluate: Math.sign, vjp: steps, cost: 3, symbol: "±" }),
  exp: unary({ evaluate: Math.exp, vjp: (ct, _, y) => ct.mul(y), cost: 14, symbol: "eˣ" }),
  log: unary({ evaluate: Math.log, vjp: (ct, x) => ct.div(x), cost: 20, symbol: "ln" }),
  log1p: unary({
    evaluate: Math.log1p,
    vjp: (ct, x) => ct.div(x.add(1)),
    cost: 26,
    symbol: "ln₁",
  }),
  sqrt: unary({
    evaluate: Math.sqrt,
    vjp: (ct, _, y) => y.greater(0).where(ct.div(y.mul(2)), 0),
    cost: 5,
    symbol: "√",
  }),
  sin: unary({ evaluate: Math.sin, vjp: (ct, x) => ct.mul(x.cos()), cost: 24 }),
  cos: unary({ evaluate: Math.cos, vjp: (ct, x) => ct.mul(x.sin()).neg(), cost: 24 }),
  acos: unary({
    evaluate: Math.acos,
    vjp: (ct, x) => {
      const rest = x.square().complement();
      return rest.greater(0).where(ct.div(rest.sqrt()).neg(), 0);
    },
    cost: 24,
  }),
  atan: unary({ evaluate: Math.atan, vjp: (ct, x) => ct.div(x.square().add(1)), cost: 24 }),
  tanh: unary({ evaluate: Math.tanh, vjp: (ct, _, y) => ct.mul(y.square().complement()), cost: 22, symbol: "tanh" }),
  floor: unary({ evaluate: Math.floor, vjp: steps, cost: 1, symbol: "⌊⌋" }),
};

/** Their results are truth: 1 or 0. */
export const comparisons = {
  less: binary({ evaluate: (a, b) => truth(a < b), vjp: steps, cost: 1, symbol: "<" }),
  lessEqual: binary({ evaluate: (a, b) => truth(a <= b), vjp: steps, cost: 1, symbol: "≤" }),
  equal: binary({ evaluate: (a, b) => truth(a === b), vjp: steps, commutative: true, cost: 1, symbol: "=" }),
};

/** To each of two its part of a cotangent: the first all of it where it alone decides, half at a tie. */
function shared(ct: Expr, first: Expr, tie: Expr): Cotangents {
  const part = first.add(tie.mul(0.5));
  return [ct.mul(part), ct.mul(part.complement())];
}

/**
 * Of two arguments. Decided where a derivative does not exist: `max`, `min` half each at a tie · `pow` by the base 0 where the base is 0 and the exponent below
 * 1, by the exponent 0 where the base is not positive.
 */
export const binaryOps = {
  add: binary({
    evaluate: (a, b) => a + b,
    vjp: (ct) => [ct, ct],
    commutative: true,
    identity: { first: 0, second: 0 },
    cost: 1,
    symbol: "+",
  }),
  sub: binary({
    evaluate: (a, b) => a - b,
    vjp: (ct) => [ct, ct.neg()],
    identity: { second: 0 },
    cost: 1,
    symbol: "−",
  }),
  mul: binary({
    evaluate: (a, b) => a * b,
    vjp: (ct, a, b) => [ct.mul(b), ct.mul(a)],
    commutative: true,
    identity: { first: 1, second: 1 },
    cost: 1,
    symbol: "×",
  }),
  div: binary({
    evaluate: (a, b) => a / b,
    vjp: (ct, _, b, y) => {
      const part = ct.div(b);
      return [part, part.mul(y).neg()];
    },
    identity: { second: 1 },
    cost: 4,
    symbol: "÷",
  }),
  pow: binary({
    evaluate: Math.pow,
    vjp: (ct, base, exponent, y) => [
      ct.mul(exponent).mul(
        base
          .equal(0)
          .mul(exponent.less(1))
          .where(0, base.pow(exponent.sub(1))),
      ),
      base.greater(0).where(ct.mul(y).mul(base.greater(0).where(base, 1).log()), 0),
    ],
    identity: { second: 1 },
    cost: 50,
    symbol: "xʸ",
  }),
  max: binary({
    evaluate: (a, b) => Math.max(a, b),
    vjp: (ct, a, b) => shared(ct, b.less(a), a.equal(b)),
    commutative: true,
    cost: 1,
  }),
  min: binary({
    evaluate: (a, b) => Math.min(a, b),
    vjp: (ct, a, b) => shared(ct, a.less(b), a.equal(b)),
    commutative: true,
    cost: 1,
  }),
  ...comparisons,
};

const ternaryOps = {
  /** `select(condition, a, b)`: a where the condition is not 0. */
  select: {
    ...defineOp<None>({
      arity: 3,
      axes: allAxes,
      vjp: (_, ct, [condition]): Cotangents => [undefined, condition!.where(ct, 0), condition!.where(0, ct)],
      broadcasts: true,
      symbol: "?",
      cost: 1,
    }),
    evaluate: (condition, a, b) => (condition !== 0 ? a : b),
    commutative: false,
    identity: undefined,
  } satisfies Pointwise,
};

export const pointwiseOps = { ...unaryOps, ...binaryOps, ...ternaryOps };
