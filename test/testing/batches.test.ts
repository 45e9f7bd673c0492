import { describe, expect, it } from "vitest";
import { inputsOf } from "../../src/check/term-inputs.js";
import type { Program } from "../../src/program/program.js";
import { predictionsOf } from "../../src/testing/arrays.js";
import { type BatchOptions, drawnBatch, scenarios } from "../../src/testing/batches.js";
import { predictionKinds } from "../../src/testing/predictions.js";
import { stdlib } from "../../stdlib/index.js";

const library = new Map(stdlib.map((loss) => [loss.name, loss]));

const term = (loss: string, more: Partial<Program["terms"][number]> = {}): Program["terms"][number] => ({
  loss,
  label: loss,
  params: {},
  sees: { kind: "all" },
  inputs: inputsOf(library.get(loss)!, more.params ?? {}),
  span: { file: "", start: 0, end: 0 },
  ...more,
});

const program = (
  task: Partial<Program["task"]> = {},
  terms: readonly Program["terms"][number][] = [term("dice")],
): Program => ({
  task: { prediction: "logits", heads: [], masks: [], fields: [], ...task },
  terms,
  phases: [],
  params: {},
  timing: {},
});

const batchOf = (of: Program, options: Partial<BatchOptions>) =>
  drawnBatch(of, library, { shape: [1, 32, 32, 1], seed: 7, ...options });

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
const values = ({ data }: { readonly data: Float64Array }) => [...new Set(data)].sort((a, b) => a - b);
const single = (batch: ReturnType<typeof batchOf>) => predictionsOf(batch)[""]!;
const normal = { prediction: "normal", target: "blobs" } as const;

describe("a target", () => {
  it("is one-hot where classes exclude each other, every class somewhere", () => {
    const { data } = batchOf(program(), { shape: [2, 32, 32, 4] }).target;
    for (let i = 0; i < data.length; i += 4) expect(data.subarray(i, i + 4).reduce((a, b) => a + b)).toBe(1);
    for (let c = 0; c < 4; c++) expect(mean(data.filter((_, i) => i % 4 === c))).toBeGreaterThan(0.05);
  });

  it("says the same in labels", () => {
    const shape = [2, 8, 8, 4];
    const onehot = batchOf(program(), { shape }).target;
    const labels = batchOf(program(), { shape, encoding: "labels" }).target;
    expect(labels.shape).toEqual([2, 8, 8]);
    for (const [i, label] of labels.data.entries()) expect(onehot.data[4 * i + label]).toBe(1);
  });

  it("is a mask per class where classes may overlap, and for one class", () => {
    const { data } = batchOf(program({ exclusive: false }), { shape: [1, 32, 32, 3] }).target;
    for (let c = 0; c < 3; c++) expect(mean(data.filter((_, i) => i % 3 === c))).toBeCloseTo(0.25, 1);
    expect(mean(batchOf(program(), {}).target.data)).toBeCloseTo(0.25, 1);
  });

  it("is one mask where a field of vectors or a contour is predicted", () => {
    for (const loss of ["level_set_motion", "contour_mask"])
      expect(batchOf(program({}, [term(loss)]), { shape: [2, 9, 8, 2] }).target.shape).toEqual([2, 9, 8]);
  });

  it("holds what the task ignores, but where it is empty or full", () => {
    const of = (scenario: keyof typeof scenarios, classes = 1) =>
      values(
        batchOf(program({ ignore: 255 }), {
          shape: [1, 8, 8, classes],
          scenario: scenarios[scenario],
          encoding: "labels",
        }).target,
      );
    expect(of("random")).toEqual([0, 1, 255]);
    expect(of("random", 3)).toEqual([0, 1, 2, 255]);
    expect(of("empty mask")).toEqual([0]);
    expect(of("full mask", 3)).toEqual([2]);
  });
});

