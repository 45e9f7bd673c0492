import type { Expr } from "../trace.js";
import type { Axis } from "./axes.js";

/** Operations without attributes. */
export type None = Readonly<Record<string, never>>;

/** A node as the record of its operation sees it. */
export interface NodeWith<A> {
  readonly id: number;
  readonly op: string;
  readonly args: readonly NodeWith<unknown>[];
  readonly attributes: A;
  readonly axes: readonly Axis[];
}

/** What arrives at each argument; `undefined` where nothing does. */
export type Cotangents = readonly (Expr | undefined)[];

/** The vector–Jacobian product: takes the cotangent of the result to those of the arguments. A cotangent may lack axes along which it is constant. */
export type Vjp<A> = (node: NodeWith<A>, cotangent: Expr, args: readonly Expr[], result: Expr) => Cotangents;

/** Why no gradient passes. */
export interface Opaque {
  readonly opaque: string;
}

export const opaque = (reason: string): Opaque => ({ opaque: reason });

/** What is wrong with a node, if anything. */
export type Verdict = string | undefined;

/** How an axis reads in print. */
export type AxisName = (axis: Axis) => string;

/** Everything the compiler knows of one operation. */
export interface OpRecord<A> {
  /** How many arguments it has; absent where `verify` says. */
  readonly arity: number | undefined;
  /** The axes of its result. @throws {Error} when two different axes of one kind meet. */
  readonly axes: (node: NodeWith<A>) => readonly Axis[];
  readonly vjp: Vjp<A> | Opaque;
  /** Whether an argument is repeated along the axes it lacks, so that its cotangent must be summed along them. */
  readonly broadcasts: boolean;
  /** What it asks of its arguments and attributes beside their number; `results` is how many results its first argument has. */
  readonly verify: ((node: NodeWith<A>, results: number) => Verdict) | undefined;
  /** What stands in brackets behind its name in print, of a leaf all there is; "" where the name says everything. */
  readonly print: (node: NodeWith<A>, axisName: AxisName) => string;
  /** A sign for pictures of graphs too large for words; absent: its name. */
  readonly symbol: string | undefined;
  /** Vector instructions a fused kernel takes for each vector, roughly; measured on x86-64 and meant to be right within a factor of two. */
  readonly cost: number | ((node: NodeWith<A>) => number);
}

/** What a record says where an operation does nothing unusual. */
type Usual = "broadcasts" | "verify" | "print" | "symbol" | "cost" | "arity";

type Definition<A> = Omit<OpRecord<A>, Usual> & Partial<OpRecord<A>>;

/** A record with all fields, always in one order: records are read for each node that is made. */
export const defineOp = <A>({
  arity,
  axes,
  vjp,
  broadcasts = false,
  verify,
  print = () => "",
  symbol,
  cost = 1,
}: Definition<A>): OpRecord<A> => ({ arity, axes, vjp, broadcasts, verify, print, symbol, cost });

/** The axes of the first argument. */
export const sameAxes = (node: NodeWith<unknown>): readonly Axis[] => node.args[0]!.axes;

/** The time to read a vector from memory, in vector instructions. */
export const loadCost = 1.5;

// — what `verify` asks —

export const firstOf = (...verdicts: Verdict[]): Verdict => verdicts.find((verdict) => verdict !== undefined);

export const unless = (holds: boolean, otherwise: string): Verdict => (holds ? undefined : otherwise);

export const has = (arg: NodeWith<unknown> | undefined, axes: readonly Axis[]): Verdict =>
  firstOf(...axes.map((axis) => unless(arg?.axes.includes(axis) ?? false, `its argument has no axis \`${axis}\``)));

export const whole = (name: string, values: readonly number[], least: number): Verdict =>
  unless(
    values.every((value) => Number.isInteger(value) && value >= least),
    `${name} must be whole${least === 0 ? " and not negative" : ""}`,
  );

/** It has the axis it works along. */
export const alongAxis = (node: NodeWith<{ readonly axis: Axis }>): Verdict =>
  has(node.args[0], [node.attributes.axis]);

/** It has the spatial axes it works on. */
export const overSpace = (node: NodeWith<{ readonly space: readonly Axis[] }>): Verdict =>
  has(node.args[0], node.attributes.space);

export const someAxes = (axes: readonly Axis[]): Verdict =>
  unless(axes.length > 0 && new Set(axes).size === axes.length, "it must name some axes, each once");

// — what `print` says —

/** Minus zero is another number than zero, and prints as one. */
export const numeral = (n: number): string => (Object.is(n, -0) ? "-0" : String(n));

export const listed = (axes: readonly Axis[], name: AxisName): string => axes.map(name).join(" ");

export const signed = (n: number): string => (n < 0 ? `${n}` : `+${n}`);
