import { describe, expect, it } from "vitest";
import { bandwidth, floorOf } from "../../src/cli/bench/bandwidth.js";
import { blobs } from "../../src/cli/bench/blobs.js";
import { dataFor, type Raw } from "../../src/cli/bench/data.js";
import type { Program } from "../../src/program/program.js";
import { random } from "../../src/random.js";

const program = (task: Partial<Program["task"]> = {}): Program => ({
  task: { prediction: "logits", heads: [], masks: [], fields: [], ...task },
  terms: [],
  phases: [],
  params: {},
  timing: {},
});

/** As a term of the program. */
const term = (
  loss: string,
  params: Readonly<Record<string, unknown>>,
  more: Partial<Program["terms"][number]> = {},
) => ({
  loss,
  label: loss,
  params,
  span: { file: "", start: 0, end: 0 },
  ...more,
});

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

/** How often neighbours along the last axis differ. */
const edges = (mask: Uint8Array) => mean(Array.from(mask.subarray(1), (x, i) => (x === mask[i] ? 0 : 1)));

describe("blobs", () => {
  it.each([[[64, 64]], [[24, 24, 24]], [[5, 3]], [[1, 1]]])("of %j are a quarter of the image", (space) => {
    const mask = blobs(space, random(1));
    const pixels = space.reduce((a, b) => a * b, 1);
    expect(mask).toHaveLength(pixels);
    expect(Math.abs(mean(mask) - 0.25)).toBeLessThanOrEqual(1 / pixels + 0.01);
  });

  it("are smooth, along each axis alike", () => {
    const mask = blobs([64, 64], random(1));
    const turned = Uint8Array.from(mask, (_, i) => mask[(i % 64) * 64 + Math.floor(i / 64)]!);
    // Noise of the same share differs from its neighbour 3 times in 8.
    expect(edges(mask)).toBeLessThan(0.1);
    expect(edges(turned)).toBeLessThan(0.1);
  });

  it("average over a window of what lies inside, as a plain sum does", () => {
    const draw = random(5);
    const noise = Float32Array.from({ length: 30 }, draw.next);
    const plain = (field: Float32Array) =>
      Float32Array.from(field, (_, i) => mean(field.subarray(Math.max(0, i - 4), i + 5)));
    const smooth = plain(plain(plain(noise)));
    const level = Float32Array.from(smooth).sort()[Math.floor(0.75 * 29)]!;
    const expected = Array.from(smooth, (x) => (x > level ? 1 : 0));
    expect([...blobs([30], random(5))]).toEqual(expected);
  });
});

describe("data for a program", () => {
  it("is one-hot where classes exclude each other, every class somewhere", () => {
    const { prediction, target } = dataFor(program(), [2, 32, 32, 4], 7);
    const { data } = target;
    for (let i = 0; i < data.length; i += 4) expect(data.subarray(i, i + 4).reduce((a, b) => a + b)).toBe(1);
    for (let c = 0; c < 4; c++) expect(mean(data.filter((_, i) => i % 4 === c))).toBeGreaterThan(0.05);
    const logits = (prediction as Raw).data;
    expect(Math.abs(mean(logits))).toBeLessThan(0.05);
    expect(mean(logits.map((x) => x * x))).toBeCloseTo(1, 1);
  });

  it("is a mask per class where classes may overlap, and for one class", () => {
    const { data } = dataFor(program({ exclusive: false }), [1, 32, 32, 3], 7).target;
    for (let c = 0; c < 3; c++) expect(mean(data.filter((_, i) => i % 3 === c))).toBeCloseTo(0.25, 1);
    expect(mean(dataFor(program(), [1, 32, 32, 1], 7).target.data)).toBeCloseTo(0.25, 1);
  });

  it("has the heads, fields and masks that terms name", () => {
    const masked = term("dice", {}, { head: "aux", mask: "roi" });
    const { prediction, masks } = dataFor({ ...program(), terms: [masked, term("ce", {})] }, [1, 8, 8, 2], 7);
    expect(Object.keys(prediction)).toEqual(["main", "aux"]);
    expect(masks!.roi!.shape).toEqual([1, 8, 8]);
    expect(mean(masks!.roi!.data)).toBeCloseTo(0.75, 1);
  });

  it("is the same for the same seed, and another for another", () => {
    const draw = (seed: number) => dataFor(program(), [1, 8, 8, 2], seed);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("holds probabilities where the task says so", () => {
    for (const classes of [1, 3]) {
      const { data } = dataFor(program({ prediction: "probabilities" }), [1, 8, 8, classes], 7).prediction as Raw;
      expect(data.every((p) => p > 0 && p < 1)).toBe(true);
      if (classes === 3)
        for (let i = 0; i < data.length; i += 3)
          expect(data.subarray(i, i + 3).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    }
  });
});

describe("the floor", () => {
  it("is measured, and grows with the size", () => {
    expect(floorOf(2 ** 20)).toBeGreaterThan(2 * floorOf(2 ** 14));
    const { triad, copy } = bandwidth();
    expect(triad).toBeGreaterThan(0.1);
    expect(copy).toBeGreaterThan(0.1);
  });
});
