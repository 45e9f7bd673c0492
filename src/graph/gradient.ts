import { type Axis, union } from "./axes.js";
import { derivedSlopes } from "./derived.js";
import type { Graph } from "./graph.js";
import { inOrder } from "./graph.js";
import { type DerivedOp, dispatch, isDerived, type Kernel, type Node, type Op, type Table } from "./ops.js";
import { Expr, from, type Scope } from "./trace.js";

/** The slope of a node's result passed on to one of its arguments; `undefined` where none passes. */
type Passed = readonly (Expr | undefined)[];
type Slopes<O extends Op> = Table<O, [slope: Expr, args: readonly Expr[], result: Expr], Passed>;

const none = (): Passed => [];

/** Ties in a reduction share the slope equally: every largest entry gets its part. */
const extremum = (n: Node<"reduceMax" | "reduceMin">, s: Expr, [x]: readonly Expr[], result: Expr): Passed => {
  const top = x!.equal(result);
  return [top.mul(s.div(top.sumOver(n.attributes.axes)))];
};

/**
 * How each operation passes the slope of its result on to its arguments. Decided where a derivative does not exist:
 * `abs`, `sqrt`, `relu`, `sign` 0 at 0 · `max`, `min` of two: half each at a tie · `reduceMax`, `reduceMin`, `window`: shared equally among ties ·
 * `pow`: by the base 0 where the base is 0 and the exponent below 1, by the exponent 0 where the base is not positive · `acos` 0 at ±1.
 * A slope may lack axes of the value it belongs to: it is constant along them.
 */
const slopes = {
  input: none,
  constant: none,
  vector: none,
  extent: none,
  index: none,
  neg: (_, s) => [s.neg()],
  abs: (_, s, [x]) => [s.mul(x!.sign())],
  sign: none,
  exp: (_, s, __, y) => [s.mul(y)],
  log: (_, s, [x]) => [s.div(x!)],
  log1p: (_, s, [x]) => [s.div(x!.add(1))],
  sqrt: (_, s, __, y) => [y.greater(0).choose(s.div(y.mul(2)), 0)],
  sin: (_, s, [x]) => [s.mul(x!.cos())],
  cos: (_, s, [x]) => [s.mul(x!.sin()).neg()],
  acos: (_, s, [x]) => {
    const rest = from(1).sub(x!.square());
    return [rest.greater(0).choose(s.div(rest.sqrt()).neg(), 0)];
  },
  atan: (_, s, [x]) => [s.div(x!.square().add(1))],
  floor: none,
  add: (_, s) => [s, s],
  sub: (_, s) => [s, s.neg()],
  mul: (_, s, [a, b]) => [s.mul(b!), s.mul(a!)],
  div: (_, s, [, b], y) => {
    const part = s.div(b!);
    return [part, part.mul(y).neg()];
  },
  pow: (_, s, [base, exponent], y) => [
    s.mul(exponent!).mul(
      base!
        .equal(0)
        .mul(exponent!.less(1))
        .choose(0, base!.pow(exponent!.sub(1))),
    ),
    base!.greater(0).choose(s.mul(y).mul(base!.greater(0).choose(base!, 1).log()), 0),
  ],
  max: (_, s, [a, b]) => shared(s, b!.less(a!), a!.equal(b!)),
  min: (_, s, [a, b]) => shared(s, a!.less(b!), a!.equal(b!)),
  less: none,
  lessEqual: none,
  equal: none,
  select: (_, s, [condition]) => [undefined, condition!.choose(s, 0), condition!.choose(0, s)],
  detach: none,
  sum: (_, s) => [s],
  reduceMax: extremum,
  reduceMin: extremum,
  spread: (_, s) => [s],
  take: (n, s) => {
    const { axis, indices, as } = n.attributes;
    return [s.make("put", [s.spread([as]).node], { axis, indices, as })];
  },
  put: (n, s) => [s.axes.includes(n.attributes.axis) ? s.make("take", [s.node], n.attributes) : s],
  shift: (n, s) => {
    const { axis, by, border } = n.attributes;
    const full = s.spread([axis]);
    if (border === "edge") return [full.make("unshift", [full.node], { axis, by })];
    return [full.shift(axis, -by, border === "wrap" ? border : 0)];
  },
  unshift: (n, s) => [s.axes.includes(n.attributes.axis) ? s.shift(n.attributes.axis, n.attributes.by, "edge") : s],
  window: (n, s, [x], y) => {
    const { axis, before, after } = n.attributes;
    const full = s.spread([axis]);
    const offsets = Array.from({ length: before + after + 1 }, (_, i) => i - before);
    const ties = offsets.map((o) => x!.shift(axis, o, outside).equal(y)).reduce((a, b) => a.add(b));
    const share = full.div(ties);
    return [
      offsets
        .map((o) =>
          y
            .shift(axis, -o, outside)
            .equal(x!)
            .mul(share.shift(axis, -o, 0)),
        )
        .reduce((a, b) => a.add(b)),
    ];
  },
  convolve: (n, s) => [s.spread(n.attributes.axes).convolve(mirrored(n.attributes))],
  gather: (n, s, [x, index]) => {
    const { space } = n.attributes;
    const over = index!.axes.filter((axis) => space.includes(axis) || !x!.axes.includes(axis));
    return [s.make("scatter", [s.spread(index!.axes).node, index!.node], { space, over })];
  },
  scatter: (n, s, [x, index]) => {
    const { space } = n.attributes;
    const repeated = index!.axes.filter((axis) => !x!.axes.includes(axis));
    return [s.make("gather", [s.spread(space).node, index!.node], { space }).sumOver(repeated)];
  },
  distance: none,
  persistence: none,
  matching: none,
  components: none,
  skeleton: none,
  order: none,
  accumulate: none,
  polygon: none,
  triangulate: none,
  rasterise: (n, s, [y, x, ...faces]) => {
    const args = [y!, x!, ...faces.slice(0, 3), s.spread(n.axes)];
    const routine = s.make(
      "rasteriseSlope",
      args.map(({ node }) => node),
      n.attributes,
    );
    return [y!, x!].map(({ axes }, index) => routine.make("result", [routine.node], { index, axes }));
  },
  rasteriseSlope: none,
  result: none,
} satisfies Slopes<Exclude<Op, DerivedOp>>;

