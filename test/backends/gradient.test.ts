import { describe, expect, it } from "vitest";
import { execute } from "../../src/backends/interpret.js";
import { legalize } from "../../src/backends/legalize.js";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import type { Expr } from "../../src/graph/trace.js";
import { type Case, cases } from "./op-cases.js";
import { compute, scattered, World } from "./world.js";

const step = 1e-5;

/** Ways to move an input: a few entries alone, and all of them at once by amounts that differ, which no wrong gradient survives. */
function directions(count: number): number[][] {
  const alone = [0, 1, 2, 3].map((k) => Math.floor((k * count) / 4));
  return [
    ...[...new Set(alone)].map((entry) => Array.from({ length: count }, (_, i) => (i === entry ? 1 : 0))),
    scattered(count, -1, 1, 3),
    scattered(count, -1, 1, 8),
  ];
}

/** Gradients agree with central differences in float64, by every input. */
function expectSlopesToFit([, build]: Case, world: World): void {
  const root = world.weighted(build(world));
  const slopes = compute(reference, world, world.gradients(root));
  const roots = legalize(world.graph, reference, [root.node]);
  const bindings = world.bindings(reference);
  const valueAt = (name: string, direction: readonly number[], by: number) => {
    const { data, shape } = bindings.tensors.get(name)!;
    const moved = reference.upload(
      data.map((value, i) => value + by * direction[i]!),
      shape,
    );
    const tensors = new Map([...bindings.tensors, [name, moved]]);
    return execute(reference, roots, { ...bindings, tensors })[0]!.data[0]!;
  };
  world.wanted.forEach(({ node, data }, k) => {
    const found = slopes[k]!;
    expect(found).toHaveLength(data.length);
    const { name } = node.attributes;
    for (const direction of directions(data.length)) {
      const expected = (valueAt(name, direction, step) - valueAt(name, direction, -step)) / (2 * step);
      const total = found.reduce((sum, slope, i) => sum + slope * direction[i]!, 0);
      expect(Math.abs(total - expected), `${name}: ${total} against ${expected}`).toBeLessThan(
        1e-6 * (1 + Math.abs(expected)),
      );
    }
  });
}

/** What no gradient is to pass through, although the value does change. */
const { detach, ...differentiable } = cases;

describe("gradients agree with finite differences", () => {
  for (const [op, list] of Object.entries<readonly Case[]>(differentiable))
    for (const one of list) {
      it(`${op} ${one[0]}`, () => expectSlopesToFit(one, new World()));
      it(`${op} ${one[0]}, in a volume of one class`, () => expectSlopesToFit(one, new World(3, 1)));
    }

  it("detach passes none", () => {
    const world = new World();
    const root = world.weighted(detach[0]![1](world));
    const [, behind] = compute(reference, world, world.gradients(root));
    expect(new Set(behind)).toEqual(new Set([0]));
  });
});

describe("gradients where there is no derivative", () => {
  const slope = (data: readonly number[], f: (x: Expr) => Expr): number[] => {
    const world = new World(2, data.length);
    const x = world.exactly(["class"], data);
    const y = f(x);
    return compute(reference, world, world.gradients(y.sumOver(y.axes)))[0]!;
  };

  it.each<[string, readonly number[], (x: Expr) => Expr, readonly number[]]>([
    ["relu is 0 at 0", [0, 1, -1], (x) => x.relu(), [0, 1, 0]],
    ["abs is 0 at 0", [0, 2, -2], (x) => x.abs(), [0, 1, -1]],
    ["sqrt is 0 at 0", [0, 4], (x) => x.sqrt(), [0, 0.25]],
    ["max halves at a tie", [0, 1, -1], (x) => x.max(0), [0.5, 1, 0]],
    ["min halves at a tie", [0, 1, -1], (x) => x.min(0), [0.5, 0, 1]],
    ["max of a value and itself passes all of it", [3], (x) => x.max(x), [1]],
    ["pow is 0 at base 0 for an exponent below 1", [0, 4], (x) => x.pow(0.5), [0, 0.25]],
    ["pow is the exponent at base 0 for the exponent 1", [0], (x) => x.pow(x.mul(0).add(1)), [1]],
    ["pow is 0 at base 0 for an exponent above 1", [0, 3], (x) => x.pow(2), [0, 6]],
    ["pow by the exponent is 0 where the base is 0", [2], (x) => x.mul(0).pow(x), [0]],
    ["acos is 0 at ±1", [1, -1, 0], (x) => x.acos(), [0, 0, -1]],
    [
      "the largest shares among ties",
      [5, 1, 5, 5],
      (x) => x.make("reduceMax", [x.node], { axes: ["class"] }),
      [1 / 3, 0, 1 / 3, 1 / 3],
    ],
    [
      "the smallest shares among ties",
      [1, 1, 5],
      (x) => x.make("reduceMin", [x.node], { axes: ["class"] }),
      [0.5, 0.5, 0],
    ],
    ["sign, floor and comparisons are flat", [0.5], (x) => x.sign().add(x.floor()).add(x.less(1)), [0]],
    ["clamp passes none outside", [-2, 0.5, 2], (x) => x.clamp(0, 1), [0, 1, 0]],
    ["softplus is finite far out", [-1e4, 0, 1e4], (x) => x.softplus(), [0, 0.5, 1]],
    ["sigmoid is flat far out", [-1e4, 0, 1e4], (x) => x.sigmoid(), [0, 0.25, 0]],
    ["log-softmax is finite far out", [1e4, -1e4, 0], (x) => x.logSoftmax("class"), [-2, 1, 1]],
  ])("%s", (_, data, f, expected) => {
    slope(data, f).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 12);
    });
  });

  it("binary cross-entropy of an undecided pixel has the gradient −½", () => {
    const world = new World(2, 1);
    const logit = world.exactly(["class"], [0]);
    const loss = logit.softplus().sub(logit.mul(1)).sumOver(["class"]);
    expect(compute(reference, world, world.gradients(loss))).toEqual([[-0.5]]);
  });

  it("a window shares among ties", () => {
    const world = new World(2, 1);
    const x = world.exactly(["x"], [1, 1, 0, 0]);
    const slopes = compute(reference, world, world.gradients(x.reduceWindow("x", "max").sumOver(["x"])));
    // Windows: {1,1} {1,1,0} {1,0,0} {0,0}.
    expect(slopes).toEqual([[1, 2, 0.5, 0.5]]);
  });

  it("an input the root does not depend on gets zeros of its shape", () => {
    const world = new World();
    const [x, y] = [world.value(["x"]), world.value(["y"])];
    expect(compute(reference, world, world.gradients(x.sumOver(["x"]).add(y.floor().sumOver(["y"]))))[1]).toEqual([
      0, 0, 0,
    ]);
  });

  it("refuses a root that is no scalar", () => {
    const world = new World();
    expect(() => world.gradients(world.value(["x"]))).toThrow("Only a scalar has a gradient");
  });
});
