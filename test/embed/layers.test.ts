import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { BatchError, compile, type Loss } from "../../src/index.js";
import { registerWasmTrainingKernels } from "../../src/train/index.js";

const size = [4, 8, 8, 1] as const;
const x = () => tf.randomUniform([...size], 0, 1, "float32", 3) as tf.Tensor4D;
const y = () => tf.tidy(() => tf.cast(tf.greater(x(), 0.5), "float32")) as tf.Tensor4D;

const convolution = (filters = 1, name = "main") =>
  tf.layers.conv2d({
    filters,
    kernelSize: 3,
    padding: "same",
    name,
    kernelInitializer: tf.initializers.randomNormal({ seed: 2, stddev: 0.1 }),
  });

const network = (loss: Parameters<tf.LayersModel["compile"]>[0]["loss"], filters = 1) => {
  const input = tf.input({ shape: [8, 8, 1] });
  const model = tf.model({ inputs: input, outputs: convolution(filters).apply(input) as tf.SymbolicTensor });
  model.compile({ optimizer: tf.train.sgd(0.1), loss });
  return model;
};

/** One that has two outputs, `main` and `aux`. */
const twoHeaded = (loss: Parameters<tf.LayersModel["compile"]>[0]["loss"]) => {
  const input = tf.input({ shape: [8, 8, 1] });
  const outputs = ["main", "aux"].map((name) => convolution(1, name).apply(input) as tf.SymbolicTensor);
  const model = tf.model({ inputs: input, outputs });
  model.compile({ optimizer: tf.train.sgd(0.1), loss });
  return model;
};

const quiet = { verbose: 0, batchSize: 2, shuffle: false } as const;

let warned: MockInstance<typeof console.warn>;

