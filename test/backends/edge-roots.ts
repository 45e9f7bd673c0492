import type { Node } from "../../src/graph/ops.js";
import { distanceTransform, persistence, ranks } from "../../src/graph/routines.js";
import type { Expr } from "../../src/graph/trace.js";
import type { World } from "./world.js";

/** Activations of saturated and undecided logits, with their gradients. Needs a world of three classes. */
export function saturated(world: World): Node[] {
  const x = world.exactly(["y", "class"], [1e4, -1e4, 0, -1e4, -1e4, -1e4, 0, 0, 0]);
  const values = [x.softplus(), x.sigmoid(), x.softmax("class"), x.logSoftmax("class"), x.logSumExp("class")];
  return values.flatMap((v) => [v.node, ...world.gradients(world.weighted(v))]);
}

/** Decisions at ties and between numbers that hardly differ, and the gradients there: what float32 computes exactly. */
export function ties(world: World): Node[] {
  const x = world.exactly(["x"], [1, 1 + 2 ** -23, 1e-20, -1e-20]);
  const y = world.exactly(["x"], [1, 1, 0, 0]);
  const decisions = [x.sign(), x.less(y), x.lessEqual(y), x.equal(y), x.max(y), x.min(y), x.where(1, 0), y.sqrt()];
  const reduced = y.make("reduceMax", [y.node], { axes: ["x"] });
  const kinks = [
    x.max(y),
    y.reduceWindow("x", "max"),
    reduced,
    y.relu(),
    y.abs(),
    y.pow(0.5),
    y.sqrt(),
    y.softplus().sub(y),
  ];
  return [...decisions.map((v) => v.node), ...kinks.flatMap((v) => world.gradients(v.sumOver(v.axes)))];
}

/** A list of features, gathered and summed: every kind of value a run can hold, with a routine in the middle. */
export function withRoutines(world: World): Expr {
  const image = world.value(world.full);
  const [components] = persistence(image, "vertex");
  const far = distanceTransform(image.greater(0.1), [world.number(1), world.number(2)]);
  const terms = [image.gather(components!.births), far.mul(image.sigmoid()), image.mul(ranks(image, "x"))];
  return terms.map((x) => x.sumOver(x.axes)).reduce((a, b) => a.add(b));
}
