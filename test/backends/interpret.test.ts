import { describe, expect, it } from "vitest";
import { type Bindings, NoSynchronousRead } from "../../src/backends/backend.js";
import { NotANumber } from "../../src/backends/host/not-a-number.js";
import { countKernels, execute, executeAsync } from "../../src/backends/interpret.js";
import { legalize } from "../../src/backends/legalize.js";
import { type Nd, referenceBackend as reference } from "../../src/backends/reference/index.js";
import { Graph } from "../../src/graph/graph.js";
import { distanceTransform, persistence, ranks } from "../../src/graph/routines.js";
import { constant, Expr, type Scope } from "../../src/graph/trace.js";

const graph = new Graph();
const scope: Scope = { graph, space: ["y", "x"] };
const input = (name: string, ...axes: string[]) => new Expr(scope, graph.node("input", [], { name, axes }));
const image = input("image", "batch", "y", "x", "class");

const bind = (data: readonly number[], sizes: Record<string, number>): Bindings<Nd> => {
  const all = new Map(Object.entries(sizes));
  return {
    tensors: new Map([
      [
        "image",
        reference.upload(
          data,
          ["batch", "y", "x", "class"].map((axis) => all.get(axis)!),
        ),
      ],
    ]),
    scalars: new Map([["weight", 3]]),
    sizes: all,
  };
};
const tiny = bind([1, 2, 3, 4, 5, 6], { batch: 1, y: 1, x: 3, class: 2 });
const run = (x: Expr, bindings = tiny) => [
  ...execute(reference, legalize(graph, reference, [x.node]), bindings)[0]!.data,
];

describe("execute", () => {
  it("reads every kind of leaf", () => {
    const perClass = image.make("vector", [], { axis: "class", values: [10, 20] });
    const weighted = image
      .mul(perClass)
      .add(input("weight"))
      .add(image.make("axisSize", [], { axis: "x" }));
    expect(run(weighted)).toEqual([16, 46, 36, 86, 56, 126]);
  });

  it("keeps a restricted axis apart from the whole one", () => {
    const second = image.take("class", [1]);
    expect(second.axes).toEqual(["batch", "y", "x", "class:1"]);
    expect(run(second.sumOver(["x", "class:1"]))).toEqual([12]);
    expect(run(constant(scope, 1).sumOver(["class:1", "x"]))).toEqual([3]);
  });

  it("stops at known nodes and does not need what lies behind them", () => {
    const square = image.square();
    const known = new Map([[square.node, reference.upload([1, 1, 1, 1, 1, 1], [1, 1, 3, 2])]]);
    const bindings = { ...tiny, tensors: new Map<string, Nd>(), known };
    expect(run(square.sumOver(square.axes), bindings)).toEqual([6]);
    expect(countKernels([square.sumOver(square.axes).node], known)).toBe(1);
  });

  it("returns values that share no memory with inputs, known values or each other", () => {
    const [a, b] = execute(reference, [image.node, image.detach().node], tiny);
    expect(new Set([a!.data, b!.data, tiny.tensors.get("image")!.data]).size).toBe(3);
  });

  it("names an input that is missing or of another shape", () => {
    expect(() => run(input("mask:fov", "batch", "y", "x"))).toThrow("`mask:fov` was not given");
    const wrong = { ...tiny, sizes: new Map([...tiny.sizes, ["x", 4]]) };
    expect(() => run(image.neg(), wrong)).toThrow(/`image` has the shape \[1, 1, 3, 2\].*x 4/);
  });

  it("refuses a derived operation that was not expanded", () => {
    expect(() => execute(reference, [image.sigmoid().node], tiny)).toThrow("`sigmoid` must be legalized");
  });

  it("counts operations, not leaves or names", () => {
    expect(countKernels([image.mul(2).detach().exp().node])).toBe(2);
  });
});

