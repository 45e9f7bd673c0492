import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** The same data in two encodings has the same value and gradient. */

const [height, width, classes] = [4, 5, 3];
const pixels = height * width;
const labels = Array.from({ length: pixels }, (_, i) => (i * i + 2 * i) % 4).map((l) => (l === 3 ? 1 : l));
const logits = Array.from({ length: classes * pixels }, (_, i) => 2 * Math.sin(1.9 * i));
const roi = labels.map((_, i) => Number(i % 4 !== 1));

type Space = readonly number[];
const plane: Space = [height, width];
const slice: Space = [1, height, width];
const oneHot = (label: number) => Array.from({ length: classes }, (_, c) => Number(label === c));

/** How a label map may come; `undefined` where an encoding cannot say a label. */
const encodings: Readonly<Record<string, (all: readonly number[], space: Space) => tf.Tensor>> = {
  "labels, int32": (all, space) => tf.tensor([...all], [1, ...space], "int32"),
  "labels, float32": (all, space) => tf.tensor([...all], [1, ...space]),
  "labels with an axis of length 1": (all, space) => tf.tensor([...all], [1, ...space, 1], "int32"),
  "one-hot, float32": (all, space) => tf.tensor(all.flatMap(oneHot), [1, ...space, classes]),
  "one-hot, int32": (all, space) => tf.tensor(all.flatMap(oneHot), [1, ...space, classes], "int32"),
  "one-hot, bool": (all, space) => tf.tensor(all.flatMap(oneHot), [1, ...space, classes], "bool"),
  "one-hot filled with the number": (all, space) =>
    tf.tensor(
      all.flatMap((label) => (label < classes ? oneHot(label) : oneHot(0).fill(label))),
      [1, ...space, classes],
    ),
  "tf.oneHot": (all, space) => tf.oneHot(tf.tensor([...all], [1, ...space], "int32"), classes),
};

const voids = labels.map((label, i) => (i % 6 === 2 ? 255 : label));
const ignored: readonly (readonly [number | undefined, readonly number[]])[] = [
  [undefined, labels],
  [0, labels],
  [1, labels],
  [2, labels],
  [255, voids],
  [255, labels],
];

describe.each(["dice + ce", "hd_dt + bce", "generalized_dice + cldice(iterations=1)"])("%s", (source) => {
  it.each(ignored)("with ignore: %s", async (ignore, all) => {
    for (const masked of [false, true]) {
      const task = {
        classes: ["a", "b", "c"],
        ...(ignore !== undefined && { ignore }),
        ...(masked && { masks: ["roi"] }),
      };
      const program = masked ? source.replaceAll(/(^|\+ )(\S+)/g, "$1$2 where roi") : source;
      for (const backend of ["reference", "wasm", "tfjs"] as const) {
        const loss = compile(program, { task, backend });
        let first: { value: number; slopes: readonly number[] } | undefined;
        for (const space of [plane, slice])
          for (const [encoding, encode] of Object.entries(encodings)) {
            const { value, gradient } = await loss.valueAndGrad({
              prediction: tf.tensor(logits, [1, ...space, classes]),
              target: encode(all, space),
              ...(masked && {
                masks: { roi: tf.tensor(roi, [1, ...space], encoding.includes("bool") ? "bool" : "float32") },
              }),
            });
            const slopes = Array.from(await gradient.data());
            first ??= { value, slopes };
            const where = `${backend}, ${encoding}, [${space}]${masked ? ", masked" : ""}`;
            expect(value, where).toBeGreaterThan(0.1);
            expect(value, where).toBeCloseTo(first.value, 5);
            slopes.forEach((slope, i) => {
              expect(slope, where).toBeCloseTo(first!.slopes[i]!, 5);
            });
          }
        loss.dispose();
      }
    }
  });
});

it.each([
  [0, 1.010416],
  [1, 0.640584],
  [2, 0.95518],
])("a class that is ignored leaves as many pixels in either encoding: %d", async (ignore, right) => {
  const prediction = tf.tensor([2, 0, -1, 0.5, 1, 0, -1, 0, 1.5], [1, 1, 3, 3]);
  const loss = compile("dice + ce", { task: { ignore }, backend: "reference" });
  for (const target of [
    tf.tensor([0, 1, 2], [1, 1, 3], "int32"),
    tf.oneHot(tf.tensor([0, 1, 2], [1, 1, 3], "int32"), 3),
  ])
    expect((await loss.evaluate({ prediction, target })).value).toBeCloseTo(right, 5);
});

describe("a mask that is no mask is refused", () => {
  const batch = { prediction: tf.tensor([0, 1, -1, 2], [1, 2, 2, 1]), target: tf.tensor([1, 1, 0, 0], [1, 2, 2, 1]) };
  const given = (data: readonly number[]) => ({ ...batch, masks: { roi: tf.tensor([...data], [1, 2, 2]) } });

  it.each([
    [[0, 255, 255, 255], "holds 255 at [0, 0, 1]", "by 255"],
    [[-1, -1, -1, -1], "holds -1 at [0, 0, 0]", "greater(0)"],
    [[0.5, 0.25, 0, 0], "holds 0.5 at [0, 0, 0]", "weights of pixels"],
    [[1, 1, Number.NaN, 1], "holds NaN at [0, 1, 0]", "counts"],
    [[0, 1, 2, 0], "holds 2 at [0, 1, 0]", "greater(0)"],
  ] as const)("%s", async (data, place, remedy) => {
    for (const backend of ["reference", "wasm", "tfjs"] as const) {
      const loss = compile("bce where roi", { task: { masks: ["roi"] }, backend });
      const refused = expect(loss.valueAndGrad(given(data))).rejects;
      await refused.toThrow(place.replace("holds", "The mask `roi` holds"));
      await expect(loss.valueAndGrad(given(data))).rejects.toThrow(remedy.replace("counts", "pixels count"));
      // The next batch computes.
      expect((await loss.evaluate(given([0, 1, 1, 1]))).value).toBeCloseTo(0.917817, 5);
    }
  });
});
