import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { resolve } from "../../examples/playground/compute/files.js";
import { fitScene, sceneBatch } from "../../examples/playground/compute/fit.js";
import { scheduleOf } from "../../examples/playground/compute/schedule.js";
import { groups } from "../../examples/playground/gallery/items.js";
import { blurred, shifted } from "../../examples/playground/paint/effects.js";
import { emptyScene, type PaintedScene, probabilitiesOf } from "../../examples/playground/paint/scene.js";
import { BatchError, compile } from "../../src/index.js";
import { stdlib } from "../../stdlib/index.js";

const library = new Map(stdlib.map((loss) => [loss.name, loss]));

/** Discs of each class, and a prediction that lies beside them. */
function scene(classes: number): PaintedScene {
  const size = 32;
  const labels = emptyScene(size, size).labels.map((_, i) => {
    const [x, y] = [i % size, Math.floor(i / size)];
    const near = [8, 16, 24].findIndex((at) => Math.hypot(x - at, y - (at === 16 ? 22 : 9)) < 5);
    return near < 0 ? 0 : 1 + (near % (classes - 1));
  });
  return blurred(
    shifted(2, 1)({ ...emptyScene(size, size, classes), labels, probabilities: probabilitiesOf({ labels, classes }) }),
  );
}

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe.each(groups)("$name", ({ items }) => {
  it.each(items)("$title can be looked at from beginning to end, and says what it is", async ({ source, sentence }) => {
    expect(sentence).toMatch(/^[A-Z].*[.]$/s);
    const loss = compile(source, { backend: "wasm", resolve });
    const { end, unit, terms, classes } = scheduleOf(loss.program, library);
    expect(terms.length).toBeGreaterThan(0);
    const painted = scene(Math.min(4, Math.max(2, classes?.length ?? 2)));
    const fit = fitScene(loss.program, library, painted);
    for (const time of [0, end / 2, end]) {
      const batch = sceneBatch(loss.program, fit, painted);
      const { value, gradient } = await loss.valueAndGrad(batch, unit === "step" ? { step: time } : { epoch: time });
      const values = await gradient.data();
      expect(Number.isFinite(value)).toBe(true);
      expect(values.length).toBe(painted.labels.length * fit.channels);
      expect(values.every(Number.isFinite)).toBe(true);
      expect(values.some((value) => value !== 0)).toBe(true);
    }
    loss.dispose();
  });
});

describe("a painted scene", () => {
  const fitted = (source: string, classes = 2) => {
    const { program } = compile(source, { backend: "wasm" });
    return { program, fit: fitScene(program, library, scene(classes)) };
  };

  it.each([
    ["dice", 2, 1, "sigmoid"],
    ["dice", 4, 4, "softmax"],
    ["task { classes: a, b, c } minimize ce", 2, 3, "softmax"],
    ["task { labels: a, b } minimize bce", 3, 2, "sigmoids"],
    ["dice[2]", 2, 3, "softmax"],
    ["level_map", 2, 1, "none"],
  ] as const)("becomes what %s asks for", (source, classes, channels, activation) => {
    expect(fitted(source, classes).fit).toMatchObject({ channels, activation });
  });

  it.each(["task { space: 3d } minimize dice", "contour_mask", "level_set_motion"])("is refused by %s", (source) => {
    expect(() => fitted(source)).toThrow(BatchError);
  });

  it("is a target and a prediction that agree where both are painted alike", async () => {
    for (const [source, classes] of [
      ["dice + bce", 2],
      ["dice + ce", 4],
      ["task { labels: a, b, c } minimize dice + bce", 4],
      ["task { prediction: probabilities classes: a, b } minimize dice + ce", 2],
    ] as const) {
      const drawn = scene(classes);
      const exact = { ...drawn, probabilities: probabilitiesOf(drawn, 255) };
      const loss = compile(source, { backend: "wasm" });
      const value = async (one: PaintedScene) =>
        (await loss.evaluate(sceneBatch(loss.program, fitScene(loss.program, library, one), one))).value;
      expect(await value(exact), source).toBeLessThan(0.06);
      expect(await value(drawn), source).toBeGreaterThan(0.2);
    }
  });
});
