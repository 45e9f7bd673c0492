import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { compile } from "../../src/index.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

it("given probabilities of exactly 0 and 1 cost the same in single and double precision", async () => {
  const prediction = tf.tensor4d([0, 1, 0, 1], [1, 2, 2, 1]);
  const target = tf.tensor4d([0, 1, 1, 0], [1, 2, 2, 1]);
  const task = { prediction: "probabilities" } as const;
  const single = await compile("bce", { task }).evaluate({ prediction, target });
  const double = await compile("bce", { task, backend: "reference" }).evaluate({ prediction, target });
  expect(double.value).toBeCloseTo(-0.5 * Math.log(1e-7) - 0.5 * Math.log(1 - 1e-7), 6);
  expect(Math.abs(single.value - double.value)).toBeLessThan(1e-6 * double.value);
});
