import fc from "fast-check";
import type { Axis } from "../../src/graph/ops/axes.js";
import type { Expr } from "../../src/graph/trace.js";
import { World } from "./world.js";

/** How each value is built: an operation chosen by number, on values made before, chosen by numbers too. */
const steps = fc.array(
  fc.record({
    op: fc.nat(1000),
    a: fc.nat(1000),
    b: fc.nat(1000),
    axis: fc.nat(1000),
    by: fc.integer({ min: -3, max: 3 }),
  }),
  { minLength: 3, maxLength: 12 },
);

/** Bounded, so that float32 keeps the digits of whatever is built on it. */
const tamed = (x: Expr): Expr => x.atan();

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** Operations that are smooth, or whose kinks lie where neither float32 nor float64 would put a value. */
const builders: readonly ((x: Expr, y: Expr, axis: Axis, by: number, world: World) => Expr)[] = [
  (x, y) => x.add(y),
  (x, y) => x.sub(y),
  (x, y) => x.mul(y),
  (x, y) => x.div(y.square().add(1)),
  (x) => x.neg().exp(),
  (x) => x.square().add(0.5).log(),
  (x) => x.square().log1p(),
  (x) => x.square().add(0.1).sqrt(),
  (x, y) => x.square().add(0.2).pow(y),
  (x) => x.sin().mul(x.cos()),
  (x) => tamed(x).mul(0.5).acos(),
  (x) => x.sigmoid(),
  (x) => x.softplus(),
  (x, _, axis) => (x.axes.includes(axis) ? x.softmax(axis) : x),
  (x, _, axis) => (x.axes.includes(axis) ? x.logSoftmax(axis) : x),
  (x, _, axis) => (x.axes.includes(axis) ? x.logSumExp(axis) : x),
  (x, _, axis) => x.sumOver([axis]),
  (x, _, axis) => x.broadcast([axis]),
  (x, _, axis, by) => (x.axes.includes(axis) ? x.shift(axis, by, 0.25) : x),
  (x, _, axis, by) => (x.axes.includes(axis) ? x.shift(axis, by, "edge") : x),
  (x, _, axis, by) => (x.axes.includes(axis) ? x.shift(axis, by, "wrap") : x),
  (x, _, axis) => x.make("iota", [], { axis }).mul(0.3).add(x),
  (x, _, axis, by) => (x.axes.includes(axis) ? x.make("shiftTranspose", [x.node], { axis, by }) : x),
  (x, _, axis) => (x.axes.includes(axis) ? x.convolve({ axes: [axis], sizes: [3], values: [0.5, -0.25, 1] }) : x),
  (x, y, _, by, world) => world.fixed(["batch", "x"], [1, 0, 1, 1, by]).where(x, y),
  (x, y) => x.detach().mul(y),
  (x, _, axis, __, world) => x.gather(world.fixed([axis], [5, -1, 2, 11])),
  (x, _, axis) => {
    if (!x.axes.includes(axis)) return x;
    const as = `${axis}:2,0`;
    const taken = axis === "batch" ? x : x.make("take", [x.node], { axis, indices: [2, 0], as });
    return axis === "batch" ? x : taken.make("takeTranspose", [taken.square().node], { axis, indices: [2, 0], as });
  },
  (x, _, axis) => (x.axes.includes(axis) ? x.reduceWindow(axis, "max").mul(0.5) : x),
  (x, _, axis) => (x.axes.includes(axis) ? x.make("reduceMin", [x.node], { axes: [axis] }) : x),
  (x, y) => x.max(y.add(0.013)),
];

/** A world, and a scalar built at random from values of all shapes. */
export const randomScalar: fc.Arbitrary<readonly [World, Expr]> = steps.map((list) => {
  const world = new World();
  const axes = world.full;
  const made: Expr[] = [world.value(axes), world.value(["batch", "class"]), world.value(["y", "x"]), world.value([])];
  for (const { op, a, b, axis, by } of list)
    made.push(
      tamed(pick(builders, op)(pick(made, made.length - 1 - (a % 3)), pick(made, b), pick(axes, axis), by, world)),
    );
  const terms = made.slice(4).map((x) => world.weighted(x));
  return [world, terms.reduce((p, q) => p.add(q))];
});
