import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** The Hausdorff loss once more, in plain loops over all pairs of pixels. */

const height = 5;
const width = 6;
const spacing = [2, 0.5] as const;

const target = [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const prediction = Array.from({ length: height * width }, (_, i) => Math.fround(0.5 + 0.49 * Math.sin(3.7 * i)));

/** Distance of a pixel to the nearest on the other side; 0 if there is none. */
function toOtherSide(mask: readonly boolean[], i: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let j = 0; j < mask.length; j++) {
    if (mask[j] === mask[i]) continue;
    const dy = (Math.floor(i / width) - Math.floor(j / width)) * spacing[0];
    const dx = ((i % width) - (j % width)) * spacing[1];
    nearest = Math.min(nearest, Math.hypot(dy, dx));
  }
  return Number.isFinite(nearest) ? nearest : 0;
}

function expected(truth: readonly number[], alpha: number, both: boolean) {
  const ofPrediction = prediction.map((p) => p > 0.5);
  const ofTarget = truth.map((t) => t > 0.5);
  let value = 0;
  const gradient: number[] = [];
  for (let i = 0; i < prediction.length; i++) {
    const weight = (both ? toOtherSide(ofPrediction, i) ** alpha : 0) + toOtherSide(ofTarget, i) ** alpha;
    value += ((prediction[i]! - truth[i]!) ** 2 * weight) / prediction.length;
    gradient.push((2 * (prediction[i]! - truth[i]!) * weight) / prediction.length);
  }
  return { value, gradient };
}

describe("hd_dt, in plain loops", () => {
  const empty = target.map(() => 0);
  it.each([
    { name: "both sides", source: "hd_dt", truth: target, alpha: 2, both: true },
    { name: "alpha 1.5", source: "hd_dt(alpha=1.5)", truth: target, alpha: 1.5, both: true },
    { name: "the target's side", source: 'hd_dt(sides="target")', truth: target, alpha: 2, both: false },
    { name: "an empty target", source: "hd_dt", truth: empty, alpha: 2, both: true },
  ])("has value and gradient: $name", async ({ source, truth, alpha, both }) => {
    const loss = compile(source, {
      task: { prediction: "probabilities", spacing: [...spacing] },
      backend: "reference",
    });
    const tensor = (data: readonly number[]) => tf.tensor4d([...data], [1, height, width, 1]);
    const { value, gradient } = await loss.valueAndGrad({ prediction: tensor(prediction), target: tensor(truth) });
    const wanted = expected(truth, alpha, both);
    expect(value).toBeCloseTo(wanted.value, 9);
    const found = await gradient.data();
    wanted.gradient.forEach((entry, i) => {
      expect(found[i]).toBeCloseTo(entry, 5);
    });
  });
});
