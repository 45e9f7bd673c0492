import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import { tfjsBackend } from "../../src/backends/tfjs/index.js";
import { verify } from "../../src/graph/verify.js";
import { expectSame } from "./agreement.js";
import { randomScalar } from "./random-graphs.js";
import { compute } from "./world.js";

const tfjs = tfjsBackend();

describe.each(["cpu", "wasm"])("any composition on %s", (name) => {
  beforeAll(async () => {
    await tf.setBackend(name);
  });

  it("has the value and the gradients of the reference, and leaves nothing behind", () => {
    const before = tf.memory().numTensors;
    fc.assert(
      fc.property(randomScalar, ([world, root]) => {
        const roots = [root.node, ...world.gradients(root)];
        verify(roots);
        expectSame(compute(tfjs, world, roots), compute(reference, world, roots), 1e-4);
        expect(tf.memory().numTensors).toBe(before);
      }),
      { numRuns: 150, seed: 20261123 },
    );
  });
});