beforeAll(() => registerWasmTrainingKernels());
beforeEach(async () => {
  await tf.setBackend("cpu");
  warned = vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("forLayers", () => {
  const heads = ["main", "aux"];

  it.each([
    [
      "a head that is misspelt",
      "dice on main + bce on aux",
      { heads },
      "mian",
      /no head `mian`: did you mean `main`\? its heads are `main` and `aux`/,
    ],
    [
      "a head of a program without heads",
      "dice",
      {},
      "main",
      /no head `main`: it names no heads, so call `loss.forLayers\(\)`/,
    ],
    [
      "no head where there are terms on several",
      "dice on main + bce on aux",
      { heads },
      undefined,
      /heads `main` and `aux`.*`loss.forLayers\("main"\)` or `loss.forLayers\("aux"\)`/,
    ],
    [
      "no head where one term names none",
      "dice + bce on aux",
      { heads },
      undefined,
      /forLayers\("main"\).*forLayers\("aux"\)/,
    ],
    [
      "a head that no term stands on",
      "dice on main",
      { heads },
      "aux",
      /No term of the program stands on the head `aux`.*loss on aux.*forLayers\("main"\)/,
    ],
    ["a number", "dice", {}, 3, /was given the number 3/],
    [
      "an option that is misspelt",
      "dice",
      {},
      { mask: ["roi"] },
      /`mask` of `forLayers` is not known: did you mean `masks`/,
    ],
    [
      "an option of another kind",
      "dice",
      { masks: ["roi"] },
      { masks: "roi" },
      /`masks` of `forLayers` is the text "roi": give a list/,
    ],
    [
      "a mask that the program does not name",
      "dice",
      { masks: ["roi"] },
      { masks: ["rio"] },
      /mask `rio`: did you mean `roi`/,
    ],
    [
      "no word of a mask that a term needs",
      "dice where roi",
      { masks: ["roi"] },
      undefined,
      /`dice where roi`.*mask `roi`.*forLayers\(\{ masks: \["roi"\] \}\).*loss\.pack/,
    ],
  ] as const)("refuses %s, at once", (_, source, task, given, message) => {
    const loss = compile(source, { task: task as never });
    expect(() => loss.forLayers(given as never)).toThrow(BatchError);
    expect(() => loss.forLayers(given as never)).toThrow(message);
  });

  it("refuses a term that reads two heads", () => {
    const loss = compile("level_set_evolution(motion=motion) on phi", { task: { heads: ["phi", "motion"] } });
    expect(() => loss.forLayers("phi")).toThrow(/reads the head `motion` too.*one output at a time.*loop of your own/);
  });

  it.each([
    ["dice on main + 0.4*bce on aux", "main", "dice", 1],
    ["dice on main + 0.4*bce on aux", "aux", "bce", 0.4],
    ["dice + 0.4*bce on aux", "main", "dice", 1],
    ["dice + 0.4*bce", "main", "dice + 0.4*bce", 1],
    ["dice + 0.4*bce", undefined, "dice + 0.4*bce", 1],
    ["dice on aux", undefined, "dice", 1],
  ] as const)("of `%s` for %s is %s", (source, head, alone, weight) => {
    const loss = compile(source, { task: { heads } });
    const [p, t] = [tf.randomNormal([...size], 0, 1, "float32", 5), y()];
    const wanted = compile(alone)({ prediction: p, target: t }).dataSync()[0]!;
    expect(wanted).toBeGreaterThan(0);
    expect(loss.forLayers(head)(t, p).dataSync()[0]).toBeCloseTo(weight * wanted, 6);
    // All outputs together are the program.
    if (head === undefined) return;
    const homes = source.includes("aux") ? heads : ["main"];
    const sum = homes.reduce((sum, one) => sum + loss.forLayers(one)(t, p).dataSync()[0]!, 0);
    expect(sum).toBeCloseTo(loss({ prediction: { main: p, aux: p }, target: t }).dataSync()[0]!, 5);
  });

  it("takes the first where terms without a head have no `main`", () => {
    const loss = compile("dice + bce on b", { task: { heads: ["a", "b"] } });
    const [p, t] = [x(), y()];
    const dice = compile("dice")({ prediction: p, target: t }).dataSync()[0]!;
    expect(loss.forLayers("a")(t, p).dataSync()[0]).toBeCloseTo(dice, 6);
  });
});

describe("a callback", () => {
  const early = (monitor: string, patience = 0) => tf.callbacks.earlyStopping({ monitor, patience });

  it.each([
    ["alone", (loss: Loss) => loss.callback()],
    ["in a list", (loss: Loss) => [loss.callback()]],
    ["before early stopping", (loss: Loss) => [loss.callback(), early("loss", 9)]],
    ["behind early stopping", (loss: Loss) => [early("loss", 9), loss.callback()]],
    ["before a callback of one's own", (loss: Loss) => [loss.callback(), new tf.CustomCallback({})]],
    ["behind an object", (loss: Loss) => [{ onEpochEnd: () => {} }, loss.callback()]],
    ["wrapped once more", (loss: Loss) => [new tf.CustomCallback(loss.callback())]],
  ])("composes %s", async (_, callbacks) => {
    for (const fit of ["fit", "fitDataset"] as const) {
      const loss = compile("dice then@epoch1 dice + bce");
      const model = network(loss.forLayers());
      const args = { ...quiet, epochs: 2, callbacks: callbacks(loss) as tf.CustomCallback[] };
      const { history } =
        fit === "fit"
          ? await model.fit(x(), y(), args)
          : await model.fitDataset(dataset(x(), y()), { epochs: 2, verbose: 0, callbacks: args.callbacks });
      expect(loss.state()).toMatchObject({ clock: { epoch: 1, step: 4 }, epochEnded: true });
      expect(history.dice).toHaveLength(2);
      expect(history.dice![0]).toBeCloseTo(history.loss![0] as number, 5);
      expect(Number(history.dice![1]) + Number(history.bce!.at(-1))).toBeCloseTo(history.loss![1] as number, 5);
    }
    expect(warned).not.toHaveBeenCalled();
  });

  it("stops early by the reference, which a fade does not raise", async () => {
    const loss = compile("dice then@epoch2..6 dice + 2*bce");
    const model = network(loss.forLayers());
    const stop = early("val_reference", 1);
    const { history } = await model.fit(x(), y(), {
      ...quiet,
      epochs: 8,
      validationData: [x(), y()],
      callbacks: [loss.callback(), stop],
    });
    // The value rises as terms join; the reference does not.
    expect(Number(history.val_loss!.at(-1))).toBeGreaterThan(Number(history.val_loss![0]));
    expect(history.val_reference).toHaveLength(8);
    expect(Number(history.val_reference!.at(-1))).toBeLessThan(Number(history.val_reference![0]));
  });

  it.each(["cpu", "wasm"])("logs validations of terms and the reference as they are: %s", async (device) => {
    await tf.setBackend(device);
    const [xs, ys] = [x(), y()];
    for (const fit of ["fit", "fitDataset"] as const) {
      const loss = compile("dice then@epoch1 0.5*dice + 2*bce");
      const model = network(loss.forLayers());
      const seen: { reference: number; dice: number; bce: number }[] = [];
      const look = new tf.CustomCallback({
        onEpochEnd: async () => {
          // Three samples in batches of two: means over samples, of batches of unequal size.
          const parts = [[0, 2] as const, [2, 1] as const].map(async ([from, count]) => {
            const batch = {
              prediction: model.predict(xs.slice(from, count)) as tf.Tensor,
              target: ys.slice(from, count),
            };
            return { count, ...(await loss.evaluate(batch, { epoch: 9 })) };
          });
          const all = await Promise.all(parts);
          const mean = (of: (part: (typeof all)[number]) => number) =>
            all.reduce((sum, part) => sum + part.count * of(part), 0) / 3;
          seen.push({
            reference: mean((part) => part.reference),
            dice: mean(({ terms }) => terms.find(({ label }) => label === "dice")!.value),
            bce: mean(({ terms }) => terms.find(({ label }) => label === "bce")!.value),
          });
        },
      });
      const callbacks = [loss.callback(), look];
      const [three, labels] = [xs.slice(0, 3), ys.slice(0, 3)];
      const { history } =
        fit === "fit"
          ? await model.fit(xs, ys, { ...quiet, epochs: 2, validationData: [three, labels], callbacks })
          : await model.fitDataset(dataset(xs, ys), {
              epochs: 2,
              verbose: 0,
              validationData: dataset(three, labels),
              callbacks,
            });
      for (const epoch of [0, 1]) {
        expect(history.val_reference![epoch]).toBeCloseTo(seen[epoch]!.reference, 5);
        expect(history.val_dice![epoch]).toBeCloseTo(seen[epoch]!.dice, 5);
        expect(history.val_bce![epoch]).toBeCloseTo(seen[epoch]!.bce, 5);
      }
      // Before the term joins, the validated value is that of the program now.
      expect(history.val_loss![0]).toBeCloseTo(seen[0]!.dice, 5);
      expect(history.val_loss![1]).toBeCloseTo(seen[1]!.reference, 5);
    }
  });

  it("logs means over samples, of batches of unequal size", async () => {
    const loss = compile("dice + bce");
    const { history } = await network(loss.forLayers()).fit(x(), y(), {
      ...quiet,
      batchSize: 3,
      epochs: 2,
      callbacks: loss.callback(),
    });
    for (const epoch of [0, 1])
      expect(Number(history.dice![epoch]) + Number(history.bce![epoch])).toBeCloseTo(history.loss![epoch] as number, 5);
  });

  it("logs the reference over all outputs", async () => {
    const loss = compile("dice on main + 0.4*bce on aux", { task: { heads: ["main", "aux"] } });
    const model = twoHeaded([loss.forLayers("main"), loss.forLayers("aux")]);
    const { history } = await model.fit(x(), [y(), y()], {
      ...quiet,
      epochs: 1,
      validationData: [x(), [y(), y()]],
      callbacks: loss.callback(),
    });
    const [main, aux] = model.predict(x()) as tf.Tensor[];
    const last = await loss.evaluate({ prediction: { main: main!, aux: aux! }, target: y() });
    expect(history.val_reference![0]).toBeCloseTo(last.reference, 5);
    for (const { label } of loss.program.terms) expect(history[`val_${label}`], label).toHaveLength(1);
  });

  it("keeps histories as long as the fit, with null where a term did not count", async () => {
    const loss = compile("dice then@epoch2 bce then@epoch3 dice");
    const { history, epoch } = await network(loss.forLayers()).fit(x(), y(), {
      ...quiet,
      epochs: 4,
      validationData: [x(), y()],
      callbacks: loss.callback(),
    });
    expect(epoch).toEqual([0, 1, 2, 3]);
    const shape = (values: unknown[]) => values.map((value) => (value === null ? null : typeof value));
    expect(shape(history.dice!)).toEqual(["number", "number", null, "number"]);
    expect(shape(history.bce!)).toEqual([null, null, "number", null]);
    // At validation, what counts at the end is looked at all along.
    expect(shape(history.val_dice!)).toEqual(Array(4).fill("number"));
    expect(shape(history.val_bce!)).toEqual([null, null, "number", null]);
    for (const values of Object.values(history)) expect(values).toHaveLength(4);
  });

  it("goes on where the state says, and says so once", async () => {
    const loss = compile("dice then@epoch3 bce");
    const model = network(loss.forLayers());
    const once = (options: object = {}) =>
      model.fit(x(), y(), { ...quiet, epochs: 1, callbacks: loss.callback(), ...options });
    const terms = ({ history }: tf.History) => Object.keys(history).filter((key) => key !== "loss");
    expect(terms(await once())).toEqual(["dice"]);
    expect(warned).not.toHaveBeenCalled();
    for (const epoch of [1, 2]) {
      expect(terms(await once())).toEqual(["dice"]);
      expect(loss.state()).toMatchObject({ clock: { epoch, step: 2 * epoch + 2 } });
    }
    expect(terms(await once())).toEqual(["bce"]);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned.mock.calls[0]![0]).toMatch(/goes on from there.*`initialEpoch: 1`.*restart: true/);
    // As told, without a word.
    expect(terms(await once({ initialEpoch: 4, epochs: 5 }))).toEqual(["bce"]);
    expect(loss.state()).toMatchObject({ clock: { epoch: 4 } });
    // In another process.
    const saved = JSON.parse(JSON.stringify(loss.state()));
    loss.restore(saved);
    expect(terms(await once())).toEqual(["bce"]);
    expect(loss.state()).toMatchObject({ clock: { epoch: 5 } });
    // Anew, if told.
    expect(terms(await once({ callbacks: loss.callback({ restart: true }) }))).toEqual(["dice"]);
    expect(loss.state()).toMatchObject({ clock: { epoch: 0, step: 2 } });
    expect(warned).toHaveBeenCalledTimes(1);
  });

  it("repeats an epoch that was not trained to its end", async () => {
    const loss = compile("dice then@epoch1 bce");
    const model = network(loss.forLayers());
    const failing = new tf.CustomCallback({
      onBatchBegin: () => {
        throw new Error("stopped");
      },
    });
    const run = (callbacks: tf.CustomCallback[], epochs = 1) => model.fit(x(), y(), { ...quiet, epochs, callbacks });
    await expect(run([loss.callback(), failing])).rejects.toThrow("stopped");
    await run([loss.callback()]);
    expect(loss.state()).toMatchObject({ clock: { epoch: 0 }, epochEnded: true });
  });

  it("refuses options that it does not know", () => {
    const loss = compile("dice");
    expect(() => loss.callback({ restrat: true } as never)).toThrow(/`restrat`.*did you mean `restart`/);
    expect(() => loss.callback({ restart: "yes" } as never)).toThrow(TypeError);
    expect(() => loss.callback(true as never)).toThrow(/was given true/);
  });
});

describe("a clock that does not move", () => {
  it("is warned of once, where fit has no callback", async () => {
    const loss = compile("dice then@epoch1 bce");
    const model = network(loss.forLayers());
    for (let i = 0; i < 3; i++) await model.fit(x(), y(), { ...quiet, epochs: 1 });
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned.mock.calls[0]![0]).toMatch(/clock has not moved.*`callbacks: loss\.callback\(\)`.*`initialEpoch`/);
  });

  it("is warned of once, in a loop that gives no time", async () => {
    const loss = compile("dice + ramp(0, 1, over=20)*bce");
    const step = () => tf.dispose(tf.grad((p) => loss({ prediction: p, target: y() }))(x()));
    step();
    expect(warned).not.toHaveBeenCalled();
    for (let i = 0; i < 5; i++) step();
    expect(warned).toHaveBeenCalledTimes(1);
  });

  it("is nobody's business where it moves, is told, or does not matter", async () => {
    const still = compile("dice + bce");
    await network(still.forLayers()).fit(x(), y(), { ...quiet, epochs: 2 });
    const told = compile("dice then@epoch1 bce");
    for (let i = 0; i < 3; i++) tf.grad((p) => told({ prediction: p, target: y() }, { epoch: i }))(x());
    const moved = compile("dice then@epoch1 bce");
    await network(moved.forLayers()).fit(x(), y(), { ...quiet, epochs: 2, callbacks: moved.callback() });
    const evaluated = compile("dice then@epoch1 bce");
    const model = network(evaluated.forLayers());
    for (let i = 0; i < 3; i++) tf.dispose(model.evaluate(x(), y(), { verbose: 0 }));
    expect(warned).not.toHaveBeenCalled();
  });
});

