import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** Two images, of which only the first is annotated: what the first alone is worth. */

const logits = [
  -0.384054, 0.353289, -1.56182, 0.662005, -0.89948, 1.72242, -0.288467, 1.09727, -1.39498, 0.428946, -0.88803,
  -0.486889, 0.0245964, -0.317075, 0.264256, 0.747655, 0.652782, -0.0874815, -1.36343, -0.804646, -0.195756, -2.12183,
  0.752081, -0.239638, -0.251319, 0.948376, 0.667911, 0.221001, -1.00133, 0.310422, 0.346178, -0.884773,
];
const target = [0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0];
const valid = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

it.each([
  ["dice", 0.5101],
  ["boundary", 0.2127],
  ["cldice", 0.4468],
  ["hd_dt", 0.6508],
] as const)("%s", async (source, right) => {
  for (const backend of ["reference", "wasm", "tfjs"] as const) {
    const loss = compile(`${source} where valid`, { task: { masks: ["valid"] }, backend });
    const { value, gradient } = await loss.valueAndGrad({
      prediction: tf.tensor(logits, [2, 4, 4, 1]),
      target: tf.tensor(target, [2, 4, 4, 1]),
      masks: { valid: tf.tensor(valid, [2, 4, 4]) },
    });
    expect(value).toBeCloseTo(right, 4);
    expect((await gradient.data()).slice(16).every((entry) => entry === 0)).toBe(true);
  }
});

it("a weight goes with a class that counts nowhere", async () => {
  const task = { labels: ["a", "b", "c"], ignore: 255 };
  const prediction = tf.tensor(
    Array.from({ length: 48 }, (_, i) => Math.sin(1.3 * i)),
    [1, 4, 4, 3],
  );
  const planes = Array.from({ length: 48 }, (_, i) => (i % 3 === 1 ? 255 : Number(Math.cos(i) > 0)));
  const batch = { prediction, target: tf.tensor(planes, [1, 4, 4, 3]) };
  for (const name of ["dice", "bce", "lovasz_hinge", "boundary_dou", "focal"]) {
    const worth = async (source: string) => (await compile(source, { task }).evaluate(batch)).value;
    const [a, c] = [await worth(`${name}[a]`), await worth(`${name}[c]`)];
    expect(await worth(name)).toBeCloseTo((a + c) / 2, 6);
    expect(await worth(`${name}(weights=[1, 5, 3])`)).toBeCloseTo((a + 3 * c) / 4, 6);
  }
});