describe("routines on the host", () => {
  const blob = bind([0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0], { batch: 2, y: 2, x: 2, class: 2 });

  it("measures distances per image and class, in the unit of the spacing", () => {
    const far = distanceTransform(image, [constant(scope, 2), constant(scope, 5)]);
    expect(run(far, blob)).toEqual([0, 2, 2, 0, 2, 0, 0, 0, 0, 0, 5, 2, 0, 2, 5, 0]);
  });

  it("ranks along an axis and keeps the order of equal entries", () => {
    expect(run(ranks(image, "x"), bind([1, 5, 3, 5, 2, 9], { batch: 1, y: 1, x: 3, class: 2 }))).toEqual([
      2, 1, 0, 2, 1, 0,
    ]);
  });

  const ring = [3, 3, 3, 3, 1, 3, 3, 3, 3];
  const flat = new Array<number>(9).fill(0);
  const two = bind([...ring, ...flat], { batch: 2, y: 3, x: 3, class: 1 });

  it("pads the lists of features and learns their length", () => {
    const [components, loops] = persistence(image, "vertex");
    expect(run(components!.births, two)).toEqual([0, 0]);
    expect(run(components!.deaths, two)).toEqual([-1, -1]);
    const lives = image.gather(loops!.births).sub(image.gather(loops!.deaths));
    expect(run(lives, two)).toEqual([2, 0]);
    const item = loops!.births.axes[1]!;
    expect(run(constant(scope, 1).sumOver([item]).add(loops!.births.sumOver(loops!.births.axes).mul(0)), two)).toEqual([
      1,
    ]);
  });

  it("keeps the lists of samples and classes apart", () => {
    // Holes: one of depth 2 in sample 0, class 1; one of depth 1 in sample 1, class 0.
    const at = (sample: number, pixel: number, channel: number) => {
      if (pixel !== 4) return 3;
      return sample === 0 ? (channel === 1 ? 1 : 3) : channel === 0 ? 2 : 3;
    };
    const data = [0, 1].flatMap((b) => Array.from({ length: 18 }, (_, i) => at(b, i >> 1, i % 2)));
    const [, loops] = persistence(image, "vertex");
    const bindings = bind(data, { batch: 2, y: 3, x: 3, class: 2 });
    expect(run(loops!.deaths, bindings)).toEqual([-1, 4, 4, -1]);
    expect(run(image.gather(loops!.births).sub(image.gather(loops!.deaths)), bindings)).toEqual([0, 2, 1, 0]);
  });

  it("learns the length of a list from a known result, and before a spread needs it", () => {
    const [, loops] = persistence(image, "top");
    const { births } = loops!;
    const item = births.axes[1]!;
    const spread = constant(scope, 1).broadcast([item]).sumOver([item]);
    const known = new Map([[births.node, reference.upload([4, -1, -1, 7], [1, 4, 1])]]);
    expect(run(spread.add(births.sumOver(births.axes).mul(0)), { ...two, known })).toEqual([4]);
    expect(run(spread.add(births.sumOver(births.axes).mul(0)), two)).toEqual([1]);
  });

  it("names what is NaN and where", () => {
    const bad = bind([0, 1, 1, Number.NaN], { batch: 1, y: 1, x: 2, class: 2 });
    const spacing = [input("weight"), input("weight")];
    expect(() => run(distanceTransform(image, spacing), bad)).toThrow(NotANumber);
    expect(() => run(distanceTransform(image, spacing), bad)).toThrow(
      "`distanceTransform` was given NaN: its mask is NaN at batch 0, y 0, x 1, class 1.",
    );
    const unknown = { ...two, scalars: new Map([["weight", Number.NaN]]) };
    expect(() => run(distanceTransform(image, spacing), unknown)).toThrow("its spacing along y is NaN.");
  });

  it("waits for a device that cannot be read at once", async () => {
    const slow = {
      ...reference,
      synchronous: false,
      readSync: () => {
        throw new NoSynchronousRead();
      },
    };
    const root = ranks(image, "x").node;
    expect(() => execute(slow, [root], tiny)).toThrow(NoSynchronousRead);
    expect([...(await executeAsync(slow, [root], tiny))[0]!.data]).toEqual([2, 2, 1, 1, 0, 0]);
  });
});