describe("the log of terms is closed on every way out", () => {
  const bad = () => tf.fill([...size], 255);
  /** Steps of a loop of one's own, after which no tensor may be left. */
  const leavesNothing = (loss: Loss, model: tf.LayersModel) => {
    const optimizer = tf.train.sgd(0.1);
    const [xs, ys] = [x(), y()];
    const step = () =>
      optimizer.minimize(() => loss({ prediction: model.apply(xs, { training: true }) as tf.Tensor, target: ys }));
    step();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 20; i++) step();
    expect(tf.memory().numTensors).toBe(before);
  };

  it.each(["tfjs", "wasm"] as const)("a bad batch, on %s", async (backend) => {
    const loss = compile("dice + bce", { backend });
    const model = network(loss.forLayers());
    await expect(model.fit(x(), bad(), { ...quiet, epochs: 1, callbacks: loss.callback() })).rejects.toThrow(
      BatchError,
    );
    leavesNothing(loss, model);
  });

  it("a bad batch at validation", async () => {
    const loss = compile("dice + bce");
    const model = network(loss.forLayers());
    const validationData: [tf.Tensor, tf.Tensor] = [x(), bad()];
    await expect(
      model.fit(x(), y(), { ...quiet, epochs: 1, validationData, callbacks: loss.callback() }),
    ).rejects.toThrow(/255/);
    leavesNothing(loss, model);
  });

  it.each(["onBatchBegin", "onBatchEnd", "onEpochEnd", "onTrainEnd"] as const)(
    "another callback that fails in %s",
    async (when) => {
      for (const first of [true, false]) {
        const loss = compile("dice + bce");
        const model = network(loss.forLayers());
        const failing = new tf.CustomCallback({
          [when]: () => {
            throw new Error("interrupted");
          },
        });
        const callbacks = first ? [failing, loss.callback()] : [loss.callback(), failing];
        await expect(model.fit(x(), y(), { ...quiet, epochs: 1, callbacks })).rejects.toThrow("interrupted");
        leavesNothing(loss, model);
        const { history } = await model.fit(x(), y(), { ...quiet, epochs: 1, callbacks: loss.callback() });
        expect(Number(history.dice![0]) + Number(history.bce![0])).toBeCloseTo(history.loss![0] as number, 5);
      }
    },
  );

  it("a data set that fails", async () => {
    const loss = compile("dice + bce");
    const model = network(loss.forLayers());
    const failing = tf.data.generator(function* () {
      yield { xs: x(), ys: y() };
      throw new Error("unreadable");
    });
    await expect(
      model.fitDataset(failing as tf.data.Dataset<tf.TensorContainer>, {
        epochs: 1,
        verbose: 0,
        callbacks: loss.callback(),
      }),
    ).rejects.toThrow();
    leavesNothing(loss, model);
  });
});

