import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { DeviceError, NoSynchronousRead } from "../../src/backends/backend.js";
import { execute } from "../../src/backends/interpret.js";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import { tfjsBackend } from "../../src/backends/tfjs/index.js";
import { ranks } from "../../src/graph/routines.js";
import { expectSame } from "./agreement.js";
import { saturated, ties } from "./edge-roots.js";
import { type Case, cases } from "./op-cases.js";
import { startWebgpu } from "./webgpu-node.js";
import { compute, computeAsync, World } from "./world.js";

const state = await startWebgpu();
const tfjs = tfjsBackend();

/** What WGSL promises no more than 2⁻¹¹ of. */
const trigonometric = new Set(["sin", "cos"]);

if (state !== "started") console.warn(`WebGPU is not tested: ${state.unavailable}.`);

describe.skipIf(state !== "started")("tfjs on webgpu", () => {
  afterAll(() => {
    tf.removeBackend("webgpu");
  });

  for (const [op, list] of Object.entries<readonly Case[]>(cases))
    it(`${op}`, { timeout: 120_000 }, async () => {
      const before = tf.memory().numTensors;
      for (const [what, build] of list) {
        const world = new World();
        const value = build(world);
        const roots = [value.node, ...world.gradients(world.weighted(value))];
        const found = await computeAsync(tfjs, world, roots);
        expectSame(found, compute(reference, world, roots), trigonometric.has(op) ? 1e-3 : 5e-5, what);
      }
      expect(tf.memory().numTensors).toBe(before);
    });

  it.each([
    ["saturated logits", saturated],
    ["ties and tiny numbers", ties],
  ])("agrees at %s", async (_, build) => {
    const world = new World();
    const roots = build(world);
    expectSame(await computeAsync(tfjs, world, roots), compute(reference, world, roots), 1e-6);
  });

  it("says that it cannot be read at once", () => {
    const world = new World();
    const roots = [ranks(world.value(["x"]), "x").node];
    const bindings = world.bindings(tfjs);
    const before = tf.memory().numTensors;
    expect(tfjs.synchronous).toBe(false);
    expect(() => execute(tfjs, roots, bindings)).toThrow(NoSynchronousRead);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([...bindings.tensors.values()]);
  });

  it("reports an error of the device at the next read", async () => {
    const { device } = tf.backend() as unknown as { device: { createShaderModule(text: { code: string }): unknown } };
    const world = new World();
    const x = world.value(["x"]);
    await computeAsync(tfjs, world, [x.exp().node]);
    device.createShaderModule({ code: "this is no shader" });
    await expect(computeAsync(tfjs, world, [x.exp().node])).rejects.toThrow(DeviceError);
    expect(await computeAsync(tfjs, world, [x.neg().node])).toHaveLength(1);
  });
});
