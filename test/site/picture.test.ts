import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { fullColour } from "../../src/site/picture/colours.js";
import { computed } from "../../src/site/picture/compute.js";
import { drawing } from "../../src/site/picture/draw.js";
import { outlinePath } from "../../src/site/picture/outline.js";
import { stdlib } from "../../stdlib/index.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const named = (name: string) => stdlib.find((loss) => loss.name === name)!;

describe("the picture of a loss", () => {
  it.each(["dice", "hd_dt", "betti_numbers", "contour_mask", "level_set_output", "level_set_motion"])(
    "shows of %s where it really falls",
    async (name) => {
      const { illustration, gradient, value } = await computed(named(name));
      const { source, task, scene, prediction } = illustration;
      const largest = Math.max(...gradient.map(Math.abs));
      const loss = compile(source, { task, backend: "reference" });
      const moved = Float32Array.from(prediction.data, (x, i) => x - (0.01 * gradient[i]!) / largest);
      const { value: after } = await loss.evaluate({
        prediction: tf.tensor(moved, [...prediction.shape]),
        target: tf.tensor(scene.target, [1, scene.size, scene.size, 1]),
      });
      expect(after).toBeLessThan(value);
    },
    30_000,
  );

  it("rings the pixels that topology moves, and paints the rest", async () => {
    const [few, many] = [await computed(named("betti")), await computed(named("dice"))];
    const rings = drawing("betti", few).svg.match(/class="(raise|lower)"/g)!;
    expect(rings.length).toBe(Math.min(24, few.gradient.filter((g) => g !== 0).length));
    expect(drawing("dice", many).svg).not.toMatch(/class="(raise|lower)"/);
  });
});

describe("its parts", () => {
  it("outlines a mask along the edges of its pixels", () => {
    // A square of two by two, one pixel off the corner.
    const mask = [0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0];
    expect(outlinePath(mask, 3, 4)).toBe("M1 1h2M1 3h2M1 1v2M3 1v2");
    expect(outlinePath([1], 1, 1)).toBe("M0 0h1M0 1h1M0 0v1M1 0v1");
    expect(outlinePath([0, 0], 1, 2)).toBe("");
  });

  it("gives the full colour to all but the largest hundredth", () => {
    const values = Float32Array.from({ length: 1001 }, (_, i) => (i % 2 ? -i : i));
    expect(fullColour(values)).toBe(990);
    expect(fullColour([0, 0])).toBe(1);
  });
});
