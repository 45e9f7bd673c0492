import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  matching,
  matchingIn,
  persistence2d,
  persistence3d,
  persistenceIn,
} from "../../../src/routines/persistence/index.js";
import type { ComparisonImage, Matching } from "../../../src/routines/persistence/matching.js";
import { ESSENTIAL } from "../../../src/routines/persistence/pairs.js";
import { patchesOf } from "../../../src/routines/persistence/patches.js";
import type { Diagram } from "../cases.js";
import { withAndWithoutKernels } from "../with-and-without.js";
import { imageBars } from "./inclusion.js";
import { reducedDiagrams } from "./reduction.js";

const constructions = ["vertex", "top"] as const;
const comparisons = ["union", "intersection"] as const;

type Sizes = readonly number[];
const pixels = (sizes: Sizes) => sizes.reduce((a, b) => a * b, 1);
const persistence = (values: readonly number[], sizes: Sizes, construction: "vertex" | "top") =>
  sizes.length === 2
    ? persistence2d(values, sizes[0]!, sizes[1]!, construction)
    : persistence3d(values, sizes as [number, number, number], construction);

/** Two images without equal values, one of them perhaps a mask. */
function pairs(sizes: fc.Arbitrary<Sizes>, masks: boolean) {
  return sizes.chain((sizes) => {
    const count = pixels(sizes);
    const shuffled = fc.shuffledSubarray(
      Array.from({ length: 2 * count }, (_, i) => (i + 0.5) / (2 * count)),
      { minLength: 2 * count },
    );
    const mask = fc.array(fc.constantFrom(0, 1), { minLength: count, maxLength: count });
    return fc.record({ sizes: fc.constant(sizes), both: shuffled, mask }).map(({ sizes, both, mask }) => ({
      sizes,
      image: both.slice(0, count),
      other: masks ? mask : both.slice(count),
    }));
  });
}
const size = (largest: number) => fc.integer({ min: 1, max: largest });
const planes: fc.Arbitrary<Sizes> = fc.tuple(size(6), size(6));
const volumes: fc.Arbitrary<Sizes> = fc.tuple(size(3), size(4), size(4));

const partners = ({ births, deaths, partnerBirths, partnerDeaths }: Matching) =>
  Array.from(births, (birth, k) => [birth, deaths[k]!, partnerBirths[k]!, partnerDeaths[k]!] as const).filter(
    ([, , partner]) => partner !== ESSENTIAL,
  );

type Bar = readonly [birth: number, death: number];
const finite = (diagram: Diagram) => diagram.filter((pair): pair is Bar => pair[1] !== null);

/**
 * The matched pairs of mortal features as text: bars of the images begin (union) or end (intersection) as those of an image do, and the other end is
 * that of a bar of the comparison. Nothing, where features of one image share an end: one pixel then ends several features, and which of them is matched
 * depends on the order of the cells within that pixel. (Features of a mask all share theirs; there the bars tell.)
 */
function inducedByRanks(
  image: readonly number[],
  other: readonly number[],
  sizes: Sizes,
  construction: "vertex" | "top",
  comparison: ComparisonImage,
): string[][] | undefined {
  const union = comparison === "union";
  const compared = image.map((v, i) => (union ? Math.max(v, other[i]!) : Math.min(v, other[i]!)));
  const [own, common] = union ? ([0, 1] as const) : ([1, 0] as const);
  const between = reducedDiagrams(compared, sizes, construction);
  const masks = other.every((v) => v === 0 || v === 1);
  const sides = [image, other].map((values) => {
    const bars = union
      ? imageBars(values, compared, sizes, construction)
      : imageBars(compared, values, sizes, construction);
    const diagrams = reducedDiagrams(values, sizes, construction);
    const alike = (list: readonly Bar[], k: 0 | 1) => new Set(list.map((bar) => bar[k])).size < list.length;
    if (bars.some((list) => alike(list, common))) return undefined;
    const shared = (all: readonly Diagram[]) => all.some((d) => alike(finite(d), 0) || alike(finite(d), 1));
    if (values === image && shared(diagrams)) return undefined;
    if (masks ? between.some((d) => alike(finite(d), union ? 1 : 0)) : shared(diagrams) || shared(between))
      return undefined;
    return bars.map((list, dimension) => {
      const features = finite(diagrams[dimension]!);
      return new Map(list.map((bar) => [bar[common], features.find((feature) => feature[own] === bar[own])]));
    });
  });
  if (sides.includes(undefined)) return undefined;
  return sizes.map((_, dimension) => {
    const [here, there] = sides.map((side) => side![dimension]!);
    return Array.from(here!, ([at, feature]): [Bar | undefined, Bar | undefined] => [feature, there!.get(at)])
      .flatMap(([a, b]) => (a && b ? [[...a, ...b].join(" ")] : []))
      .sort();
  });
}

