import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { type CompileOptions, compile } from "../../src/index.js";
import {
  type Case,
  channelsFor,
  crops,
  DataError,
  DivergenceError,
  type EpochRecord,
  evaluate,
  examplesOf,
  prepared,
  random,
  registerWasmTrainingKernels,
  type TrainOptions,
  train,
  unet,
  unetStride,
  wholeImages,
} from "../../src/train/index.js";

beforeAll(async () => {
  tf.enableProdMode();
  registerWasmTrainingKernels();
  await tf.setBackend("wasm");
  await tf.ready();
});

/** Bright squares on dim noise; with several classes, brighter ones are of a higher class. */
function squares(count: number, size: number, classes = 1, seed = 3): Case[] {
  const draw = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const image = Float32Array.from({ length: size * size }, () => 0.2 * draw.next());
    const mask = new Float32Array(size * size);
    for (let label = 1; label <= Math.max(1, classes - 1); label++) {
      const [top, left] = [draw.below(size - 6), draw.below(size - 6)];
      for (let y = top; y < top + 6; y++) {
        for (let x = left; x < left + 6; x++) {
          image[y * size + x] = 0.3 + 0.35 * label;
          mask[y * size + x] = label;
        }
      }
    }
    return { name: `square ${i}`, height: size, width: size, channels: 1, image, mask };
  });
}

function setup(
  source: string,
  { classes = 1, features = [4, 8], ...more }: Partial<TrainOptions> & { classes?: number; features?: number[] } = {},
) {
  const cases = squares(16, 16, classes).map(prepared);
  const batches = wholeImages(cases.slice(0, 12), { batch: 4, seed: 1 });
  const options: CompileOptions = { epochs: 3, stepsPerEpoch: batches.stepsPerEpoch };
  const loss = compile(source, options);
  const channels = channelsFor(loss.program, classes);
  const model = unet({ channels: 1, classes: channels.classes, features, seed: 1 });
  const network = { model, stride: unetStride(features) };
  return { network, loss, channels, batches, heldOut: cases.slice(12), epochs: 3, learningRate: 0.01, ...more };
}

describe("training", () => {
  it("brings the loss down and reports every term when it counts", async () => {
    const seen: EpochRecord[] = [];
    const options = setup(
      "dice + 0.5*bce then@epoch1..2 dice + 0.5*cldice(iterations=2) then@epoch2 dice + 0.1*betti",
      {
        onEpoch: (record) => seen.push(record),
      },
    );
    const training = await train(options);
    expect(training.epochs).toEqual(seen);
    expect(training.epochs.map(({ terms }) => terms.map((t) => [t.label, t.weight]))).toEqual([
      [
        ["dice", 1],
        ["bce", 0.5],
      ],
      [
        ["dice", 1],
        ["bce", 0.5],
      ],
      [
        ["dice", 1],
        ["betti", 0.1],
      ],
    ]);
    expect(training.epochs.map(({ phase }) => phase)).toEqual([0, 1, 2]);
    const after = training.epochs.at(-1)!.heldOut;
    expect(after.reference).toBeLessThan(0.8 * training.before.reference);
    expect(training.values).toHaveLength(9);
    expect(after.images).toHaveLength(4);
    // The reference is the sum of the terms once the last weights hold.
    expect(after.value).toBeCloseTo(after.reference, 5);
    expect(after.terms.reduce((sum, t) => sum + t.weight * t.value, 0)).toBeCloseTo(after.value, 5);
  });

  it("gives triggers no score where there is none, and the others their own", async () => {
    const logs: Record<string, unknown>[] = [];
    const options = setup("dice + bce", { epochs: 1 });
    const loss = Object.assign(options.loss, {
      callback: () => ({ onEpochEnd: async (_: number, log?: tf.Logs) => void logs.push({ ...log }) }),
    });
    const watched = { ...options, loss };
    await train(watched);
    // Nothing to be found, and a network that finds nothing.
    const blank = options.heldOut.map((item) => ({ ...item, mask: new Float32Array(item.mask.length) }));
    const last = options.network.model.layers.at(-1)!;
    const [kernel, bias] = last.getWeights();
    last.setWeights([tf.zerosLike(kernel!), tf.fill(bias!.shape, -9)]);
    const { before } = await train({ ...watched, heldOut: blank, learningRate: 1e-9 });
    expect(before.scores).toEqual({ dice: undefined, clDice: undefined, bettiError: undefined });
    expect(logs.map((log) => Object.keys(log).sort())).toEqual([
      ["val_betti_error", "val_cldice", "val_dice", "val_loss"],
      ["val_loss"],
    ]);
  });

  it("measures distances in the spacing of the images", async () => {
    const options = setup("hd_dt(alpha=2)");
    const [one, two] = [
      await evaluate(options.heldOut, { ...options, clock: {} }),
      await evaluate(options.heldOut, { ...options, clock: {}, spacing: [2, 2] }),
    ];
    expect(two.value / one.value).toBeCloseTo(4, 4);
  });

  it("is the same for equal seeds", async () => {
    const [a, b] = [await train(setup("dice + bce")), await train(setup("dice + bce"))];
    expect(b.values).toEqual(a.values);
    expect(b.epochs.map((e) => e.heldOut)).toEqual(a.epochs.map((e) => e.heldOut));
  });

  it("learns several classes from a label map", async () => {
    const options = setup("dice + ce", { classes: 3, features: [8, 16], epochs: 30, learningRate: 0.005 });
    const { before, epochs } = await train(options);
    const after = epochs.at(-1)!.heldOut;
    expect(after.scores.dice).toBeGreaterThan(before.scores.dice! + 0.3);
  });

  it("holds on to no tensor from epoch to epoch", async () => {
    const counts: number[] = [];
    const options = setup("dice then@epoch1 dice + 0.1*cldice(iterations=1) + 0.01*betti", {
      epochs: 6,
      onEpoch: () => counts.push(tf.memory().numTensors),
    });
    await train(options);
    await examplesOf(options.heldOut, await evaluate(options.heldOut, { ...options, clock: {} }), {
      ...options,
      clock: {},
    });
    expect(new Set(counts.slice(1)).size).toBe(1);
  });

  it("says in which epoch and step it diverged", async () => {
    const options = setup("dice + bce", { learningRate: 1e12 });
    const error = await train(options).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DivergenceError);
    expect(error).toMatchObject({
      epoch: 0,
      message: expect.stringMatching(/^Training diverged in step \d of epoch 0/),
    });
  });

  it("stops after the step in which it is told to", async () => {
    const stop = new AbortController();
    const { values, epochs, stopped } = await train(
      setup("dice", { signal: stop.signal, onStep: ({ epoch, step }) => epoch === 1 && step === 0 && stop.abort() }),
    );
    expect([values.length, epochs.length, stopped]).toEqual([4, 2, true]);
  });

  it("gives probabilities where the program wants them", async () => {
    const { before } = await train(
      setup("task { prediction: probabilities labels: ink }\nminimize dice", { epochs: 1 }),
    );
    const logits = await train(setup("dice", { epochs: 1 }));
    expect(before.value).toBeCloseTo(logits.before.value, 5);
  });
});

