import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { referenceBackend as reference } from "../../../src/backends/reference/index.js";
import { webgpuBackend } from "../../../src/backends/webgpu/index.js";
import { expectSame } from "../agreement.js";
import { saturated, ties } from "../edge-roots.js";
import { type Case, cases } from "../op-cases.js";
import { startWebgpu } from "../webgpu-node.js";
import { compute, computeAsync, World } from "../world.js";

const state = await startWebgpu();
const fused = webgpuBackend();

/** What WGSL promises no more than 2⁻¹¹ of. */
const trigonometric = new Set(["sin", "cos"]);

if (state !== "started") console.warn(`Fused kernels on WebGPU are not tested: ${state.unavailable}.`);

describe.skipIf(state !== "started")("fused kernels on webgpu", () => {
  afterAll(() => {
    tf.removeBackend("webgpu");
  });

  for (const [op, list] of Object.entries<readonly Case[]>(cases))
    it(`${op}`, { timeout: 120_000 }, async () => {
      const before = tf.memory().numTensors;
      for (const [what, build] of list) {
        const world = new World();
        const value = build(world);
        const roots = [value.node, ...world.slopes(world.weighed(value))];
        const found = await computeAsync(fused, world, roots);
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
    expectSame(await computeAsync(fused, world, roots), compute(reference, world, roots), 1e-6);
  });
});
