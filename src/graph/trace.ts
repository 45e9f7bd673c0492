import { fold } from "./fold.js";
import { Graph } from "./graph.js";
import { type Axis, isSpatial, kindOf, union } from "./ops/axes.js";
import type { Attributes, BinaryOp, Border, Kernel, Node, Op, UnaryOp } from "./ops.js";

/** The parts of a tensor a reduction may name. `space` is however many spatial axes there are. */
export type Region = "batch" | "space" | "patch" | "item" | "class";

/** Where a value is being traced: its graph, the spatial axes, and which pixels count. */
export interface Scope {
  readonly graph: Graph;
  readonly space: readonly Axis[];
  /** 1 where a pixel counts, 0 where it does not; absent where all count. Sums, means, counts and extrema over space leave the others out. */
  readonly valid?: Node;
}

/** A value in the making. Methods build graph nodes; nothing is computed until the graph is loaded on a backend. */
export class Expr {
  readonly scope: Scope;
  readonly node: Node;

  constructor(scope: Scope, node: Node) {
    this.scope = scope;
    this.node = node;
  }

  get axes(): readonly Axis[] {
    return this.node.axes;
  }

  // — arithmetic —
  add(x: Operand): Expr {
    return binary("add", this, x);
  }
  sub(x: Operand): Expr {
    return binary("sub", this, x);
  }
  mul(x: Operand): Expr {
    return binary("mul", this, x);
  }
  div(x: Operand): Expr {
    return binary("div", this, x);
  }
  /** The gradient by the base is 0 where the base is 0 and the exponent below 1, and by the exponent where the base is not positive. */
  pow(x: Operand): Expr {
    return binary("pow", this, x);
  }
  /** The larger; at a tie each passes half of the gradient. */
  max(x: Operand): Expr {
    return binary("max", this, x);
  }
  /** The smaller; at a tie each passes half of the gradient. */
  min(x: Operand): Expr {
    return binary("min", this, x);
  }
  neg(): Expr {
    return unary("neg", this);
  }
  /** Gradient 0 at 0. */
  abs(): Expr {
    return unary("abs", this);
  }
  sign(): Expr {
    return unary("sign", this);
  }
  exp(): Expr {
    return unary("exp", this);
  }
  log(): Expr {
    return unary("log", this);
  }
  log1p(): Expr {
    return unary("log1p", this);
  }
  /** Gradient 0 at 0. */
  sqrt(): Expr {
    return unary("sqrt", this);
  }
  sin(): Expr {
    return unary("sin", this);
  }
  cos(): Expr {
    return unary("cos", this);
  }
  acos(): Expr {
    return unary("acos", this);
  }
  atan(): Expr {
    return unary("atan", this);
  }
  tanh(): Expr {
    return unary("tanh", this);
  }
  floor(): Expr {
    return unary("floor", this);
  }
  square(): Expr {
    return this.mul(this);
  }
  /** 1 − x. */
  complement(): Expr {
    return binary("sub", from(1), this);
  }
  /** max(x, 0); gradient 0 at 0. */
  relu(): Expr {
    return unary("relu", this);
  }
  sigmoid(): Expr {
    return unary("sigmoid", this);
  }
  /** log(1 + exp x), finite for any x. */
  softplus(): Expr {
    return unary("softplus", this);
  }
  /** x kept between two numbers; outside them no gradient passes. */
  clamp(low: number, high: number): Expr {
    const inside = this.greaterEqual(low).mul(this.lessEqual(high));
    return inside.where(this, this.less(low).where(low, high));
  }

  // — truth —
  less(x: Operand): Expr {
    return binary("less", this, x);
  }
  lessEqual(x: Operand): Expr {
    return binary("lessEqual", this, x);
  }
  greater(x: Operand): Expr {
    return binary("less", literal(this, x), this);
  }
  greaterEqual(x: Operand): Expr {
    return binary("lessEqual", literal(this, x), this);
  }
  equal(x: Operand): Expr {
    return binary("equal", this, x);
  }
  not(): Expr {
    return this.complement();
  }
  /** Where this is not 0, `yes`; elsewhere `no`. */
  where(yes: Operand, no: Operand): Expr {
    const parts = [this, yes, no];
    const near = parts.find((x): x is Expr => typeof x !== "number" && x.scope !== nowhere) ?? this;
    return near.make(
      "select",
      parts.map((x) => literal(near, x).node),
      {},
    );
  }
  /** @deprecated Its name is {@link Expr.where}. */
  choose(yes: Operand, no: Operand): Expr {
    return this.where(yes, no);
  }
  /** The same value, taken as given: no gradient passes. */
  detach(): Expr {
    return unary("detach", this);
  }

