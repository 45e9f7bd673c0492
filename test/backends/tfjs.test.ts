import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { NotANumber } from "../../src/backends/host/not-a-number.js";
import { execute, executeAsync } from "../../src/backends/interpret.js";
import { legalize } from "../../src/backends/legalize.js";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import { tfjsBackend } from "../../src/backends/tfjs/index.js";
import { ranks } from "../../src/graph/routines.js";
import { expectSame } from "./agreement.js";
import { saturated, ties, withRoutines } from "./edge-roots.js";
import { type Case, cases } from "./op-cases.js";
import { compute, computeAsync, World } from "./world.js";

const tfjs = tfjsBackend();

for (const name of ["cpu", "wasm"])
  describe(`tfjs on ${name}`, () => {
    let before = 0;
    beforeAll(async () => {
      expect(await tf.setBackend(name)).toBe(true);
      before = tf.memory().numTensors;
    });
    afterEach(() => {
      expect(tf.memory().numTensors).toBe(before);
    });

    for (const [op, list] of Object.entries<readonly Case[]>(cases))
      for (const [what, build] of list)
        it(`${op} ${what}`, () => {
          const world = new World();
          const value = build(world);
          const root = world.weighted(value);
          const roots = [value.node, ...world.gradients(root)];
          expectSame(compute(tfjs, world, roots), compute(reference, world, roots));
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
      const roots = [y.node, ...world.gradients(world.weighted(y.square().mean("space")))];
      expectSame(compute(tfjs, world, roots), compute(reference, world, roots));
    });

    it("keeps the digits of a long sum", () => {
      const count = 1 << 18;
      const data = Array.from({ length: count }, (_, i) =>
        Math.fround(Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1),
      );
      const world = new World();
      const x = world.scope.graph.node("input", [], { name: "x", axes: ["y", "x"] });
      const root = world.scope.graph.node("sum", [x], { axes: ["y", "x"] });
      const tensor = tfjs.upload(data, [512, 512]);
      const sizes = new Map([
        ["y", 512],
        ["x", 512],
      ]);
      const [sum] = execute(tfjs, [root], { tensors: new Map([["x", tensor]]), scalars: new Map(), sizes });
      const exact = data.reduce((a, b) => a + b);
      expect(Math.abs(sum!.dataSync()[0]! / exact - 1)).toBeLessThan(1e-6);
      tf.dispose([sum!, tensor]);
    });

    it("is finite for saturated logits", () => {
      const world = new World();
      const roots = saturated(world);
      expectSame(compute(tfjs, world, roots), compute(reference, world, roots));
    });

    it("decides ties and tiny numbers as the reference does", () => {
      const world = new World();
      const roots = ties(world);
      expectSame(compute(tfjs, world, roots), compute(reference, world, roots), 1e-6);
    });

    it("computes what it overrides as its meaning says", () => {
      const world = new World();
      const x = world.value(world.full, -30, 30);
      const values = [
        x.relu(),
        x.sigmoid(),
        x.softplus(),
        x.softmax("class"),
        x.logSoftmax("class"),
        x.logSumExp("class"),
      ];
      const nodes = values.map((v) => v.node);
      expectSame(compute({ ...tfjs, derived: {} }, world, nodes), compute(tfjs, world, nodes));
    });

    it("leaves nothing behind but its results, waiting or not", async () => {
      const world = new World();
      const root = withRoutines(world);
      const roots = [root.node, ...world.gradients(root)];
      expectSame(compute(tfjs, world, roots), compute(reference, world, roots));
      expectSame(await computeAsync(tfjs, world, roots), compute(reference, world, roots));
    });

    it("frees what it is done with as it goes", () => {
      const world = new World();
      let x = world.value(world.full);
      for (let i = 0; i < 40; i++) x = x.sin().add(1);
      const bindings = world.bindings(tfjs);
      const bound = tf.memory().numTensors;
      let most = 0;
      const counted: typeof tfjs = {
        ...tfjs,
        scoped: (work, kept) => {
          const result = tfjs.scoped(work, kept);
          most = Math.max(most, tf.memory().numTensors - bound);
          return result;
        },
      };
      const results = execute(counted, [x.node], bindings);
      // The argument, its sine, their sum, and the constant they share.
      expect(most).toBeLessThanOrEqual(4);
      tf.dispose([...results, ...bindings.tensors.values()]);
    });

    it("leaves nothing behind when a routine throws", async () => {
      const world = new World();
      const x = world.value(world.full);
      const root = ranks(x.exp().add(x.sub(100).log()), "x").sumOver(world.full);
      const bindings = world.bindings(tfjs);
      const bound = tf.memory().numTensors;
      const roots = legalize(world.graph, tfjs, [x.exp().node, root.node]);
      expect(() => execute(tfjs, roots, bindings)).toThrow(NotANumber);
      await expect(executeAsync(tfjs, roots, bindings)).rejects.toThrow(NotANumber);
      expect(tf.memory().numTensors).toBe(bound);
      tf.dispose([...bindings.tensors.values()]);
    });

    it("leaves nothing behind when a read or a kernel fails", async () => {
      const world = new World();
      const root = withRoutines(world);
      const bindings = world.bindings(tfjs);
      const bound = tf.memory().numTensors;
      const lost = new Error("lost");
      const fail = () => {
        throw lost;
      };
      const roots = legalize(world.graph, tfjs, [root.node]);
      expect(() => execute({ ...tfjs, readSync: fail }, roots, bindings)).toThrow(lost);
      await expect(executeAsync({ ...tfjs, read: async () => fail() }, roots, bindings)).rejects.toThrow(lost);
      const broken = { ...tfjs, core: { ...tfjs.core, gather: () => fail() } };
      expect(() => execute(broken, roots, bindings)).toThrow(lost);
      expect(tf.memory().numTensors).toBe(bound);
      tf.dispose([...bindings.tensors.values()]);
    });

    it("gives results that can be disposed of without harm to inputs, known values or each other", () => {
      const world = new World();
      const x = world.value(["x"]);
      const y = x.exp();
      const bindings = world.bindings(tfjs);
      const given = tfjs.upload([1, 2, 3, 4], [4]);
      const known = new Map([[y.node, given]]);
      const roots = [x.node, x.detach().node, y.node, y.neg().node, y.neg().detach().node];
      const results = execute(tfjs, roots, { ...bindings, known });
      tf.dispose(results.slice(0, 4));
      expect([...results[4]!.dataSync()]).toEqual([-1, -2, -3, -4]);
      expect([given, ...bindings.tensors.values()].every((tensor) => !tensor.isDisposed)).toBe(true);
      tf.dispose([results[4]!, given, ...bindings.tensors.values()]);
    });

    it("can be read at once", () => expect(tfjs.synchronous).toBe(true));
  });
