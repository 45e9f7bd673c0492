import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../../src/index.js";
import { drawnBatch } from "../../../src/testing/batches.js";
import { disposeOf, tensorsOf } from "../../../src/testing/tensors.js";
import { stdlib } from "../../../stdlib/index.js";

/** Losses that read more than one prediction and its target, or something else in them: level sets, contours, further heads, fields. */
const further = stdlib.filter(
  ({ inputs, channels }) =>
    channels !== undefined ||
    Object.values(inputs).some((view) => typeof view !== "string" || view === "values" || view === "field"),
);

const scene = fc.record({
  size: fc.constantFrom([4, 4], [5, 7], [8, 12], [11, 6], [13, 9]),
  samples: fc.integer({ min: 1, max: 2 }),
  seed: fc.integer({ min: 1, max: 1000 }),
});

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;
const library = new Map(stdlib.map((loss) => [loss.name, loss]));

async function outcomeOf(source: string, backend: "reference" | "wasm", { size, samples, seed }: Scene) {
  const loss = compile(source, { backend, epochs: 10 });
  const { task, terms } = loss.program;
  const vectors = terms.some(
    (term) => term.head === undefined && further.find(({ name }) => name === term.loss)?.channels,
  );
  const channels = task.classes?.length ?? (vectors ? 2 : 1);
  const shape = [samples, ...size, channels];
  const batch = tensorsOf(
    drawnBatch(loss.program, library, { shape, seed, scenario: { prediction: "normal", target: "blobs" } }),
  );
  const { value, gradients } = await loss.valueAndGrad(batch);
  disposeOf(batch);
  const slopes = Object.values(gradients).flatMap((gradient) => Array.from(gradient.dataSync()));
  loss.dispose();
  return { value, slopes };
}

/** That fused kernels give the value and the gradients of float64 loops. */
async function agrees(source: string, one: Scene): Promise<void> {
  const [exact, found] = [await outcomeOf(source, "reference", one), await outcomeOf(source, "wasm", one)];
  expect(Math.abs(found.value - exact.value)).toBeLessThanOrEqual(1e-4 * Math.abs(exact.value) + 1e-5);
  expect(found.slopes).toHaveLength(exact.slopes.length);
  const largest = exact.slopes.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  exact.slopes.forEach((slope, i) => {
    const near = Math.abs(found.slopes[i]! - slope) <= 1e-3 * Math.abs(slope) + 2e-4 * largest + 1e-9;
    if (!near) expect.fail(`slope ${i} is ${found.slopes[i]}, not ${slope} (largest ${largest})`);
  });
}

describe("programs of level sets, contours, heads and fields", () => {
  const sources = further.flatMap(({ examples }) => examples);
  it.each([...new Set(sources)])(
    "%s has the value and the gradients of the reference in fused kernels",
    async (source) => {
      await fc.assert(
        fc.asyncProperty(scene, (one) => agrees(source, one)),
        { numRuns: 6, seed: 20261126 },
      );
    },
  );
});

/** Losses that can stand in one sum, since they see one prediction, each with its usual arguments. */
const families = {
  contours: ["contour_mask(sigma=2)", "balloon", "curvature", "edge_length"],
  "level sets": [
    "level_map(limit=20)",
    "level_set_boundary",
    "level_set_output",
    "level_set_curvature",
    "level_set_regularisation",
  ],
  edges: ["edge_bce", "nms_edge", "edge_direction", "0.5*nms_edge(normals=normals)", "dice", "boundary", "blob"],
} as const;

const heads: Readonly<Record<keyof typeof families, string>> = {
  contours: "",
  "level sets": "",
  edges: "task { fields: normals } ",
};

describe("sums of them", () => {
  it.each(Object.keys(families) as (keyof typeof families)[])(
    "of %s have the value and the gradients of the reference, whichever and with whatever weights",
    async (family) => {
      const weight = fc.constantFrom("", "0.01*", "0.3*", "2*");
      const sum = fc
        .subarray<string>([...families[family]], { minLength: 2 })
        .chain((terms) => fc.tuple(...terms.map((term) => weight.map((w) => (/^\d/.test(term) ? term : w + term)))));
      await fc.assert(
        fc.asyncProperty(sum, scene, (terms, one) => agrees(`${heads[family]}minimize ${terms.join(" + ")}`, one)),
        { numRuns: 30, seed: 20261126 },
      );
    },
    60_000,
  );
});
