import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** Losses that look at neighbours: to them an image whose last rows and columns do not count is the image without them. */

const [height, width] = [9, 10];
const [kept, across] = [7, 6];

const logits = Array.from({ length: height * width }, (_, i) => 3 * Math.sin(2.3 * i) + Math.cos(0.31 * i * i));
const truth = logits.map((_, i) => Number(Math.sin(0.4 * i) + Math.cos(0.09 * i) > 0.2));
const counts = logits.map((_, i) => Number(Math.floor(i / width) < kept && i % width < across));
const cropped = (data: readonly number[]) => data.filter((_, i) => counts[i]);

/** Value and slopes, the image once whole with a mask and once cut. */
async function outcomes(source: string, motion?: readonly number[]) {
  const image = (data: readonly number[], shape: readonly number[]) => tf.tensor(data, [1, ...shape, 1]);
  const heads = (data: readonly number[], v: readonly number[] | undefined, shape: readonly number[]) =>
    v ? { phi: image(data, shape), field: tf.tensor(v, [1, ...shape, 2]) } : image(data, shape);
  const task = { masks: ["roi"], ...(motion && { heads: ["phi", "field"] }) };
  const whole = compile(`${source} where roi`, { task, backend: "reference" });
  const part = compile(source, { task, backend: "reference" });
  const masked = await whole.valueAndGrad({
    prediction: heads(logits, motion, [height, width]),
    target: image(truth, [height, width]),
    masks: { roi: tf.tensor(counts, [1, height, width]) },
  });
  const cut = await part.valueAndGrad({
    prediction: heads(
      cropped(logits),
      motion?.filter((_, i) => counts[i >> 1]),
      [kept, across],
    ),
    target: image(cropped(truth), [kept, across]),
  });
  return { masked, cut };
}

describe("pixels that do not count lie beyond the border", () => {
  it.each([
    "hd_er(erosions=3)",
    "hd_er(erosions=3, normalize=true)",
    "hd_cv(radii=[1, 3])",
    "active_contour",
    'active_contour(stencil="pool")',
    "elastica(beta=0.1)",
    ...["two", "all"].map((corners) => `level_set_evolution(motion=field, corners="${corners}") on phi`),
  ])("%s", async (source) => {
    const motion = Array.from({ length: 2 * height * width }, (_, i) => Math.cos(1.1 * i));
    const { masked, cut } = await outcomes(source, source.includes("field") ? motion : undefined);
    expect(masked.value).toBeGreaterThan(0);
    expect(masked.value).toBeCloseTo(cut.value, 9);
    const slopes = Array.from(await masked.gradient.data());
    const wanted = await cut.gradient.data();
    cropped(slopes).forEach((slope, i) => {
      expect(slope).toBeCloseTo(wanted[i]!, 6);
    });
    expect(wanted.some((slope) => slope !== 0)).toBe(true);
  });
});
