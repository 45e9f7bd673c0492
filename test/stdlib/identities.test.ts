import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** Special cases in which one loss is another: each side is computed by a body of its own. */

const side = 6;
const pixels = side * side;
const three = { classes: ["rest", "organ", "lesion"] };

interface Scene {
  readonly task: object;
  readonly channels: number;
  readonly target: readonly number[];
}

const wave = (length: number) => Array.from({ length }, (_, i) => Math.fround(2 * Math.sin(1 + 3.7 * i)));
const labels: Scene = {
  task: three,
  channels: 3,
  target: Array.from({ length: pixels }, (_, i) => (i % side > 3 ? 2 : i % 5 === 0 ? 1 : 0)),
};
const mask = (on: (row: number, column: number) => boolean): Scene => ({
  task: {},
  channels: 1,
  target: Array.from({ length: pixels }, (_, i) => Number(on(Math.floor(i / side), i % side))),
});
const blob = mask((row, column) => row > 1 && row < 5 && column > 0 && column < 4);
const line = mask((row) => row === 2);
const chequered = mask((row, column) => (row + column) % 2 === 0);
const empty = mask(() => false);

async function costOf(source: string, { task, channels, target }: Scene): Promise<number> {
  const loss = compile(source, { task, backend: "reference" });
  const shape = [1, side, side];
  const prediction = tf.tensor(wave(pixels * channels), [...shape, channels], "float32");
  const truth = tf.tensor([...target], channels === 1 ? [...shape, 1] : shape, "float32");
  try {
    const { value, gradient } = await loss.valueAndGrad({ prediction, target: truth });
    gradient.dispose();
    return value;
  } finally {
    loss.dispose();
    tf.dispose([prediction, truth]);
  }
}

describe("special cases", () => {
  it.each<[string, string, string, Scene]>([
    ["an exponent of 1", "focal_tversky(gamma=1)", "tversky(alpha=0.3, beta=0.7)", labels],
    ["a class and the mean of one", 'focal_tversky(power_of="mean")', "focal_tversky", blob],
    ["precision and recall alike", "asymmetric_similarity(beta=1, smooth=0.5)", "dice(smooth=1)", labels],
    ["recall alone", "asymmetric_similarity(beta=0)", "tversky(alpha=1, beta=0)", labels],
    ["no penalty", "penalty_dice(k=0)", "generalized_dice", labels],
    ["a target all of it rim", "boundary_dou(smooth=0)", "dice(squared=true, smooth=0)", line],
    ["sides one pixel thick", "distance_penalized_dice", "dice", chequered],
    ["a target with no boundary", "distance_penalized_dice", "dice", empty],
    ["Dice alone", "exp_log(ce_weight=0, dice_weight=1, gamma=1)", "dice(log=true)", labels],
    [
      "cross-entropy alone",
      "exp_log(dice_weight=0, ce_weight=1, ce_gamma=1, weights=[1, 2, 5])",
      "ce(weights=[1, 2, 5])",
      labels,
    ],
    ["cross-entropy of a mask", "exp_log(dice_weight=0, ce_weight=1, ce_gamma=1)", "bce", blob],
    ["foreground alone", "exp_log(ce_weight=0, foreground=true)", "exp_log[organ, lesion](ce_weight=0)", labels],
    ["balanced cross-entropy alone", "combo(alpha=1)", "0.5*ce", labels],
    ["Dice of a sum", "combo(alpha=0)", "dice", labels],
  ])("%s: %s is %s", async (_, source, other, scene) => {
    const wanted = await costOf(other, scene);
    expect(wanted).toBeGreaterThan(0.01);
    expect(await costOf(source, scene)).toBeCloseTo(wanted, 10);
  });

  it("iou is D/(2 − D) of dice", async () => {
    const score = 1 - (await costOf("dice(smooth=0)", blob));
    expect(await costOf("iou(smooth=0)", blob)).toBeCloseTo(1 - score / (2 - score), 12);
  });

  it("mcc does not change when both masks are inverted", async () => {
    const inverted = { ...blob, target: blob.target.map((t) => 1 - t) };
    const negated = wave(pixels).map((x) => -x);
    const loss = compile("mcc", { backend: "reference" });
    const run = async (logits: readonly number[], target: readonly number[]) => {
      const tensor = (data: readonly number[]) => tf.tensor4d([...data], [1, side, side, 1]);
      const { value, gradient } = await loss.valueAndGrad({ prediction: tensor(logits), target: tensor(target) });
      gradient.dispose();
      return value;
    };
    expect(await run(negated, inverted.target)).toBeCloseTo(await run(wave(pixels), blob.target), 10);
    loss.dispose();
  });
});

describe("agreement on nothing", () => {
  it.each([
    ["iou", 0],
    ["focal_tversky", 0],
    ["asymmetric_similarity", 0],
    ["penalty_dice", 0],
    ["sensitivity_specificity", 0],
    ["generalized_wasserstein_dice", 0],
    ["boundary_dou", 0],
    ["distance_penalized_dice", 0],
    ["exp_log(ce_gamma=1)", 0],
    ["mcc", 0.5],
  ])("%s of an empty prediction of an empty target costs %d", async (source, wanted) => {
    const loss = compile(source, { task: { prediction: "probabilities" }, backend: "reference" });
    const nothing = tf.zeros([1, side, side, 1]);
    const { value, gradient } = await loss.valueAndGrad({ prediction: nothing, target: nothing });
    expect(value).toBeCloseTo(wanted, 4);
    expect(Array.from(await gradient.data()).every(Number.isFinite)).toBe(true);
    gradient.dispose();
    nothing.dispose();
    loss.dispose();
  });
});
