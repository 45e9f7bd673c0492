import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../../src/index.js";
import { random } from "../../../src/random.js";
import { stdlib } from "../../../stdlib/index.js";

/** Losses that look at one prediction and its target. */
const plain = stdlib.filter(
  ({ inputs, channels }) => channels === undefined && Object.values(inputs).every((view) => typeof view === "string"),
);
const values = new Set(["values", "field"]);
const segmentation = plain.filter(({ inputs }) => !Object.values(inputs).some((view) => values.has(view as string)));

/** Costly ones with less to do. */
const calls: Readonly<Record<string, string>> = {
  cldice: "cldice(iterations=2)",
  cbdice: "cbdice(iterations=2)",
  hd_cv: "hd_cv(radii=[1, 2])",
  hd_er: "hd_er(erosions=3)",
};

const sizes: readonly (readonly number[])[] = [
  [1, 1],
  [1, 9],
  [7, 1],
  [4, 4],
  [5, 7],
  [8, 12],
  [11, 6],
  [3, 4, 5],
  [2, 5, 3],
];

const scene = fc.record({
  classes: fc.constantFrom(1, 2, 3, 5),
  size: fc.constantFrom(...sizes),
  samples: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer({ min: 1, max: 1000 }),
  masked: fc.boolean(),
  terms: fc.array(fc.record({ loss: fc.nat(1000), weight: fc.constantFrom(0.25, 1, 3) }), {
    minLength: 1,
    maxLength: 4,
  }),
});

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

const sourceOf = ({ terms, size, masked }: Scene) => {
  const fit = segmentation.filter(({ dimensions }) => !dimensions || dimensions.includes(size.length as 2 | 3));
  return terms
    .map(({ loss, weight }) => {
      const { name } = fit[loss % fit.length]!;
      return `${weight}*${calls[name] ?? name}${masked ? " where roi" : ""}`;
    })
    .join(" + ");
};

function batchOf({ classes, size, samples, seed, masked }: Scene) {
  const pixels = samples * size.reduce((a, b) => a * b, 1);
  const { next } = random(seed);
  const logits = Array.from({ length: pixels * classes }, () => Math.fround(5 * next() - 2.5));
  const labels = Array.from(
    { length: pixels },
    (_, i) => Math.floor(Math.abs(Math.sin(0.37 * i + seed)) * Math.max(2, classes)) % Math.max(2, classes),
  );
  const shape = [samples, ...size];
  return {
    prediction: tf.tensor(logits, [...shape, classes], "float32"),
    target: tf.tensor(labels, classes === 1 ? [...shape, 1] : shape, "float32"),
    ...(masked && {
      masks: {
        roi: tf.tensor(
          labels.map((_, i) => Number((i + seed) % 5 !== 0)),
          shape,
          "float32",
        ),
      },
    }),
  };
}

async function outcomeOf(scene: Scene, backend: "reference" | "wasm") {
  const loss = compile(sourceOf(scene), { backend, task: scene.masked ? { masks: ["roi"] } : {} });
  const batch = batchOf(scene);
  try {
    const { value, gradient } = await loss.valueAndGrad(batch);
    const slopes = Array.from(await gradient.data());
    gradient.dispose();
    return { value, slopes };
  } finally {
    loss.dispose();
    tf.dispose([batch.prediction, batch.target, ...Object.values(batch.masks ?? {})]);
  }
}

describe("programs of the whole library", () => {
  it("have the value and the gradients of the reference in fused kernels, whatever their terms and shapes", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (one) => {
        const [exact, found] = [await outcomeOf(one, "reference"), await outcomeOf(one, "wasm")];
        expect(Math.abs(found.value - exact.value)).toBeLessThanOrEqual(1e-4 * Math.abs(exact.value) + 1e-5);
        const largest = exact.slopes.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        exact.slopes.forEach((slope, i) => {
          const near = Math.abs(found.slopes[i]! - slope) <= 1e-3 * Math.abs(slope) + 2e-4 * largest + 1e-9;
          if (!near)
            expect.fail(`slope ${i} is ${found.slopes[i]}, not ${slope} (largest ${largest}): ${sourceOf(one)}`);
        });
      }),
      { numRuns: 120, seed: 20261126 },
    );
  }, 120_000);
});
