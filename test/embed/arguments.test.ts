import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { BatchError, ClockError, CompileError, check, compile } from "../../src/index.js";

const p = () => tf.zeros([1, 8, 8, 1]);
const t = () => tf.zeros([1, 8, 8, 1]);
const disposed = () => {
  const tensor = p();
  tensor.dispose();
  return tensor;
};

beforeAll(async () => {
  await tf.setBackend("cpu");
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("a batch names what was given and what is wanted", () => {
  const complex = () => tf.complex(tf.zeros([1, 8, 8, 1]), tf.zeros([1, 8, 8, 1]));
  const text = () => tf.fill([1, 8, 8, 1], "a");
  const cases: readonly [string, unknown, RegExp][] = [
    ["nothing", undefined, /batch is nothing: give an object of tensors, `\{ prediction, target \}`/],
    ["null", null, /batch is null/],
    ["yTrue, yPred", t(), /batch is a tensor \[1, 8, 8, 1\].*loss\.forLayers\(\)/],
    ["an array", [p(), t()], /batch is an array/],
    [
      "a misspelt target",
      { prediction: p(), targets: t() },
      /key `targets`, which is not known: did you mean `target`\?/,
    ],
    ["a misspelt prediction", { predictions: p(), target: t() }, /`predictions`.*did you mean `prediction`\?/],
    ["no prediction", { target: t() }, /no `prediction`. It has `target`/],
    ["no target", { prediction: p() }, /no `target`. It has `prediction`/],
    ["weights", { prediction: p(), target: t(), weights: t() }, /`weights`, which is not known/],
    ["nested arrays", { prediction: [[[[0]]]], target: t() }, /prediction.* is an array: give a tensor, `tf.tensor/],
    ["a number", { prediction: 3, target: t() }, /`prediction` of the batch is the number 3/],
    [
      "a typed array",
      { prediction: p(), target: new Float32Array(64) },
      /target is .*Float32Array, not a tensor.*tf\.tensor/,
    ],
    ["a promise", { prediction: p(), target: Promise.resolve(t()) }, /target is a promise.*await/],
    [
      "several targets",
      { prediction: p(), target: { main: t() } },
      /`target` of the batch is an object: give one tensor/,
    ],
    [
      "a head that is none",
      { prediction: { main: p(), aux: 4 }, target: t() },
      /prediction of the head `aux` is the number 4/,
    ],
    ["no head at all", { prediction: {}, target: t() }, /without entries/],
    [
      "heads that nobody reads",
      { prediction: { main: p(), aux: p() }, target: t() },
      /names no heads.*`heads: main, aux`/,
    ],
    ["a mask that is no tensor", { prediction: p(), target: t(), masks: { roi: 5 } }, /mask `roi` is the number 5/],
    [
      "masks that are a tensor",
      { prediction: p(), target: t(), masks: t() },
      /`masks` of the batch are a tensor.*masks: \{ name: tensor \}/,
    ],
    [
      "a mask that nobody reads",
      { prediction: p(), target: t(), masks: { roi: t() } },
      /mask `roi`, which the program does not name.*`task \{ masks: roi \}` and `loss where roi`/,
    ],
    [
      "a field that nobody reads",
      { prediction: p(), target: t(), fields: { normals: t() } },
      /field `normals`.*`task \{ fields: normals \}`/,
    ],
    [
      "one number as spacing",
      { prediction: p(), target: t(), spacing: 0.5 },
      /`spacing` of the batch is the number 0.5: give an array/,
    ],
    ["NaN as spacing", { prediction: p(), target: t(), spacing: [Number.NaN, 1] }, /spacing/],
    [
      "a complex prediction",
      { prediction: complex(), target: t() },
      /prediction is a tensor of the type complex64: give real numbers/,
    ],
    ["a complex target", { prediction: p(), target: complex() }, /target is a tensor of the type complex64/],
    ["a target of texts", { prediction: p(), target: text() }, /target is a tensor of the type string/],
    ["a prediction that is gone", { prediction: disposed(), target: t() }, /prediction has been disposed of/],
    ["a target that is gone", { prediction: p(), target: disposed() }, /target has been disposed of/],
  ];

  it.each(cases)("%s", async (_, batch, message) => {
    for (const backend of ["wasm", "tfjs", "reference"] as const) {
      const loss = compile("dice + bce", { backend });
      const before = tf.memory().numTensors;
      for (const run of [
        async () => loss(batch as never),
        () => loss.valueAndGrad(batch as never),
        () => loss.termGrads(batch as never),
        () => loss.evaluate(batch as never),
      ]) {
        const error = await run().then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(error).toBeInstanceOf(BatchError);
        expect((error as Error).message).toMatch(message);
      }
      expect(tf.memory().numTensors).toBe(before);
      // The next batch is computed.
      expect((await loss.evaluate({ prediction: p(), target: t() })).terms).toHaveLength(2);
    }
  });

  it("names the heads, masks and fields that there are", () => {
    const task = { heads: ["main", "aux"], masks: ["roi"], fields: ["normals"] };
    const loss = compile("dice on main + dice on aux", { task });
    const batch = { prediction: { main: p(), aux: p() }, target: t() };
    expect(() => loss({ ...batch, prediction: { main: p(), axu: p() } })).toThrow(/`axu`.*did you mean `aux`\?/);
    expect(() => loss({ ...batch, masks: { rio: t() } })).toThrow(/`rio`.*did you mean `roi`\?/);
    expect(() => loss({ ...batch, fields: { other: t() } })).toThrow(/the program names `normals`/);
    expect(loss(batch).dataSync()[0]).toBeGreaterThanOrEqual(0);
  });

  it("warns once of a mask or field that the task lists and no term reads", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    const task = { masks: ["roi", "eye"], fields: ["normals"] };
    const batch = { prediction: p(), target: t() };
    const loss = compile("dice then@epoch3 bce where roi", { task });
    for (let i = 0; i < 2; i++) await loss.evaluate({ ...batch, masks: { roi: t() } }, { epoch: 0 });
    expect(warned).not.toHaveBeenCalled();
    for (let i = 0; i < 2; i++) {
      const all = { ...batch, masks: { roi: t(), eye: t() }, fields: { normals: tf.zeros([1, 8, 8, 2]) } };
      loss(all, { epoch: 0 });
      (await loss.valueAndGrad(all, { epoch: 0 })).gradient.dispose();
    }
    expect(warned.mock.calls.map(([message]) => message)).toEqual([
      expect.stringMatching(/mask `eye`.*`loss where eye`/),
      expect.stringMatching(/field `normals`/),
    ]);
  });

  it("refuses what a loss of given targets cannot read", async () => {
    const batch = { prediction: tf.ones([1, 8, 8, 2]), target: tf.zeros([1, 8, 8]) };
    const loss = compile("level_set_motion(given=true)");
    await expect(loss.valueAndGrad(batch)).rejects.toThrow(BatchError);
    await expect(loss.valueAndGrad(batch)).rejects.toThrow(/level_set_motion.*target must be a vector field/);
    expect((await loss.evaluate({ ...batch, target: tf.ones([1, 8, 8, 2]) })).value).toBeCloseTo(0, 2);
  });

  it("says so of target-only work, too", async () => {
    const loss = compile("boundary");
    await expect(loss.prepare({ prediction: "big", target: t() } as never)).rejects.toThrow(
      /prediction is the text "big": give a tensor, or its shape/,
    );
    await expect(loss.prepare({ prediction: [1, 8, 0.5, 1], target: t() })).rejects.toThrow(BatchError);
    await expect(loss.prepared({ targets: t() } as never)).rejects.toThrow(/did you mean `target`/);
    await expect(loss.prepare(undefined as never)).rejects.toThrow(BatchError);
    await loss.prepare({ prediction: [1, 8, 8, 1], target: t() });
  });

  it("takes what another thread has prepared, and nothing else", async () => {
    const batch = {
      prediction: p(),
      target: tf.cast(tf.greater(tf.range(0, 64).reshape([1, 8, 8, 1]), 30), "float32"),
    };
    const prepared = await compile("boundary").prepared(batch);
    expect(prepared.values.length).toBeGreaterThan(0);
    const loss = compile("boundary");
    for (const wrong of [undefined, null, "key", {}, JSON.parse(JSON.stringify(prepared)), { ...prepared, key: 3 }])
      expect(() => loss.admit(wrong as never)).toThrow(/`admit` was given/);
    const cut = prepared.values.map((value) => ({ ...value, data: value.data.slice(1) }));
    expect(() => loss.admit({ ...prepared, values: cut } as never)).toThrow(TypeError);
    loss.admit(structuredClone(prepared));
    expect((await loss.evaluate(batch)).value).toBeCloseTo((await compile("boundary").evaluate(batch)).value, 6);
  });

  it("takes numbers of every kind that carry the same data", async () => {
    const mask = tf.tidy(() => tf.greater(tf.randomUniform([1, 8, 8, 1], 0, 1, "float32", 3), 0.5));
    const loss = compile("dice + bce");
    const x = tf.randomNormal([1, 8, 8, 1], 0, 1, "float32", 5);
    const values = [mask, mask.toInt(), mask.toFloat()].map((target) => loss({ prediction: x, target }).dataSync()[0]);
    expect(new Set(values).size).toBe(1);
  });
});

describe("a clock names what was given and what is wanted", () => {
  const tensor = t();
  const cases: readonly [unknown, RegExp][] = [
    [12, /clock is the number 12.*`\{ epoch: 12 \}`/],
    [null, /clock is null: give an object such as `\{ epoch: 3 \}`/],
    ["3", /clock is the text "3"/],
    [[3], /clock is an array/],
    [tensor, /clock is a tensor \[1, 8, 8, 1\].*`loss\(\{ prediction, target \}\)`.*forLayers/],
    [{ epoc: 12 }, /key `epoc`, which is not known: did you mean `epoch`\?/],
    [{ epochs: 12 }, /did you mean `epoch`/],
    [{ Epoch: 5 }, /did you mean `epoch`/],
    [{ epoch: 5, time: 3 }, /`time`, which is not known: a clock has `epoch`, `step` and `metrics`/],
    [{ epoch: Number.NaN }, /`epoch` of the clock is the number NaN: give a finite number, 0 or more/],
    [{ epoch: Number.POSITIVE_INFINITY }, /`epoch`.*Infinity/],
    [{ epoch: -1 }, /`epoch`.*-1/],
    [{ epoch: "3" }, /`epoch` of the clock is the text "3"/],
    [{ step: null }, /`step` of the clock is null/],
    [{ metrics: 0.5 }, /`metrics` of the clock is the number 0.5: give an object of numbers by name/],
    [{ metrics: { val_dice: "good" } }, /metric `val_dice` of the clock is the text "good"/],
  ];

  it.each(cases)("%j", async (clock, message) => {
    const loss = compile("dice then@epoch3 bce", { stepsPerEpoch: 10 });
    const batch = { prediction: p(), target: t() };
    for (const run of [
      async () => loss(batch, clock as never),
      () => loss.valueAndGrad(batch, clock as never),
      () => loss.termGrads(batch, clock as never),
      () => loss.evaluate(batch, clock as never),
      () => loss.prepare(batch, clock as never),
      () => loss.prepared(batch, clock as never),
      async () => loss.explain(clock as never),
    ]) {
      await expect(run()).rejects.toThrow(ClockError);
      await expect(run()).rejects.toThrow(message);
    }
    expect((await loss.evaluate(batch, { epoch: 3 })).phase).toBe(1);
  });

  it("takes what shows the time", async () => {
    const loss = compile("dice then@epoch3 bce", { stepsPerEpoch: 10 });
    const batch = { prediction: p(), target: t() };
    const phase = async (clock?: object) => (await loss.evaluate(batch, clock)).phase;
    expect(await phase()).toBe(0);
    expect(await phase({})).toBe(0);
    expect(await phase({ epoch: undefined })).toBe(0);
    expect(await phase({ epoch: 3.5 })).toBe(1);
    expect(await phase({ step: 30, metrics: { loss: Number.NaN } })).toBe(1);
  });
});

describe("options name what was given and what is wanted", () => {
  const cases: readonly [string, unknown, RegExp][] = [
    ["null", null, /null/],
    ["text", "wasm", /wasm/],
    ["an unknown key", { epocs: 3 }, /epocs/],
    ["half an epoch", { epochs: 1.5 }, /epochs/],
    ["NaN", { epochs: Number.NaN }, /epochs/],
    ["no epoch", { epochs: 0 }, /epochs/],
    ["infinite steps", { stepsPerEpoch: Number.POSITIVE_INFINITY }, /stepsPerEpoch/],
    ["a parameter that is no number", { params: { w: Number.NaN } }, /params\.w/],
    ["a backend that there is not", { backend: "cuda" }, /backend/],
    ["a library of texts", { library: ["dice"] }, /library/],
    ["a task that is none", { task: "2d" }, /task/],
    ["a key of the task", { task: { clases: ["a"] } }, /clases/],
    ["a resolver that is none", { resolve: "./shared" }, /resolve/],
  ];

  it.each(cases)("%s", (_, options, message) => {
    expect(() => compile("dice", options as never)).toThrow(CompileError);
    expect(() => compile("dice", options as never)).toThrow(message);
    const found = check("dice", options as never);
    expect(found.map(({ message, severity }) => `${severity} ${message}`).join("\n")).toMatch(message);
    expect(compile("dice").program.terms).toHaveLength(1);
  });

  it("an async resolver", () => {
    const options = { resolve: async () => "def region = dice" };
    const source = 'use "./shared.loss" minimize region';
    expect(() => compile(source, options as never)).toThrow(/promise.*read the file before|synchronous/);
    expect(check(source, options as never).map(({ code }) => code)).toContain("L211");
    expect(() => compile(source, { resolve: () => 3 } as never)).toThrow(/the number 3/);
    expect(() => compile(source, { resolve: () => undefined } as never)).toThrow(/nothing/);
  });

  it("a source that is no text", () => {
    for (const source of [undefined, null, 12, { text: "dice" }]) {
      expect(() => compile(source as never)).toThrow(CompileError);
      expect(() => compile(source as never)).toThrow(/text/);
      expect(check(source as never)).toHaveLength(1);
    }
  });
});