describe("scenarios", () => {
  const of = (scenario: keyof typeof scenarios) =>
    batchOf(program(), { shape: [2, 6, 5, 1], scenario: scenarios[scenario] });

  it("are what their names say", () => {
    expect(values(of("random").target)).toEqual([0, 1]);
    expect(values(of("empty mask").target)).toEqual([0]);
    expect(values(of("full mask").target)).toEqual([1]);
    expect(of("one pixel").target.data.reduce((a, b) => a + b)).toBe(2);
    expect(values(single(of("tied")))).toEqual([-1e4, 1e4]);
    expect(values(single(of("zero")))).toEqual([0]);
    expect(values(single(of("equal pixels"))).length).toBeLessThanOrEqual(3);
    const saturated = values(single(of("saturated")));
    expect(saturated).toHaveLength(60);
    for (const x of saturated) expect(Math.abs(x)).toBeGreaterThanOrEqual(1e4);
  });
});

describe("a prediction", () => {
  it("has normal logits, as a network has them at first", () => {
    const { data } = single(batchOf(program(), { shape: [2, 32, 32, 4], scenario: normal }));
    expect(Math.abs(mean(data))).toBeLessThan(0.05);
    expect(mean(data.map((x) => x * x))).toBeCloseTo(1, 1);
  });

  it("holds probabilities where the task says so", () => {
    for (const classes of [1, 3])
      for (const prediction of predictionKinds) {
        const shape = [1, 8, 8, classes];
        const scenario = { prediction, target: "blobs" } as const;
        const { data } = single(batchOf(program({ prediction: "probabilities" }), { shape, scenario }));
        const sure = ["tied", "high", "low"].includes(prediction);
        expect(data.every((p) => (sure ? p === 0 || p === 1 : p > 0 && p < 1))).toBe(true);
        if (classes === 1 || sure || prediction === "saturated") continue;
        for (let i = 0; i < data.length; i += 3)
          expect(data.subarray(i, i + 3).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      }
  });

  it("may be the vertices of contours, within the image", () => {
    const { target, prediction } = batchOf(program({}, [term("balloon")]), { shape: [2, 9, 6, 2], vertices: 5 });
    expect(target.shape).toEqual([2, 9, 6]);
    expect(prediction.shape).toEqual([2, 5, 2]);
    single({ target, prediction }).data.forEach((x, i) => {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(i % 2 ? 5 : 8);
    });
  });
});

describe("a batch", () => {
  it("has the heads and masks that terms name", () => {
    const terms = [term("dice", { head: "aux", mask: "roi" }), term("ce")];
    const { prediction, masks } = batchOf(program({}, terms), { shape: [4, 8, 8, 2] });
    expect(Object.keys(prediction)).toEqual(["main", "aux"]);
    expect(masks!.roi!.shape).toEqual([4, 8, 8]);
    expect(mean(masks!.roi!.data)).toBeCloseTo(0.75, 1);
  });

  it("has the fields that terms name, in the form they ask for", () => {
    const { fields } = batchOf(program({}, [term("nms_edge", { params: { normals: "n" } })]), { shape: [1, 4, 6, 1] });
    const { shape, data } = fields!.n!;
    expect(shape).toEqual([1, 4, 6, 2]);
    for (let i = 0; i < data.length; i += 2) expect(Math.hypot(data[i]!, data[i + 1]!)).toBeCloseTo(1, 5);
  });

  it("is the same for the same seed, and another for another", () => {
    const draw = (seed: number) => batchOf(program(), { seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("is what it was when figures were published", () => {
    const sum = ({ data }: { readonly data: Float64Array }) =>
      data.reduce((total, x, i) => total + x * ((i % 7) + 1), 0);
    const { prediction, target } = batchOf(program(), { shape: [1, 16, 16, 2], scenario: normal });
    expect([sum(single({ prediction, target })), sum(target)]).toEqual([expect.closeTo(75.38192237820476, 5), 1025]);
  });
});
