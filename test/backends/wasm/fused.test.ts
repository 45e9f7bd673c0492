import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import {
  referenceBackend as reference,
  referenceExecution,
  referenceOperation,
} from "../../../src/backends/reference/index.js";
import { memoryInUse, wasmBackend } from "../../../src/backends/wasm/index.js";
import type { Expr } from "../../../src/graph/trace.js";
import { verify } from "../../../src/graph/verify.js";
import { expectSame } from "../agreement.js";
import { saturated, ties, withRoutines } from "../edge-roots.js";
import { type Case, cases } from "../op-cases.js";
import { randomScalar } from "../random-graphs.js";
import { compute, World } from "../world.js";

const wasm = wasmBackend(referenceOperation, referenceExecution);

function agree(world: World, value: Expr, tolerance?: number): void {
  const roots = [value.node, ...world.gradients(world.weighted(value))];
  expectSame(compute(wasm, world, roots), compute(reference, world, roots), tolerance);
}

describe("fused kernels", () => {
  for (const [op, list] of Object.entries<readonly Case[]>(cases))
    for (const [what, build] of list)
      it(`${op} ${what}`, () => {
        const world = new World();
        agree(world, build(world));
      });

  // Rows that fill whole vectors, rows that do not, rows shorter than a vector, one pixel, more than one chunk.
  const shapes = [
    [2, 8, 8],
    [1, 5, 7],
    [3, 1, 1],
    [1, 1, 13],
    [2, 9, 2],
    [2, 67, 130],
    [1, 300, 64],
  ];
  for (const lengths of shapes)
    for (const classes of [1, 2, 3, 4, 5, 7])
      it(`whole losses in ${lengths} × ${classes}`, () => {
        const world = new World(2, classes, lengths);
        const [x, y] = [world.value(world.full, -3, 3), world.value(world.full, 0, 1)];
        const p = classes > 1 ? x.softmax("class") : x.sigmoid();
        const overlap = p.mul(y).sumOver(["y", "x"]);
        const extent = p
          .square()
          .sumOver(["y", "x"])
          .add(y.sumOver(["y", "x"]));
        const near = p
          .reduceWindow("x", "max")
          .reduceWindow("y", "min")
          .sub(p.shift("y", 1, "edge"))
          .square();
        const far = p
          .shift("x", -3, 0.5)
          .mul(p.convolve({ axes: ["y", "x"], sizes: [3, 3], values: [1, 2, 1, 0, 4, 0, -1, 2, 1] }));
        const score = overlap.mul(2).add(1e-5).div(extent.add(1e-5));
        agree(world, near.add(far).sumOver(["y", "x"]).add(score).sumOver(["batch", "class"]), 1e-4);
      });

  it("serves volumes", () => {
    const world = new World(3, 2);
    const x = world.value(world.full);
    const near = world.scope.space.reduce(
      (a, axis) => a.reduceWindow(axis, "max").shift(axis, 1, "edge"),
      x.softmax("class"),
    );
    const values = Array.from({ length: 27 }, (_, i) => ((i * 5) % 7) - 3);
    const y = near.convolve({ axes: world.scope.space, sizes: [3, 3, 3], values });
    agree(world, y.square().mean("space"));
  });

  it("is finite for saturated logits", () => {
    const world = new World();
    const roots = saturated(world);
    expectSame(compute(wasm, world, roots), compute(reference, world, roots));
  });

  it("decides ties and tiny numbers as the reference does", () => {
    const world = new World();
    const roots = ties(world);
    expectSame(compute(wasm, world, roots), compute(reference, world, roots), 1e-6);
  });

  it("runs routines in the middle of kernels", () => {
    const world = new World();
    const root = withRoutines(world);
    expectSame(compute(wasm, world, [root.node]), compute(reference, world, [root.node]));
  });

  it("keeps the digits of a long sum", () => {
    const world = new World(2, 1, [1, 512, 512]);
    const x = world.exactly(
      world.full,
      Array.from({ length: 512 * 512 }, (_, i) => Math.fround(Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1)),
    );
    const roots = [x.sumOver(["y", "x"]).node];
    const [[found], [exact]] = [compute(wasm, world, roots)[0]!, compute(reference, world, roots)[0]!];
    expect(Math.abs(found! / exact! - 1)).toBeLessThan(1e-7);
  });

  it("computes any composition, value and gradients, as the reference does", () => {
    fc.assert(
      fc.property(randomScalar, ([world, root]) => {
        const roots = [root.node, ...world.gradients(root)];
        verify(roots);
        expectSame(compute(wasm, world, roots), compute(reference, world, roots), 1e-4);
      }),
      { numRuns: 200, seed: 20261125 },
    );
  });
});

describe("the memory of kernels", () => {
  let before = 0;
  afterEach(() => expect(memoryInUse()).toBe(before));

  it("is given back after a run", () => {
    const world = new World();
    const root = withRoutines(world);
    compute(wasm, world, [root.node]);
    before = memoryInUse();
    for (let i = 0; i < 5; i++) compute(wasm, world, [root.node]);
  });
});
