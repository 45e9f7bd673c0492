import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { random } from "../../src/random.js";
import { reducedDiagrams } from "../routines/persistence/reduction.js";

/** The Betti loss once more, from its definition: levels, flood fills and every possible matching, with nothing shared with the library. */

type Image = readonly (readonly number[])[];
type Place = readonly [y: number, x: number];
type Feature = readonly [birth: number, death: number];

const places = (image: Image): Place[] => image.flatMap((row, y) => row.map((_, x) => [y, x] as const));
const valueAt = (image: Image, [y, x]: Place) => image[y]?.[x];

function reach(start: Place, inside: (p: Place) => boolean, diagonal: boolean): Place[] {
  const found = new Map([[String(start), start]]);
  for (const [y, x] of found.values())
    for (const [dy, dx] of [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b] as const))) {
      if (!diagonal && dy !== 0 && dx !== 0) continue;
      const next: Place = [y + dy, x + dx];
      if (inside(next) && !found.has(String(next))) found.set(String(next), next);
    }
  return [...found.values()];
}

/** Of two equal pixels the first counts as the higher, and as the deeper. */
const before = ([y, x]: Place, [v, u]: Place) => y < v || (y === v && x < u);

/** A pixel's component, as the level falls, is its own until it holds a higher pixel. */
function components(image: Image, diagonal: boolean): Feature[] {
  const levels = [...new Set(image.flat())].sort((a, b) => b - a);
  return places(image).flatMap((peak): Feature[] => {
    const birth = valueAt(image, peak)!;
    const merged = levels.find(
      (level) =>
        level <= birth &&
        reach(peak, (p) => (valueAt(image, p) ?? -1) >= level, diagonal).some((p) => {
          const value = valueAt(image, p)!;
          return value > birth || (value === birth && before(p, peak));
        }),
    );
    if (merged === birth) return [];
    return [[birth, merged ?? 0]];
  });
}

/** A hole is a basin: as the level rises it is its own until it holds a lower pixel or leaves the image. */
function loops(image: Image, diagonal: boolean): Feature[] {
  const levels = [...new Set(image.flat())].sort((a, b) => a - b);
  const [height, width] = [image.length, image[0]!.length];
  const around = ([y, x]: Place) => y >= -1 && x >= -1 && y <= height && x <= width;
  return places(image).flatMap((pit): Feature[] => {
    const death = valueAt(image, pit)!;
    const merged = levels.find(
      (level) =>
        level >= death &&
        reach(pit, (p) => around(p) && (valueAt(image, p) ?? -1) <= level, diagonal).some((p) => {
          const value = valueAt(image, p) ?? -1;
          return value < death || (value === death && before(p, pit));
        }),
    );
    if (merged === undefined || merged === death) return [];
    return [[merged, death]];
  });
}

/** The least cost over all ways to match at most `wanted` features to points at (1, 0). */
function leastCost(features: readonly Feature[], wanted: number): number {
  const cost = (chosen: number): number => {
    const matched = features.filter((_, i) => chosen & (1 << i)).length;
    if (matched > wanted) return Number.POSITIVE_INFINITY;
    const each = features.map(([b, d], i) => (chosen & (1 << i) ? (1 - b) ** 2 + d ** 2 : (b - d) ** 2 / 2));
    return each.reduce((a, c) => a + c, 0) + (wanted - matched) / 2;
  };
  return Math.min(...Array.from({ length: 1 << features.length }, (_, chosen) => cost(chosen)));
}

function bettiLoss(prediction: Image, target: Image, top: boolean): number {
  const wanted = [components(target, top), loops(target, !top)].map(
    (fs) => fs.filter(([b, d]) => b === 1 && d === 0).length,
  );
  return leastCost(components(prediction, top), wanted[0]!) + leastCost(loops(prediction, !top), wanted[1]!);
}

/** In volumes: features by reducing the whole boundary matrix, which the library never forms. */
function bettiLossOfVolume(
  prediction: readonly number[],
  target: readonly number[],
  sizes: readonly number[],
  top: boolean,
) {
  const construction = top ? "top" : "vertex";
  const wanted = reducedDiagrams(target, sizes, construction).map(
    (features) => features.filter(([b]) => b === 1).length,
  );
  const found = reducedDiagrams(prediction, sizes, construction);
  const costs = found.map((features, d) =>
    leastCost(
      features.map(([b, death]) => [b, death ?? 0] as const),
      wanted[d]!,
    ),
  );
  return { costs, wanted };
}

/** Distinct numbers from 0 to 1, the same each time. */
function shuffled(height: number, width: number, seed: number): Image {
  const values = Array.from({ length: height * width }, (_, i) => Math.fround((i + 0.5) / (height * width)));
  const drawn = random(seed).shuffled(values);
  return Array.from({ length: height }, (_, y) => drawn.slice(y * width, (y + 1) * width));
}