  // — reductions that honour the mask —
  sum(...regions: Region[]): Expr {
    const axes = axesOfRegions(this.scope, regions, this.axes);
    return this.masked(axes, 0).sumOver(axes);
  }
  /**
   * Sum over count; 0 where nothing counts. Of numbers for each sample or class it is the mean of those that were measured on anything: a sample, or a class, of which
   * no pixel counts leaves it.
   */
  mean(...regions: Region[]): Expr {
    return this.meanOver(axesOfRegions(this.scope, regions, this.axes));
  }
  meanOver(axes: readonly Axis[]): Expr {
    const measured = this.measured(axes);
    if (measured) {
      if (axes.length === 0) return measured.where(this, 0);
      const all = measured.broadcast(axes.filter((axis) => this.axes.includes(axis)));
      return measured.where(this, 0).sumOver(axes).div(all.sumOver(axes).max(1));
    }
    const total = this.masked(axes, 0).sumOver(axes);
    return this.meetsMask(axes)
      ? total.div(count(this.scope, axes).max(1))
      : total.div(constant(this.scope, 1).sumOver(axes));
  }
  /** The largest; −∞ where nothing counts. At ties the gradient is shared equally. */
  largest(...regions: Region[]): Expr {
    const axes = axesOfRegions(this.scope, regions, this.axes).filter((axis) => this.axes.includes(axis));
    return this.masked(axes, Number.NEGATIVE_INFINITY).maxOver(axes);
  }
  smallest(...regions: Region[]): Expr {
    const axes = axesOfRegions(this.scope, regions, this.axes).filter((axis) => this.axes.includes(axis));
    return this.masked(axes, Number.POSITIVE_INFINITY).minOver(axes);
  }

  // — reductions over given axes, mask or no mask —
  /** Along an axis the value does not have it is constant, and the sum is a multiple. */
  sumOver(axes: readonly Axis[]): Expr {
    const own = axes.filter((axis) => this.axes.includes(axis));
    const reduced = own.length ? this.make1("sum", { axes: own }) : this;
    return axes
      .filter((axis) => !this.axes.includes(axis))
      .reduce((x, axis) => x.mul(this.make("axisSize", [], { axis })), reduced);
  }
  /** The largest along axes it has. */
  maxOver(axes: readonly Axis[]): Expr {
    return this.make1("reduceMax", { axes });
  }
  minOver(axes: readonly Axis[]): Expr {
    return this.make1("reduceMin", { axes });
  }
  broadcast(axes: readonly Axis[]): Expr {
    return axes.every((axis) => this.axes.includes(axis))
      ? this
      : this.make1("broadcast", { axes: union(this.axes, axes) });
  }
  /** @deprecated Its name is {@link Expr.broadcast}. */
  spread(axes: readonly Axis[]): Expr {
    return this.broadcast(axes);
  }
  softmax(axis: Axis): Expr {
    return this.make1("softmax", { axis });
  }
  logSoftmax(axis: Axis): Expr {
    return this.make1("logSoftmax", { axis });
  }
  logSumExp(axis: Axis): Expr {
    return this.make1("logSumExp", { axis });
  }
  /**
   * log(1 − softmax), from the logits: what the others have together. Of the one above one half, 1 − p is a sum over the others; it is no difference of numbers
   * near 1, so no digit is lost and nothing is infinite for logits of any size.
   */
  logSoftmaxComplement(axis: Axis): Expr {
    const p = this.softmax(axis);
    const likely = p.greater(0.5);
    const others = likely.where(nextToNothing, this.logSoftmax(axis)).logSumExp(axis);
    return likely.where(others, likely.where(0, p).neg().log1p());
  }

  // — classes, neighbours, positions —
  /** The entries at `indices` of an axis, which is then named after them. */
  take(axis: Axis, indices: readonly number[]): Expr {
    return this.make1("take", { axis, indices, as: `${kindOf(axis)}:${indices.join(",")}` });
  }
  /** `out[i] = this[i + by]` along an axis; beyond the border a number, the nearest entry, or (`wrap`) the entries from the other end. */
  shift(axis: Axis, by: number, border: Border): Expr {
    return by === 0 ? this : this.make1("shift", { axis, by, border });
  }
  /** Largest or smallest among the neighbours up to `radius` along one axis; at ties the gradient is shared equally. */
  reduceWindow(axis: Axis, kind: "max" | "min", radius = 1): Expr {
    return this.make1("reduceWindow", { axis, kind, before: radius, after: radius });
  }
  /** @deprecated Its name is {@link Expr.reduceWindow}. */
  window(axis: Axis, kind: "max" | "min", radius = 1): Expr {
    return this.reduceWindow(axis, kind, radius);
  }
  /** The neighbours of each entry, weighed and added: a sum of `shift(…, o, 0)` over the offsets of a kernel. */
  convolve(kernel: Kernel): Expr {
    return this.make1("convolve", kernel);
  }
  /** The values at positions (row-major over space, as routines give them); 0 at −1. */
  gather(index: Expr): Expr {
    const { space } = this.scope;
    return this.make("gather", [this.broadcast(space).node, index.node], { space });
  }

