import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { BatchError, type CompileOptions, compile } from "../../src/index.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const logits = (shape: number[]) => tf.randomNormal(shape, 0, 1, "float32", 3);
/** Labels of all classes, in turn. */
const labels = (shape: number[], classes: number) =>
  tf.tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * 7 + (i >> 2)) % classes),
    shape,
    "int32",
  );
const oneHot = (shape: number[], classes: number) => tf.oneHot(labels(shape, classes), classes);
/** The same with the channels first. */
const first = (x: tf.Tensor) => {
  const space = Array.from({ length: x.rank - 2 }, (_, i) => i + 1);
  return tf.transpose(x, [0, x.rank - 1, ...space]);
};
const last = (x: tf.Tensor) => tf.transpose(x, [0, ...Array.from({ length: x.rank - 2 }, (_, i) => i + 2), 1]);

const message = async (source: string, options: CompileOptions, prediction: tf.Tensor, target: tf.Tensor) => {
  const messages = await Promise.all(
    (["wasm", "tfjs", "reference"] as const).map(async (backend) => {
      const error = await compile(source, { ...options, backend })
        .evaluate({ prediction, target })
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(error).toBeInstanceOf(BatchError);
      return (error as Error).message;
    }),
  );
  expect(new Set(messages).size).toBe(1);
  return messages[0]!;
};

describe("channels that come first", () => {
  const images = [
    ["2d", [2, 4, 5], "[0, 2, 3, 1]"],
    ["3d", [2, 4, 5, 6], "[0, 2, 3, 4, 1]"],
  ] as const;

  it.each(images)("are recognised in the prediction: %s", async (_, space, axes) => {
    const line = `\`tf.transpose(prediction, ${axes})\` is [${[...space, 3].join(", ")}]`;
    const prediction = first(logits([...space, 3]));
    for (const target of [labels([...space], 3), oneHot([...space], 3)])
      for (const task of [{}, { classes: ["background", "organ", "tumour"] }])
        expect(await message("dice + ce", { task }, prediction, target)).toContain(
          `The channels of the prediction seem to come first, and must come last: ${line}.`,
        );
    // What the message says works.
    expect(
      Number.isFinite(
        (await compile("dice + ce").evaluate({ prediction: last(prediction), target: labels([...space], 3) })).value,
      ),
    ).toBe(true);
  });

  it.each(images)("are recognised in the target: %s", async (_, space, axes) => {
    const target = first(oneHot([...space], 3));
    expect(await message("dice + ce", {}, logits([...space, 3]), target)).toContain(
      `The channels of the target seem to come first, and must come last: \`tf.transpose(target, ${axes})\` is [${[...space, 3].join(", ")}].`,
    );
  });

  it.each(images)("are recognised in both: %s", async (_, space, axes) => {
    const [prediction, target] = [first(logits([...space, 3])), first(oneHot([...space], 3))];
    const told = await message("dice + ce", {}, prediction, target);
    expect(told).toMatch(/^The target is not one-hot/);
    expect(told).toContain(`\`tf.transpose(target, ${axes})\`, and the same of the prediction`);
    const named = await message("dice", { task: { classes: ["a", "b", "c"] } }, prediction, target);
    expect(named).toContain(
      `\`tf.transpose(prediction, ${axes})\` is [${[...space, 3].join(", ")}], \`tf.transpose(target, ${axes})\``,
    );
    const one = await message("dice + ce", {}, first(logits([...space, 1])), first(labels([...space, 1], 2).toFloat()));
    expect(one).toContain(`\`tf.transpose(target, ${axes})\``);
  });

  it("are recognised beside independent labels", async () => {
    const task = { labels: ["vessel", "lesion"] };
    const [prediction, target] = [first(logits([1, 4, 5, 2])), first(labels([1, 4, 5, 2], 2))];
    expect(await message("dice", { task }, prediction, target)).toContain("`tf.transpose(prediction, [0, 2, 3, 1])`");
  });

  it("are not suspected where they would not help", async () => {
    const told = await message("dice", {}, logits([2, 4, 5, 3]), labels([2, 4, 7], 3));
    expect(told).not.toMatch(/first/);
    expect(await message("ce", {}, logits([1, 4, 5, 3]), tf.ones([1, 4, 5, 3]))).not.toMatch(/first|background/);
  });
});

describe("a one-hot target without its background", () => {
  const background = (target: tf.Tensor) => tf.concat([tf.sub(1, tf.sum(target, -1, true)), target], -1);
  const line = "`tf.concat([tf.sub(1, tf.sum(target, -1, true)), target], -1)`";

  it.each([[[1, 4, 5]], [[2, 3, 4, 5]]])("is recognised by its planes: %j", async (space) => {
    const whole = oneHot(space, 3).toFloat();
    const dropped = tf.slice(whole, [...space.map(() => 0), 1]);
    const prediction = logits([...space, 3]);
    const told = await message("dice + ce", {}, prediction, dropped);
    expect(told).toContain("A plane is missing, as if that of the background had been left out");
    expect(told).toContain(line);
    const loss = compile("dice + ce");
    expect((await loss.evaluate({ prediction, target: background(dropped) })).value).toBe(
      (await loss.evaluate({ prediction, target: whole })).value,
    );
  });

  it("is recognised by pixels without a class", async () => {
    const dropped = tf.slice(oneHot([1, 4, 5], 3).toFloat(), [0, 0, 0, 1]);
    const told = await message("dice + ce", {}, logits([1, 4, 5, 2]), dropped);
    expect(told).toMatch(/add up to 0, not 1\. The plane of the background seems to be missing: add it, /);
    expect(told).toContain(line);
    expect(told).toContain("`labels` in the task");
  });
});

describe("independent labels", () => {
  const task = { labels: ["vessel", "lesion"] };

  it("have no label map: both remedies are named", async () => {
    const target = labels([1, 2, 2], 2);
    for (const shape of [target, tf.expandDims(target, -1)]) {
      const told = await message("bce", { task }, logits([1, 2, 2, 2]), shape);
      expect(told).toMatch(/vessel and lesion are independent `labels`/);
      expect(told).toContain("give a plane for each, [1, 2, 2, 2]");
      expect(told).toContain("`tf.slice(tf.oneHot(target, 3), [0, 0, 0, 1])`");
      expect(told).toContain("`classes: background, vessel, lesion`");
    }
  });

  it("are what the first remedy makes of one", async () => {
    // 0 background, 1 vessel, 2 lesion; logits that are right everywhere.
    const map = tf.tensor([0, 1, 2, 1], [1, 2, 2], "int32");
    const planes = tf.slice(tf.oneHot(map, 3), [0, 0, 0, 1]);
    const right = tf.mul(tf.sub(planes.toFloat(), 0.5), 18);
    const loss = compile("bce", { task });
    expect((await loss.evaluate({ prediction: right, target: planes })).value).toBeCloseTo(Math.log1p(Math.exp(-9)), 7);
    expect((await loss.evaluate({ prediction: tf.neg(right), target: planes })).value).toBeCloseTo(9, 3);
  });

  it("of which there is one are a mask", async () => {
    const loss = compile("bce", { task: { labels: ["vessel"] } });
    expect(
      (await loss.evaluate({ prediction: logits([1, 2, 2, 1]), target: labels([1, 2, 2], 2) })).value,
    ).toBeGreaterThan(0);
  });
});