/** What gave to a neighbour receives from it: the kernel seen from its other end. */
const mirrored = (kernel: Kernel): Kernel => ({ ...kernel, values: kernel.values.toReversed() });

function shared(s: Expr, first: Expr, tie: Expr): Passed {
  const part = first.add(tie.mul(0.5));
  return [s.mul(part), s.mul(from(1).sub(part))];
}

/** Whether a slope can pass through a node at all. */
const opaque: ReadonlySet<Op> = new Set<Op>([
  "sign",
  "floor",
  "less",
  "lessEqual",
  "equal",
  "detach",
  "distance",
  "persistence",
  "matching",
  "components",
  "skeleton",
  "order",
  "accumulate",
  "polygon",
  "triangulate",
  "rasteriseSlope",
  "result",
  "constant",
  "vector",
  "extent",
  "index",
]);

/** Operations whose arguments are repeated along the axes they lack. */
const broadcasting: ReadonlySet<Op> = new Set<Op>([
  "add",
  "sub",
  "mul",
  "div",
  "pow",
  "max",
  "min",
  "select",
  "spread",
]);

/** Beyond the border when looking for ties: a value nothing equals, and finite, as shaders may assume of all numbers. */
const outside = 3e38;

/**
 * The derivative of a scalar by some inputs, as nodes of the same graph, each with all axes of its input. An input the root does not depend on through
 * differentiable operations gets zeros.
 */
export function gradient(graph: Graph, root: Node, inputs: readonly Node[]): Node[] {
  if (root.axes.length)
    throw new Error(`Only a scalar has a gradient; this value has the axes ${root.axes.join(", ")}.`);
  const scope: Scope = { graph, space: [] };
  const order = inOrder([root]);
  const live = carriers(order, inputs);
  const gathered = new Map<Node, Expr>();
  if (live.has(root)) gathered.set(root, new Expr(scope, graph.node("constant", [], { value: 1 })));
  for (const node of order.reverse()) {
    const slope = gathered.get(node);
    if (!slope || inputs.includes(node)) continue;
    const args = node.args.map((arg) => new Expr(scope, arg));
    const passed = pass(node, slope, args, new Expr(scope, node));
    node.args.forEach((arg, i) => {
      const part = passed[i];
      if (!part || !live.has(arg)) return;
      const fitted = broadcasting.has(node.op) ? folded(part, node.axes, arg.axes) : part;
      const before = gathered.get(arg);
      gathered.set(arg, before ? before.add(fitted) : fitted);
    });
  }
  const zero = new Expr(scope, graph.node("constant", [], { value: 0 }));
  return inputs.map((input) => (gathered.get(input) ?? zero).spread(input.axes).node);
}

const pass = (node: Node, slope: Expr, args: readonly Expr[], result: Expr): Passed =>
  isDerived(node.op)
    ? [dispatch(derivedSlopes, node as Node<DerivedOp>, slope, args[0]!)]
    : dispatch(slopes, node as Node<Exclude<Op, DerivedOp>>, slope, args, result);

/** A slope in terms of the result, brought to the argument: summed along the axes the argument was repeated over. */
function folded(slope: Expr, result: readonly Axis[], arg: readonly Axis[]): Expr {
  const repeated = union(result, slope.axes).filter((axis) => !arg.includes(axis));
  return slope.sumOver(repeated);
}

/** The nodes through which a slope can reach one of the inputs. */
function carriers(order: readonly Node[], inputs: readonly Node[]): ReadonlySet<Node> {
  const live = new Set<Node>(inputs);
  for (const node of order) if (!opaque.has(node.op) && node.args.some((arg) => live.has(arg))) live.add(node);
  return live;
}
