import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** Blob loss once more, instance by instance in plain loops. */

const height = 6;
const width = 8;
/** Numbered instances of three samples; in the first two of them touch, in the last there is none. */
const drawings = [
  ["1122....", "1122....", ".......3", "..44...3", "..44....", "........"],
  ["........", ".5.....6", "........", "...7....", "..7.....", "........"],
  ["........", "........", "........", "........", "........", "........"],
];
const numbered = drawings.map((rows) => [...rows.join("")].map((c) => (c === "." ? 0 : Number(c))));
const pixels = height * width;
const prediction = Array.from({ length: 3 * pixels }, (_, i) => Math.fround(0.5 + 0.49 * Math.sin(2.3 * i + 1)));

type Criterion = (p: readonly number[], g: readonly number[]) => number;
const criteria: Readonly<Record<string, Criterion>> = {
  bce: (p, g) => -p.reduce((sum, x, i) => sum + Math.log(g[i] ? x : 1 - x), 0) / p.length,
  dice: (p, g) => {
    const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
    return 1 - (2 * sum(p.map((x, i) => x * g[i]!)) + 1e-5) / (sum(p) + sum(g) + 1e-5);
  },
};

/** `counts` says which pixels are looked at. */
function expected(samples: readonly (readonly number[])[], criterion: Criterion, counts: readonly boolean[]): number {
  const perSample = samples.flatMap((instances, s) => {
    const kept = instances.map((_, i) => i).filter((i) => counts[i]);
    const names = [...new Set(kept.map((i) => instances[i]!))].filter((k) => k > 0);
    const each = names.map((k) => {
      const p = kept.map((i) => (instances[i] === 0 || instances[i] === k ? prediction[s * pixels + i]! : 0));
      return criterion(
        p,
        kept.map((i) => Number(instances[i] === k)),
      );
    });
    return each.length ? [each.reduce((a, b) => a + b) / each.length] : [];
  });
  return perSample.reduce((a, b) => a + b) / perSample.length;
}

async function computed(source: string, target: readonly (readonly number[])[], mask?: readonly boolean[]) {
  const loss = compile(source, {
    task: { prediction: "probabilities", ...(mask && { masks: ["roi"] }) },
    backend: "reference",
  });
  const tensor = (data: readonly number[]) => tf.tensor4d([...data], [3, height, width, 1]);
  const { value } = await loss.valueAndGrad({
    prediction: tensor(prediction),
    target: tensor(target.flat()),
    ...(mask && {
      masks: {
        roi: tf.tensor3d(
          target.flatMap(() => mask.map(Number)),
          [3, height, width],
        ),
      },
    }),
  });
  return value;
}

const everywhere = Array.from({ length: pixels }, () => true);
/** Numbers merged where instances touch: sharing a side, and at a corner too. */
const merged = (pairs: Readonly<Record<number, number>>) => numbered.map((sample) => sample.map((k) => pairs[k] ?? k));
const bySide = merged({ 2: 1 }).map((sample, s) => (s === 1 ? sample.map((k, i) => (k === 7 ? 100 + i : k)) : sample));
const byCorner = merged({ 2: 1 });
const masks = numbered.map((sample) => sample.map((k) => Number(k > 0)));

describe.each(Object.entries(criteria))("blob with %s, in plain loops", (name, criterion) => {
  const source = (more: string) => `blob(criterion="${name}"${more})`;
  it("joins what touches", async () => {
    expect(await computed(source(""), masks)).toBeCloseTo(expected(byCorner, criterion, everywhere), 6);
  });
  it("joins what shares a side", async () => {
    expect(await computed(source(', connectivity="face"'), masks)).toBeCloseTo(
      expected(bySide, criterion, everywhere),
      6,
    );
  });
  it("keeps apart what the target numbers", async () => {
    expect(await computed(source(", instances=true"), numbered)).toBeCloseTo(
      expected(numbered, criterion, everywhere),
      6,
    );
  });
  it("looks at nothing outside a mask, where numbered instances may be cut", async () => {
    const roi = everywhere.map((_, i) => i % width > 0);
    expect(await computed(`${source(", instances=true")} where roi`, numbered, roi)).toBeCloseTo(
      expected(numbered, criterion, roi),
      6,
    );
  });
});
