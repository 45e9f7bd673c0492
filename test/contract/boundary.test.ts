import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** A gradient above 0 lowers a probability: inside the object that pushes right pixels out. */
it("the boundary loss never pushes a pixel out of the object, nor into it from outside, whatever the spacing", async () => {
  const loss = compile("boundary", { backend: "reference" });
  const side = fc.constantFrom(0.01, 0.1, 0.5, 1, 2, 7);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
      fc.tuple(side, side),
      async (mask, spacing) => {
        const { gradient } = await loss.valueAndGrad({
          prediction: tf.zeros([1, 5, 6, 1]),
          target: tf.tensor(mask.map(Number), [1, 5, 6, 1]),
          spacing,
        });
        const slopes = await gradient.data();
        const varied = mask.includes(true) && mask.includes(false);
        mask.forEach((inside, i) => {
          if (inside) expect(slopes[i]).toBeLessThanOrEqual(0);
          else if (varied) expect(slopes[i]).toBeGreaterThan(0);
        });
      },
    ),
    { numRuns: 60 },
  );
});

it("scales with the size of a pixel", async () => {
  const loss = compile("boundary", { backend: "reference" });
  const mask = Array.from({ length: 48 }, (_, i) => Number(Math.hypot(Math.floor(i / 8) - 2.5, (i % 8) - 3) < 2.3));
  const batch = {
    prediction: tf.tensor(
      mask.map((_, i) => Math.sin(i)),
      [1, 6, 8, 1],
    ),
    target: tf.tensor(mask, [1, 6, 8, 1]),
  };
  const { value } = await loss.evaluate(batch);
  for (const size of [0.1, 0.5, 3]) {
    const { value: scaled } = await loss.evaluate({ ...batch, spacing: [size, size] });
    expect(scaled).toBeCloseTo(size * value, 9);
  }
});
