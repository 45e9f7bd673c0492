import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import { Graph, topologicalOrder } from "../../src/graph/graph.js";
import type { Node } from "../../src/graph/ops.js";
import { print } from "../../src/graph/print.js";
import { verify } from "../../src/graph/verify.js";
import { algebra } from "../../src/passes/algebra.js";
import { forwardPasses, gradientPasses, optimised } from "../../src/passes/index.js";
import { add, any, mul, neg, number, sub } from "../../src/passes/pattern.js";
import { rewriting, rule } from "../../src/passes/rewrite.js";
import { expectSame } from "../backends/agreement.js";
import { randomScalar } from "../backends/random-graphs.js";
import { compute, World } from "../backends/world.js";
import { cpuTime } from "../cpu-time.js";

describe("a pass", () => {
  it("keeps values and gradients of any composition, and leaves its own result alone", () => {
    fc.assert(
      fc.property(randomScalar, ([world, root]) => {
        const stable = forwardPasses.reduce<readonly Node[]>(
          (nodes, pass) => {
            const next = pass.run(world.graph, nodes);
            verify(next);
            return next;
          },
          [root.node],
        );
        const scalar = root.make("neg", stable, {}).neg();
        const written = [stable[0]!, ...world.gradients(scalar)];
        const said = gradientPasses.reduce<readonly Node[]>((nodes, pass) => {
          const next = pass.run(world.graph, nodes);
          verify(next);
          return next;
        }, written);
        const exact = compute(reference, world, [root.node, ...world.gradients(root)]);
        expectSame(compute(reference, world, [...stable, ...written.slice(1)]), exact, 1e-11);
        expectSame(compute(reference, world, said), exact, 1e-11);
        const { size } = world.graph;
        expect(algebra.run(world.graph, algebra.run(world.graph, stable))).toEqual(algebra.run(world.graph, stable));
        expect(optimised(gradientPasses, world.graph, said)).toEqual(said);
        expect(world.graph.size).toBe(size);
      }),
      { numRuns: 100, seed: 20261125 },
    );
  });

  it("has no limit of depth, and takes time in proportion", () => {
    const chain = (length: number): number => {
      const world = new World();
      let x = world.value(["y", "x"]);
      const s = world.value(["batch"]);
      for (let i = 0; i < length; i++) x = x.make("add", [s.neg().mul(x.neg()).node, world.number(0).node], {}).neg();
      const start = cpuTime();
      const [root] = algebra.run(world.graph, [x.node]);
      const taken = cpuTime() - start;
      verify([root!]);
      expect(topologicalOrder([root!]).length).toBeLessThan(topologicalOrder([x.node]).length);
      return taken;
    };
    chain(500);
    const [short, long] = [chain(2000), chain(8000)];
    expect(long).toBeLessThan(16 * short + 200);
  });

  it("rewrites what two roots share once", () => {
    let built = 0;
    const counting = rewriting("counting", [
      rule("−−x = x, counted", neg(neg(any("x"))), ({ x }) => {
        built++;
        return x;
      }),
    ]);
    const world = new World();
    const shared = world.value(["y", "x"]).neg().neg().exp();
    counting.run(world.graph, [shared.sin().node]);
    counting.run(world.graph, [shared.cos().node, shared.sin().node]);
    expect(built).toBe(1);
  });

  it("does not hang on rules that go in circles, or never end", () => {
    const world = new World();
    const [x, y] = [world.value(["x"]), world.value(["x"])];
    const circle = rewriting("circle", [
      rule("x − y = −(y − x)", sub(any("x"), any("y")), ({ x, y }) => y.sub(x).neg()),
      rule("−(x − y) = y − x", neg(sub(any("x"), any("y"))), ({ x, y }) => y.sub(x)),
    ]);
    const growing = rewriting("growing", [
      rule("a x = (a + 1) x", mul(number("a"), any("x")), ({ a, x }) => x.mul(a.add(1))),
    ]);
    const nesting = rewriting("nesting", [
      rule("x + y = −−x + y", add(any("x"), any("y")), ({ x, y }) => x.neg().add(y).add(x)),
    ]);
    for (const pass of [circle, growing, nesting])
      for (const root of [x.sub(y), x.mul(2), x.add(y)]) verify(pass.run(world.graph, [root.node]));
    expectSame(
      compute(reference, world, circle.run(world.graph, [x.sub(y).exp().node])),
      compute(reference, world, [x.sub(y).exp().node]),
    );
  });

  it("keeps the axes of what it replaces", () => {
    const world = new World();
    const condition = world.value(["batch"]).less(0);
    const [root] = algebra.run(world.graph, [condition.where(world.value(["x"]), world.value(["x"])).node]);
    expect(root!.axes).toEqual(["batch", "x"]);
    const one = world.value(["x"]);
    expect(print(algebra.run(world.graph, [condition.where(one, one).node]))).toBe(
      "%1 = broadcast[batch x] input3 : batch x\nreturn %1",
    );
  });

  it("matches arguments of commutative operations in either order", () => {
    const world = new World();
    const x = world.value(["x"]);
    const two = [x.make("add", [x.node, world.number(0).node], {}), x.make("add", [world.number(0).node, x.node], {})];
    expect(
      algebra.run(
        world.graph,
        two.map(({ node }) => node),
      ),
    ).toEqual([x.node, x.node]);
  });

  it("adds nothing to a graph in which no rule applies", () => {
    const graph = new Graph();
    const input = graph.node("input", [], { name: "x", axes: ["x"] });
    const root = graph.node("sum", [graph.node("exp", [input], {})], { axes: ["x"] });
    const { size } = graph;
    expect(algebra.run(graph, [root])[0]).toBe(root);
    expect(graph.size).toBe(size);
  });
});