describe("held-out images", () => {
  it("may have any size, each its own", async () => {
    const options = setup("dice + bce");
    const odd = [...squares(1, 13), ...squares(2, 18), ...squares(1, 15, 1, 9)].map(prepared);
    const together = await evaluate(odd, { ...options, clock: {} });
    const alone = await Promise.all(odd.map((item) => evaluate([item], { ...options, clock: {} })));
    expect(together.images).toEqual(alone.map(({ scores }) => scores));
    expect(together.value).toBeCloseTo(
      alone.reduce((sum, { value }) => sum + value / 4, 0),
      5,
    );
  });

  it("are shown from the best to the worst, with slopes that point uphill", async () => {
    const options = setup("dice");
    const evaluation = await evaluate(options.heldOut, { ...options, clock: {} });
    const shown = await examplesOf(options.heldOut, evaluation, { ...options, clock: {}, count: 3 });
    expect(shown.map(({ rank }) => rank)).toEqual(["best", "median", "worst"]);
    const scores = shown.map((e) => e.scores.dice);
    expect(scores).toEqual([...scores].sort((a, b) => b! - a!));
    for (const { case: item, gradient } of shown) {
      // Dice falls where the target is to be filled.
      const inside = gradient.filter((_, i) => item.mask[i] === 1);
      expect(Math.max(...inside)).toBeLessThanOrEqual(0);
      expect(Math.min(...inside)).toBeLessThan(0);
    }
  });
});

describe("batches", () => {
  const names = (images: Float32Array, cases: readonly Case[]) =>
    cases.filter(({ image }) => images.subarray(0).some((_, at) => at % 256 === 0 && same(images, at, image)));
  const same = (images: Float32Array, at: number, image: Float32Array) => image.every((x, i) => images[at + i] === x);

  it("show every whole image once an epoch, in another order each time", () => {
    const cases = squares(8, 16);
    const { at, stepsPerEpoch } = wholeImages(cases, { batch: 4, seed: 5 });
    expect(stepsPerEpoch).toBe(2);
    const epoch = (n: number) => [0, 1].map((step) => names(at(n, step).images, cases).map((c) => c.name));
    expect(new Set(epoch(0).flat()).size).toBe(8);
    expect(epoch(0)).toEqual(epoch(0));
    expect(epoch(1)).not.toEqual(epoch(0));
  });

  it("refuse what cannot be stacked or cropped", () => {
    expect(() => wholeImages([...squares(1, 16), ...squares(1, 12)], { seed: 1 })).toThrow(/are not of one size/);
    expect(() => wholeImages([], { seed: 1 })).toThrow(DataError);
    expect(() => crops(squares(2, 16), { size: 32, stepsPerEpoch: 1, seed: 1 })).toThrow(/too small for crops/);
  });
});

describe("a task that does not fit the data", () => {
  it.each([
    ["task { space: 3d }", 1, /volumes/],
    ["task { heads: main, aux }", 1, /heads main, aux/],
    ["task { masks: roi }", 1, /masks roi/],
    ["task { labels: a, b }", 1, /may overlap/],
    ["task { labels: a }", 3, /class numbers up to 2/],
    ["task { classes: a, b, c }", 1, /masks are binary/],
    ["task { classes: a, b }", 3, /class numbers up to 2; name 3/],
  ])("%s with %i classes is refused", (task, classes, message) => {
    const { program } = compile(`${task}\nminimize dice`);
    expect(() => channelsFor(program, classes)).toThrow(message);
    expect(() => channelsFor(program, classes)).toThrow(DataError);
  });

  it.each([
    ["", 1, 1],
    ["", 4, 4],
    ["task { labels: a }", 1, 1],
    ["task { classes: a, b }", 1, 2],
    ["task { classes: a, b, c }", 2, 3],
  ])("%s with %i classes needs %i channels", (task, classes, channels) => {
    expect(channelsFor(compile(`${task}\nminimize dice`).program, classes).classes).toBe(channels);
  });
});