  /** A node over this value, for operations without a method. */
  make<O extends Op>(op: O, args: readonly Node[], attributes: Attributes[O]): Expr {
    return new Expr(this.scope, this.scope.graph.node(op, args, attributes));
  }
  private make1<O extends Op>(op: O, attributes: Attributes[O]): Expr {
    return this.make(op, [this.node], attributes);
  }

  /** With what does not count replaced, when a reduction over these axes would meet it. */
  private masked(axes: readonly Axis[], neutral: number): Expr {
    return this.meetsMask(axes) ? new Expr(this.scope, this.scope.valid!).where(this, neutral) : this;
  }
  /** 1 where numbers that do not lie in space were found on any pixel that counts; nothing where all were, or where a mean is over space. */
  private measured(axes: readonly Axis[]): Expr | undefined {
    const { scope } = this;
    const inSpace = this.axes.some(isSpatial) || axes.some(isSpatial);
    const valid = scope.valid && new Expr(scope, scope.valid);
    // A mean over the entries of a list alone is one of each sample; of what has no samples left, it is one of all.
    const hasSamples = this.axes.some((axis) => valid?.axes.includes(axis));
    const listed = hasSamples && axes.length > 0 && !axes.some((axis) => valid?.axes.includes(axis));
    if (valid === undefined || inSpace || listed) return undefined;
    const beside = valid.axes.filter((axis) => !this.axes.includes(axis));
    return valid.sumOver(beside).greater(0);
  }
  private meetsMask(axes: readonly Axis[]): boolean {
    const { valid } = this.scope;
    const perPixel = this.axes.some(isSpatial) || axes.some(isSpatial);
    return valid !== undefined && perPixel && axes.some((axis) => valid.axes.includes(axis));
  }
}

/** The logarithm of what adds nothing to a sum of exponentials; finite, as shaders may assume of all numbers. */
const nextToNothing = -1e30;

export type Operand = Expr | number;

const literals = new Graph();
const nowhere: Scope = { graph: literals, space: [] };

/** A number as a value: `from(1).sub(score)`. */
export const from = (value: number): Expr => new Expr(nowhere, literals.node("constant", [], { value }));

/** How many positions count over some axes; without a mask the product of their lengths. */
export function count(scope: Scope, axes: readonly Axis[]): Expr {
  const one = constant(scope, 1);
  const { valid } = scope;
  return (valid && axes.some((axis) => valid.axes.includes(axis)) ? new Expr(scope, valid) : one).sumOver(axes);
}

export const constant = (scope: Scope, value: number): Expr =>
  new Expr(scope, scope.graph.node("constant", [], { value }));

export function axesOfRegions(scope: Scope, regions: readonly Region[], axes: readonly Axis[]): readonly Axis[] {
  return regions.flatMap((region) => {
    if (region === "space") return scope.space;
    const own = axes.filter((axis) => kindOf(axis) === region);
    return own.length || region !== "batch" ? own : ["batch"];
  });
}

function literal(near: Expr, x: Operand): Expr {
  if (typeof x === "number") return constant(near.scope, x);
  return x.scope === nowhere && near.scope !== nowhere ? new Expr(near.scope, copied(x.node, near.scope.graph)) : x;
}

/** What was computed from numbers alone, in the graph where it meets another value. */
const copied = (node: Node, graph: Graph): Node =>
  graph.node(
    node.op,
    node.args.map((arg) => copied(arg, graph)),
    node.attributes,
  );

function unary(op: UnaryOp | "detach", x: Expr): Expr {
  return x.make(op, [x.node], {});
}

function binary(op: BinaryOp, left: Expr, x: Operand): Expr {
  const b = literal(left, x);
  const a = literal(b, left);
  const known = fold(op, knownValue(a), knownValue(b));
  if (known === undefined) return a.make(op, [a.node, b.node], {});
  if (known === "first") return a;
  return known === "second" ? b : a.make("constant", [], known);
}

const knownValue = (x: Expr): number | undefined => (x.node.op === "constant" ? x.node.attributes.value : undefined);