const ring: Image = [
  [0, 0, 0, 0, 0, 0],
  [0, 1, 1, 1, 0, 1],
  [0, 1, 0, 1, 0, 1],
  [0, 1, 1, 1, 0, 0],
  [0, 0, 0, 0, 0, 0],
];
const corners: Image = [
  [0, 0, 1, 0, 0, 0],
  [0, 1, 0, 1, 0, 0],
  [0, 0, 1, 0, 0, 0],
  [0, 0, 0, 0, 0, 0],
  [1, 0, 0, 0, 1, 1],
];
const nothing: Image = ring.map((row) => row.map(() => 0));

describe("betti, from its definition", () => {
  const targets = Object.entries({ ring, corners, nothing });
  const all = targets.flatMap(([name, target]) =>
    [1, 2, 3, 4].flatMap((seed) => [false, true].map((top) => ({ name, target, seed, top }))),
  );

  it.each(all)("is the least cost: $name, image $seed, top $top", async ({ target, seed, top }) => {
    const prediction = shuffled(target.length, target[0]!.length, seed);
    const loss = compile(top ? 'betti(construction="top")' : "betti", {
      task: { prediction: "probabilities" },
      backend: "reference",
    });
    const of = (image: Image) => tf.tensor4d([...image.flat()], [1, image.length, image[0]!.length, 1]);
    const { value } = await loss.valueAndGrad({ prediction: of(prediction), target: of(target) });
    expect(value).toBeCloseTo(bettiLoss(prediction, target, top), 6);
  });

  it("judges patches one by one, in every sample and class", async () => {
    const side = 3;
    const samples = [5, 6].map((seed) => [shuffled(5, 6, seed), shuffled(5, 6, seed + 10)]);
    const truths = [ring, corners];
    const pieces = (image: Image) =>
      [0, 3].flatMap((y) => [0, 3].map((x) => image.slice(y, y + side).map((row) => row.slice(x, x + side))));
    const perImage = samples.flatMap((classes) =>
      classes.map((image, c) => {
        const targets = pieces(truths[c]!);
        return pieces(image).reduce((sum, piece, k) => sum + bettiLoss(piece, targets[k]!, false), 0);
      }),
    );
    const expected = perImage.reduce((a, b) => a + b) / perImage.length;
    const interleaved = (classes: readonly Image[]) =>
      classes[0]!.flatMap((row, y) => row.flatMap((_, x) => classes.map((c) => c[y]![x]!)));
    const tensor = (images: readonly (readonly Image[])[]) => tf.tensor4d(images.flatMap(interleaved), [2, 5, 6, 2]);
    const loss = compile(`betti(patch=${side})`, {
      task: { prediction: "probabilities", labels: ["a", "b"] },
      backend: "reference",
    });
    const { value } = await loss.valueAndGrad({ prediction: tensor(samples), target: tensor([truths, truths]) });
    expect(value).toBeCloseTo(expected, 5);
  });

  /** 4×4×3: a closed box around one dark pixel, or a ring beside a bar. */
  const volumes = {
    box: ([z, y, x]: readonly number[]) => z! < 3 && y! < 3 && !(z === 1 && y === 1 && x === 1),
    ring: ([z, y, x]: readonly number[]) => (z === 0 && y! < 3 && !(y === 1 && x === 1)) || (z! > 1 && y === 3),
  };
  const sizes = [4, 4, 3];
  const place = (i: number) => [Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3];

  it.each(
    Object.entries(volumes).flatMap(([name, inside]) =>
      [false, true].flatMap((top) => [1, 2].map((seed) => ({ name, inside, top, seed }))),
    ),
  )(
    "is the least cost in a volume, dimension by dimension: $name, noise $seed, top $top",
    async ({ inside, top, seed }) => {
      const target = Array.from({ length: 48 }, (_, i) => Number(inside(place(i))));
      const noise = shuffled(6, 8, seed).flat();
      // Little noise on the shape, so that the cavity and the loop are there to be matched.
      const prediction = target.map((t, i) => Math.fround(0.15 + 0.5 * t + 0.3 * noise[i]!));
      const { costs, wanted } = bettiLossOfVolume(prediction, target, sizes, top);
      expect(wanted.some((count, dimension) => dimension > 0 && count > 0)).toBe(true);
      const tensor = (values: readonly number[]) => tf.tensor5d([...values], [1, 4, 4, 3, 1]);
      for (const [dimension, cost] of costs.entries()) {
        const loss = compile(`betti(dimensions=[${dimension}]${top ? ', construction="top"' : ""})`, {
          task: { prediction: "probabilities", space: "3d" },
          backend: "reference",
        });
        const { value } = await loss.valueAndGrad({ prediction: tensor(prediction), target: tensor(target) });
        expect(value).toBeCloseTo(cost, 6);
      }
      const whole = compile(top ? 'betti(construction="top")' : "betti", {
        task: { prediction: "probabilities" },
        backend: "reference",
      });
      const { value } = await whole.valueAndGrad({ prediction: tensor(prediction), target: tensor(target) });
      expect(value).toBeCloseTo(
        costs.reduce((a, b) => a + b),
        6,
      );
    },
  );

  it("finds two components and one loop in the ring beside a bar", () => {
    expect([components(ring, false).length, loops(ring, true).length]).toEqual([2, 1]);
  });
});
