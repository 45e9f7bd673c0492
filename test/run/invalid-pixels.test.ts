import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { BatchError, compile } from "../../src/index.js";
import * as content from "../../src/run/content.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});
afterEach(() => {
  vi.restoreAllMocks();
});

const [height, width] = [5, 7];
const tasks = {
  mask: { task: "", classes: 1, labels: false },
  "mask with ignored pixels": { task: "task { ignore: 255 }", classes: 1, labels: false },
  "one of three": { task: "", classes: 3, labels: false },
  "one of three, some ignored": { task: "task { ignore: 255 }", classes: 3, labels: false },
  overlapping: { task: "task { labels: [a, b, c] }", classes: 3, labels: false },
  "label maps": { task: "", classes: 3, labels: true },
  "label maps with ignored pixels": { task: "task { ignore: 255 }", classes: 3, labels: true },
};
type Kind = keyof typeof tasks;

/** A target of a kind that is in order. */
function ordered({ classes, labels }: (typeof tasks)[Kind]): Float32Array {
  const label = (pixel: number) => (3 * pixel) % Math.max(2, classes);
  if (labels) return Float32Array.from({ length: height * width }, (_, pixel) => label(pixel));
  if (classes === 1) return Float32Array.from({ length: height * width }, (_, pixel) => label(pixel));
  return Float32Array.from({ length: height * width * classes }, (_, i) =>
    Number(label(Math.floor(i / classes)) === i % classes),
  );
}

const numbers = [
  0,
  1,
  2,
  3,
  255,
  0.5,
  1e-7,
  -1e-7,
  1 + 1e-7,
  -1,
  1.1,
  0.9,
  0.9999,
  Number.NaN,
  Number.POSITIVE_INFINITY,
];

/** What a backend says of a target. */
function said(backend: "wasm" | "reference", kind: Kind, data: Float32Array): string | undefined {
  const { task, classes, labels } = tasks[kind];
  return tf.tidy(() => {
    const loss = compile(`${task} minimize dice`, { backend });
    const target = tf.tensor(data, labels ? [1, height, width] : [1, height, width, classes]);
    const prediction = tf.zeros([1, height, width, classes]);
    try {
      loss({ prediction, target });
      return undefined;
    } catch (error) {
      if (!(error instanceof BatchError)) throw error;
      return error.message;
    } finally {
      loss.dispose();
    }
  });
}

describe.each(Object.keys(tasks) as Kind[])("a target is looked through by kernels: %s", (kind) => {
  it("and found in order by them alone", () => {
    const check = vi.spyOn(content, "checkTarget");
    expect(said("wasm", kind, ordered(tasks[kind]))).toBeUndefined();
    expect(check).not.toHaveBeenCalled();
    expect(said("reference", kind, ordered(tasks[kind]))).toBeUndefined();
    expect(check).toHaveBeenCalled();
  });

  it("and found out of order wherever it is", () => {
    const good = ordered(tasks[kind]);
    const change = fc.tuple(fc.nat(good.length - 1), fc.constantFrom(...numbers));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const data = good.slice();
        for (const [i, x] of changes) data[i] = x;
        expect(said("wasm", kind, data)).toBe(said("reference", kind, data));
      }),
      { numRuns: 20 },
    );
  });
});