describe.each(constructions)("matching (%s)", (construction) => {
  describe.each([
    ["planes", planes, fc.tuple(size(4), size(4))],
    ["volumes", volumes, fc.tuple(size(2), size(3), size(3))],
  ] as const)("of %s", (_, sizes, small: fc.Arbitrary<Sizes>) => {
    it.each([false, true])("has the features of persistence, each once (masks: %s)", (masks) => {
      fc.assert(
        fc.property(pairs(sizes, masks), fc.constantFrom(...comparisons), ({ sizes, image, other }, comparison) => {
          const found = matching(image, other, sizes, construction, comparison);
          const [own, others] = [image, other].map((values) => persistence(values, sizes, construction));
          for (const [dimension, one] of found.entries()) {
            expect({ births: one.births, deaths: one.deaths }).toEqual(own![dimension]);
            const features = partners(one).map(([, , birth, death]) => [birth, death]);
            one.lost.births.forEach((birth, k) => {
              features.push([birth, one.lost.deaths[k]!]);
            });
            const wanted = others![dimension]!;
            const sorted = (list: number[][]) => list.sort((p, q) => p[0]! - q[0]! || p[1]! - q[1]!);
            // Which pixel of a plateau begins a feature is arbitrary, what it begins at is not.
            const values = (list: number[][]) => list.map((pair) => pair.map((i) => other[i] ?? -1));
            const expected = Array.from(wanted.births, (birth, k) => [birth, wanted.deaths[k]!]);
            expect(sorted(values(features))).toEqual(sorted(values(expected)));
          }
        }),
        { numRuns: 60 },
      );
    });

    it("matches an image with itself, feature by feature", () => {
      fc.assert(
        fc.property(pairs(sizes, false), fc.constantFrom(...comparisons), ({ sizes, image }, comparison) => {
          for (const one of matching(image, image, sizes, construction, comparison)) {
            expect(one.partnerBirths).toEqual(one.births);
            expect(one.partnerDeaths).toEqual(one.deaths);
            expect(one.lost.births).toHaveLength(0);
          }
        }),
        { numRuns: 40 },
      );
    });

    it("is the same from either side", () => {
      fc.assert(
        fc.property(pairs(sizes, false), fc.constantFrom(...comparisons), ({ sizes, image, other }, comparison) => {
          const there = matching(image, other, sizes, construction, comparison);
          const back = matching(other, image, sizes, construction, comparison);
          for (const [dimension, one] of there.entries()) {
            const turned = partners(back[dimension]!).map(([a, b, c, d]) => [c, d, a, b]);
            const byBirth = (p: readonly number[], q: readonly number[]) => p[0]! - q[0]!;
            expect(partners(one).toSorted(byBirth)).toEqual(turned.sort(byBirth));
          }
        }),
        { numRuns: 40 },
      );
    });

    it.each([false, true])("follows from the ranks of the inclusions, by definition (masks: %s)", (masks) => {
      fc.assert(
        fc.property(pairs(small, masks), fc.constantFrom(...comparisons), ({ sizes, image, other }, comparison) => {
          const found = matching(image, other, sizes, construction, comparison);
          const wanted = inducedByRanks(image, other, sizes, construction, comparison);
          fc.pre(wanted !== undefined);
          for (const [dimension, one] of found.entries()) {
            const mortal = partners(one).filter(([, death]) => death !== ESSENTIAL);
            const values = mortal.map(([b, d, c, e]) => [image[b], image[d], other[c], other[e]].join(" "));
            expect(values.sort()).toEqual(wanted![dimension]);
          }
        }),
        { numRuns: 40 },
      );
    });
  });
});

