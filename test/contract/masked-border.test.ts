import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import type { LossDeclaration } from "../../src/loss.js";
import { stdlib } from "../../stdlib/index.js";

/** To every loss an image whose last rows and columns do not count is the image without them, or the table says why not. */

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

/** Ways through a loss besides the one by default that look at neighbours in another manner. */
const further: Readonly<Record<string, readonly string[]>> = {
  active_contour: ['active_contour(stencil="pool")', 'active_contour(stencil="chen2019")'],
  betti: ['betti(filtration="sublevel")', 'betti(construction="top")', "betti(relative=true)"],
  betti_matching: ['betti_matching(filtration="bothlevel")', 'betti_matching(comparison="intersection")'],
  betti_numbers: ["betti_numbers(expected=[1, 1])"],
  boundary: ['boundary(normalize="max")', 'boundary(normalize="diagonal")'],
  boundary_dou: ["boundary_dou(image_border=true)"],
  cbdice: ["cbdice(iterations=2)", "cbdice(merge=true)"],
  cldice: ['cldice(skeleton="threshold")', "cldice(merge=true)"],
  elastica: ["elastica(beta=0.1)"],
  hd_cv: ["hd_cv(radii=[1, 3])"],
  hd_dt: ['hd_dt(normalize="max")', "hd_dt(inside=true)", 'hd_dt(normalize="diagonal")'],
  hd_er: ["hd_er(erosions=3)", "hd_er(erosions=3, normalize=true)"],
  level_set_evolution: ["two", "all"].map(
    (corners) => `level_set_evolution(motion=field, corners="${corners}") on phi`,
  ),
  nacl: ['nacl(border="zero")', 'nacl(kernel="gaussian")'],
  skeleton_recall: ["skeleton_recall(dilations=3)"],
};

/** Where a masked margin is not a cropped one, and why. */
const apart: Readonly<Record<string, string>> = {
  'active_contour(stencil="chen2019")': "as published, leaves out the border of the array, wherever the mask ends",
  "betti(relative=true)": "the frame lies around the array",
  'boundary(normalize="diagonal")': "the diagonal is that of the array",
  'hd_dt(normalize="diagonal")': "the diagonal is that of the array",
  nms_edge: "places under a mask are read as 0, those beyond the border as the pixel at the border",
};

/** These need discs smaller than the image, or a further head. */
const byDefault = ({ name }: LossDeclaration) => (name === "hd_cv" || name === "level_set_evolution" ? [] : [name]);

const programs = stdlib
  .filter(({ channels }) => channels === undefined)
  .flatMap((loss) => [...byDefault(loss), ...(further[loss.name] ?? [])]);

describe("pixels that do not count lie beyond the border", () => {
  it.each(programs)("%s", async (source) => {
    const motion = Array.from({ length: 2 * height * width }, (_, i) => Math.cos(1.1 * i));
    const { masked, cut } = await outcomes(source, source.includes("field") ? motion : undefined);
    const slopes = cropped(Array.from(await masked.gradient.data()));
    const wanted = Array.from(await cut.gradient.data());
    const most = Math.max(...wanted.map(Math.abs));
    const error = Math.max(...slopes.map((slope, i) => Math.abs(slope - wanted[i]!))) / most;
    expect(most).toBeGreaterThan(0);
    if (source in apart) {
      expect(Math.abs(masked.value - cut.value)).toBeGreaterThan(1e-6);
      return;
    }
    expect(Math.abs(masked.value - cut.value)).toBeLessThan(1e-9 * Math.abs(cut.value));
    expect(error).toBeLessThan(1e-6);
  });

  it("says why where they do not", () => {
    expect(Object.keys(apart).filter((source) => !programs.includes(source))).toEqual([]);
  });
});
