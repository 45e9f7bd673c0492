import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { CompileError, compile } from "../../src/index.js";

const pixels = 24;
const wave = (seed: number) => Array.from({ length: pixels }, (_, i) => Math.fround(2 * Math.sin(seed + 3.1 * i)));
const target = Array.from({ length: pixels }, (_, i) => Number(Math.sin(i) > 0.2));

async function costOf(source: string, task: object, logits: readonly number[], channels: number): Promise<number> {
  const loss = compile(source, { task, backend: "reference" });
  const prediction = tf.tensor([...logits], [1, 4, 6, channels], "float32");
  const labels = tf.tensor(target, channels === 1 ? [1, 4, 6, 1] : [1, 4, 6], "float32");
  try {
    const { value, gradient } = await loss.valueAndGrad({ prediction, target: labels });
    gradient.dispose();
    return value;
  } finally {
    loss.dispose();
    tf.dispose([prediction, labels]);
  }
}

describe("generalized_wasserstein_dice", () => {
  it("is dice of the foreground where there are two classes", async () => {
    const task = { classes: ["rest", "tumour"] };
    const logits = wave(1).flatMap((x, i) => [x, wave(2)[i]!]);
    const cost = (source: string) => costOf(source, task, logits, 2);
    const wanted = await cost("dice[tumour]");
    expect(await cost("generalized_wasserstein_dice")).toBeCloseTo(wanted, 12);
    expect(await cost("generalized_wasserstein_dice(distances=[[0, 3], [3, 0]])")).toBeCloseTo(wanted, 12);
  });

  it("is dice of a single channel", async () => {
    const wanted = await costOf("dice", {}, wave(1), 1);
    expect(await costOf("generalized_wasserstein_dice", {}, wave(1), 1)).toBeCloseTo(wanted, 12);
  });

  it("costs less the nearer the confused classes are", async () => {
    const task = { classes: ["rest", "core", "rim"] };
    const logits = target.flatMap((t, i) => (i % 3 ? [4 - 8 * t, 8 * t - 4, -4] : [4 - 8 * t, -4, 8 * t - 4]));
    const near = await costOf(
      "generalized_wasserstein_dice(distances=[[0, 1, 1], [1, 0, 0.2], [1, 0.2, 0]])",
      task,
      logits,
      3,
    );
    expect(near).toBeLessThan(await costOf("generalized_wasserstein_dice", task, logits, 3));
  });

  it.each([
    ["[[0, 1], [1, 0.5]]", "a class has the distance 0 to itself"],
    ["[[0, 0], [1, 0]]", "and to no other"],
    ["[[0, 1, 1], [1, 0, 1], [1, 1, 0]]", "3 numbers"],
    ["[[0, 1], [1]]", "1 number"],
  ])("refuses the distances %s", (distances, reason) => {
    const source = `generalized_wasserstein_dice(distances=${distances})`;
    expect(() => compile(source, { task: { classes: ["a", "b"] } })).toThrow(CompileError);
    expect(() => compile(source, { task: { classes: ["a", "b"] } })).toThrow(reason);
  });
});