withAndWithoutKernels("matching, its promises", () => {
  const ring = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];
  /** A ring of probability 0.8 with 0.1 inside, as far from the target's as its columns are moved. */
  const moved = (by: number) =>
    ring.map((_, i) => {
      const [y, x] = [Math.floor(i / 6), i % 6];
      const at = x - by;
      if (at < 1 || at > 3 || y < 1 || y > 3) return 0;
      return y === 2 && at === 2 ? 0.1 : 0.8;
    });

  it("pairs loops that lie in the same place, and no others", () => {
    const [, here] = matching(moved(0), ring, [5, 6], "vertex", "union");
    expect([...here!.partnerBirths].map((i) => ring[i])).toEqual([1]);
    expect(here!.lost.births).toHaveLength(0);
    const [, aside] = matching(moved(2), ring, [5, 6], "vertex", "union");
    expect([...aside!.partnerBirths, ...aside!.partnerDeaths]).toEqual([ESSENTIAL, ESSENTIAL]);
    expect(aside!.lost.births).toHaveLength(1);
  });

  it("gives the component that never dies that of the other, even in an empty image", () => {
    const empty = ring.map(() => 0);
    const [components, loops] = matching(moved(0), empty, [5, 6], "vertex", "union");
    expect([...components!.partnerBirths]).toEqual([0]);
    expect([...components!.partnerDeaths]).toEqual([ESSENTIAL]);
    expect([...loops!.partnerBirths]).toEqual([ESSENTIAL]);
  });

  it("closes loops at the border with a frame, which the highest pixel stands for", () => {
    const bar = [0.3, 0.9, 0.1, 0.2, 0.8, 0, 0.3, 0.7, 0.1];
    const [whole] = patchesOf([3, 3]);
    const framed = { construction: "vertex", relative: true } as const;
    const values = Float64Array.from(bar);
    const [components, loops] = persistenceIn(whole!, values, framed);
    expect([[...components!.births], [...components!.deaths]]).toEqual([[1], [ESSENTIAL]]);
    expect([[...loops!.births], [...loops!.deaths]]).toEqual([
      [1, 7],
      [5, 3],
    ]);
    const [, matched] = matchingIn(whole!, values, values.map(Math.round), { ...framed, comparison: "union" });
    expect([...matched!.partnerBirths].map((i) => values[i]! > 0.5)).toEqual([true, true]);
    expect(matched!.births).toEqual(loops!.births);
  });

  it("sees of a framed patch with as many pixels as the image its own alone", () => {
    const patch = patchesOf([4, 4], 2)[3]!;
    const falling = Float32Array.from({ length: 16 }, (_, i) => -i);
    const [components] = persistenceIn(patch, falling, { construction: "vertex", relative: true });
    expect([...components!.births]).toEqual([10]);
  });

  it("refuses NaN, sizes that do not fit, and images of one axis", () => {
    expect(() => matching([1, Number.NaN], [0, 1], [1, 2], "vertex", "union")).toThrow("values[1] is NaN");
    expect(() => matching([1, 2], [0, 1, 2], [1, 2], "vertex", "union")).toThrow("1×2 has 2 pixels, not the 3 given");
    expect(() => matching([1, 2], [0, 1], [2], "vertex", "union")).toThrow("2 or 3 axes, not 1");
  });
});
