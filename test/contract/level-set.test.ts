import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { BatchError, compile, NonFiniteError } from "../../src/index.js";

interface Signed {
  readonly id: string;
  readonly shape: readonly [number, number];
  readonly mask: readonly number[];
  readonly sdt: readonly number[];
}
const { cases_sdt } = JSON.parse(readFileSync(new URL("../oracle/cases/delse_sdt.json", import.meta.url), "utf8")) as {
  cases_sdt: readonly Signed[];
};

const image = (data: readonly number[], [height, width]: readonly [number, number]) =>
  tf.tensor4d([...data], [1, height, width, 1]);

describe("the level set of a mask", () => {
  it.each(cases_sdt)("is the signed distance of DELSE's own code: $id", async ({ shape, mask, sdt }) => {
    const batch = { prediction: image(sdt, shape), target: image(mask, shape) };
    expect((await compile("level_map", { backend: "reference" }).valueAndGrad(batch)).value).toBeLessThan(1e-10);
    const shifted = {
      ...batch,
      prediction: image(
        sdt.map((d) => d + 2),
        shape,
      ),
    };
    expect((await compile("level_map", { backend: "reference" }).valueAndGrad(shifted)).value).toBeCloseTo(4, 5);
  });

  it("is the limit everywhere where there is no object", async () => {
    const batch = { prediction: tf.fill([1, 6, 7, 1], 30), target: tf.zeros([1, 6, 7, 1]) };
    expect((await compile("level_map").valueAndGrad(batch)).value).toBe(0);
    expect((await compile("level_map(limit=20)").valueAndGrad(batch)).value).toBeCloseTo(100, 4);
  });
});

describe("a target that is no mask", () => {
  const prediction = tf.zeros([1, 6, 7, 1]);
  const distances = tf.fill([1, 6, 7, 1], -3.5);

  it("is taken by a loss that asks for it, and by no other", () => {
    expect(compile("level_map(given=true)")({ prediction, target: distances }).dataSync()[0]).toBeCloseTo(12.25, 5);
    expect(() => compile("level_map")({ prediction, target: distances })).toThrow(BatchError);
    expect(() => compile("level_map(given=true) + dice")({ prediction, target: distances })).toThrow(BatchError);
  });

  it("must be finite", () => {
    const target = tf.fill([1, 6, 7, 1], Number.NaN);
    expect(() => compile("level_map(given=true)")({ prediction, target })).toThrow(NonFiniteError);
  });
});