const dataset = (xs: tf.Tensor, ys: tf.Tensor) =>
  tf.data
    .zip({ xs: tf.data.array(tf.unstack(xs)), ys: tf.data.array(tf.unstack(ys)) })
    .batch(2) as tf.data.Dataset<tf.TensorContainer>;

describe("a batch in yTrue", () => {
  const task = { classes: ["background", "organ", "tumour"], masks: ["roi", "eye"], fields: ["normals"] } as const;
  const labels = () => tf.tidy(() => tf.floor(tf.mul(tf.squeeze(x(), [3]), 3)).toInt()) as tf.Tensor3D;
  const roi = () => tf.tidy(() => tf.squeeze(tf.greater(tf.randomUniform([...size], 0, 1, "float32", 8), 0.4), [3]));
  const source = "dice + ce where roi";
  const packing = { target: "labels", masks: ["roi"] } as const;

  it("is what the loss sees when it is called with all of it", async () => {
    const loss = compile(source, { task: { ...task } as never });
    const prediction = tf.randomNormal([4, 8, 8, 3], 0, 1, "float32", 5);
    const batch = { target: labels(), masks: { roi: roi() } };
    const whole = loss({ prediction, ...batch }).dataSync()[0]!;
    const gradient = (f: (p: tf.Tensor) => tf.Scalar) => Array.from(tf.grad(f)(prediction).dataSync());
    for (const channels of [undefined, 3, 7]) {
      const how = { ...packing, ...(channels && { channels }) };
      const yTrue = loss.pack(batch, how);
      expect(yTrue.shape).toEqual([4, 8, 8, channels ?? 2]);
      const value = loss.forLayers(how);
      expect(value(yTrue, prediction).dataSync()[0]).toBeCloseTo(whole, 6);
      expect(gradient((p) => value(yTrue, p))).toEqual(gradient((p) => loss({ prediction: p, ...batch })));
    }
    const planes = tf.oneHot(labels(), 3);
    const how = { masks: ["roi"] };
    const yTrue = loss.pack({ ...batch, target: planes }, how);
    expect(yTrue.shape).toEqual([4, 8, 8, 4]);
    expect(loss.forLayers(how)(yTrue, prediction).dataSync()[0]).toBeCloseTo(whole, 6);
  });

  it("holds masks and fields in the order of the task, whatever the order of the packing", () => {
    const loss = compile("ce where roi + ce where eye", { task: { ...task } as never });
    const prediction = tf.randomNormal([4, 8, 8, 3], 0, 1, "float32", 5);
    const masks = { eye: tf.sub(1, tf.cast(roi(), "float32")), roi: roi() };
    const batch = { target: labels(), masks };
    const whole = loss({ prediction, ...batch }).dataSync()[0]!;
    const yTrue = loss.pack(batch, { target: "labels", masks: ["eye", "roi"] });
    const value = loss
      .forLayers({ target: "labels", masks: ["roi", "eye"] })(yTrue, prediction)
      .dataSync()[0]!;
    expect(value).toBeCloseTo(whole, 6);
  });

  it("may hold fields of any number of channels", () => {
    const loss = compile("edge_direction(normals=normals) + dice", {
      task: { labels: ["organ"], fields: ["normals"] },
    });
    const prediction = tf.randomNormal([...size], 0, 1, "float32", 5);
    const normals = tf.randomNormal([4, 8, 8, 2], 0, 1, "float32", 6);
    const batch = { target: y(), fields: { normals } };
    const whole = loss({ prediction, ...batch }).dataSync()[0]!;
    const how = { fields: { normals: 2 } };
    const yTrue = loss.pack(batch, how);
    expect(yTrue.shape).toEqual([4, 8, 8, 3]);
    expect(loss.forLayers(how)(yTrue, prediction).dataSync()[0]).toBeCloseTo(whole, 6);
    expect(() => loss.forLayers()).toThrow(
      /reads the field `normals`.*loss\.forLayers\(\{ fields: \{ normals: 2 \} \}\)/,
    );
    expect(() => loss.forLayers({ fields: { normals: 0 } })).toThrow(/number of channels of each field/);
    expect(() => loss.pack(batch, { fields: { normals: 1 } })).toThrow(/\[4, 8, 8, 2\], and \[4, 8, 8, 1\] is to be/);
  });

  it("leaves the spacing to the options", () => {
    const loss = compile("hd_dt");
    const [p, t] = [tf.randomNormal([...size], 0, 1, "float32", 5), y()];
    const spacing = [0.5, 2];
    expect(loss.forLayers({ spacing })(t, p).dataSync()[0]).toBe(
      loss({ prediction: p, target: t, spacing }).dataSync()[0],
    );
    expect(loss.forLayers({ spacing })(t, p).dataSync()[0]).not.toBeCloseTo(loss.forLayers()(t, p).dataSync()[0]!, 4);
  });

  it("trains: label maps and masks in fit, anything in fitDataset", async () => {
    for (const fit of ["fit", "fitDataset"] as const) {
      const loss = compile(source, { task: { ...task } as never });
      const how = fit === "fit" ? { ...packing, channels: 3 } : packing;
      const model = network(loss.forLayers(how), 3);
      const yTrue = loss.pack({ target: labels(), masks: { roi: roi() } }, how);
      const callbacks = loss.callback();
      const { history } =
        fit === "fit"
          ? await model.fit(x(), yTrue, { ...quiet, epochs: 4, callbacks, validationData: [x(), yTrue] })
          : await model.fitDataset(dataset(x(), yTrue), {
              epochs: 4,
              verbose: 0,
              callbacks,
              validationData: dataset(x(), yTrue),
            });
      const last = await loss.evaluate({
        prediction: model.predict(x()) as tf.Tensor,
        target: labels(),
        masks: { roi: roi() },
      });
      expect(history.loss!.at(-1)).toBeLessThan(history.loss![0] as number);
      expect(Math.abs(Number(history.val_reference!.at(-1)) - last.reference)).toBeLessThan(0.05);
    }
  });

  it("is refused where it does not hold what it should", () => {
    const loss = compile(source, { task: { ...task } as never });
    const batch = { target: labels(), masks: { roi: roi() } };
    expect(() => loss.pack({ target: labels() }, packing)).toThrow(/mask `roi` of the packing is not among/);
    expect(() => loss.pack(batch, { target: "labels" })).toThrow(/mask `roi` was given.*ignored/);
    expect(() => loss.pack({ ...batch, spacing: [1, 1] } as never, packing)).toThrow(/forLayers\(\{ spacing \}\)/);
    expect(() => loss.pack(batch, { ...packing, channels: 1 })).toThrow(/2 channels are to be packed/);
    expect(() => loss.pack({ ...batch, masks: { roi: tf.zeros([4, 8, 7]) } }, packing)).toThrow(/\[4, 8, 7\]/);
    expect(() => loss.pack({ ...batch, target: [[1]] } as never, packing)).toThrow(/`target` is an array/);
    expect(() => loss.pack(undefined as never)).toThrow(BatchError);
    const value = loss.forLayers(packing);
    expect(() => value(labels(), tf.zeros([4, 8, 8, 3]))).toThrow(
      /\[4, 8, 8\]; it must be \[4, 8, 8, 2\].*the target as labels, the mask `roi`/,
    );
  });
});
