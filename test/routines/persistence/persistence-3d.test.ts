import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { random } from "../../../src/random.js";
import { persistence2d, persistence3d } from "../../../src/routines/persistence/index.js";
import { ESSENTIAL } from "../../../src/routines/persistence/pairs.js";
import { cpuTime } from "../../cpu-time.js";
import { volumeCases } from "../cases.js";
import { floodLabels } from "../components/flood.js";
import { expectSameWithoutKernels, withAndWithoutKernels } from "../with-and-without.js";
import { alive, diagram, sorted } from "./diagrams.js";
import { eulerCharacteristic, reducedDiagrams } from "./reduction.js";

const constructions = ["vertex", "top"] as const;
type Sizes = [number, number, number];

/** Betti numbers by flooding, and the loops by what is missing to Euler's characteristic. */
function floodBetti3d(values: readonly number[], sizes: Sizes, construction: "vertex" | "top", threshold: number) {
  const corners = construction === "top";
  const components = floodLabels(
    values.map((v) => v >= threshold),
    [...sizes],
    corners,
  ).count;
  // Within a margin all that reaches the border is one.
  const outer = sizes.map((size) => size + 2);
  const background = Array.from({ length: outer.reduce((a, b) => a * b) }, () => true);
  values.forEach((v, i) => {
    const [z, y, x] = [Math.floor(i / (sizes[1] * sizes[2])), Math.floor(i / sizes[2]) % sizes[1], i % sizes[2]];
    background[((z + 1) * outer[1]! + y + 1) * outer[2]! + x + 1] = v < threshold;
  });
  const cavities = floodLabels(background, outer, !corners).count - 1;
  const loops = components + cavities - eulerCharacteristic(values, sizes, construction, threshold);
  return [components, loops, cavities];
}

function volumes(value: fc.Arbitrary<number>, largest: number) {
  const size = fc.integer({ min: 1, max: largest });
  return fc.tuple(size, size, size).chain((sizes) => {
    const length = sizes[0] * sizes[1] * sizes[2];
    return fc.record({
      sizes: fc.constant<Sizes>(sizes),
      values: fc.array(value, { minLength: length, maxLength: length }),
    });
  });
}

const kinds = [
  ["with ties", fc.integer({ min: 0, max: 3 })],
  ["without", fc.double({ min: -5, max: 5, noNaN: true })],
] as const;

withAndWithoutKernels("persistence3d, against gudhi's figures", () => {
  it.each(volumeCases.flatMap((c) => constructions.map((construction) => ({ c, id: c.id, construction }))))(
    "$id: $construction",
    ({ c, construction }) => {
      const sizes = c.shape as unknown as Sizes;
      // gudhi was given singles, and nine digits name a single exactly.
      const image = Float32Array.from(c.image);
      const features = persistence3d(image, sizes, construction);
      const ofMask = persistence3d(c.binary_mask, sizes, construction);
      for (const dimension of [0, 1, 2]) {
        const printed = c[construction][dimension]!.map(([b, d]) => [Math.fround(b), d && Math.fround(d)] as const);
        expect(diagram(image, features[dimension]!)).toEqual(sorted(printed));
        expect(diagram(c.binary_mask, ofMask[dimension]!)).toEqual(sorted(c[`binary_${construction}`][dimension]!));
      }
      expect(alive(image, features, 0.5)).toEqual(c[`betti_at_0.5_${construction}`]);
    },
  );

  it.each(volumeCases.map((c) => [c.id, c] as const))("%s: critical pixels", (_, c) => {
    const features = persistence3d(Float32Array.from(c.image), c.shape as unknown as Sizes, "top");
    for (const [dimension, { births, deaths }] of features.entries()) {
      const pairs = Array.from(births, (birth, k) => [birth, deaths[k]!]).filter(([, death]) => death !== ESSENTIAL);
      const byBirthAndDeath = (p: number[], q: number[]) => p[0]! - q[0]! || p[1]! - q[1]!;
      const printed = c.top_critical_cells.regular[dimension] ?? [];
      expect(pairs.sort(byBirthAndDeath)).toEqual(printed.toSorted(byBirthAndDeath));
    }
  });
});

describe.each(constructions)("persistence3d, against the definition (%s)", (construction) => {
  it.each(kinds)("counts at every threshold what flood filling and Euler count (%s)", (_, value) => {
    fc.assert(
      fc.property(volumes(value, 4), ({ values, sizes }) => {
        const features = persistence3d(values, sizes, construction);
        for (const threshold of [...new Set(values)].slice(0, 8))
          expect(alive(values, features, threshold)).toEqual(floodBetti3d(values, sizes, construction, threshold));
      }),
      { numRuns: 60 },
    );
  });

  it.each(kinds)("pairs births and deaths as reducing the whole boundary matrix does (%s)", (_, value) => {
    fc.assert(
      fc.property(volumes(value, 4), ({ values, sizes }) => {
        const features = persistence3d(values, sizes, construction);
        const expected = reducedDiagrams(values, sizes, construction);
        expect(features.map((f) => diagram(values, f))).toEqual(expected.map(sorted));
      }),
      { numRuns: 80 },
    );
  });

  it.each(kinds)("sees in a slice what persistence2d sees in the image, to the pixel (%s)", (_, value) => {
    fc.assert(
      fc.property(volumes(value, 7), fc.constantFrom(0, 1, 2), ({ values, sizes }, axis) => {
        const [height, width] = sizes.toSpliced(axis, 1) as [number, number];
        const image = values.slice(0, height * width);
        const [components, loops, cavities] = persistence3d(image, sizes.with(axis, 1) as Sizes, construction);
        expect([components, loops]).toEqual(persistence2d(image, height, width, construction));
        expect(cavities!.births).toHaveLength(0);
      }),
      { numRuns: 80 },
    );
  });
});

withAndWithoutKernels("persistence3d, its promises", () => {
  /** What has entered of a 5×5×5 cube in which every coordinate counts from the middle. */
  const shape = (inside: (z: number, y: number, x: number) => boolean) =>
    Array.from({ length: 125 }, (_, i) =>
      Number(inside(Math.floor(i / 25) - 2, (Math.floor(i / 5) % 5) - 2, (i % 5) - 2)),
    );
  const counts = (values: readonly number[], construction: "vertex" | "top") =>
    persistence3d(values, [5, 5, 5], construction).map(({ births }) => births.length);

  it("tells a ball, a shell, a ring and two crossing rings", () => {
    const reach = (z: number, y: number, x: number) => Math.max(Math.abs(z), Math.abs(y), Math.abs(x));
    for (const construction of constructions) {
      expect(
        counts(
          shape((z, y, x) => reach(z, y, x) <= 1),
          construction,
        ),
      ).toEqual([1, 0, 0]);
      expect(
        counts(
          shape((z, y, x) => reach(z, y, x) === 1),
          construction,
        ),
      ).toEqual([1, 0, 1]);
      expect(
        counts(
          shape((z, y, x) => z === 0 && reach(z, y, x) === 1),
          construction,
        ),
      ).toEqual([1, 1, 0]);
      const rings = shape((z, y, x) => (z === 0 && reach(0, y, x) === 2) || (y === 0 && reach(z, 0, x) === 2));
      expect(counts(rings, construction)).toEqual([1, 3, 0]);
    }
  });

  it("joins cubes that share a corner where pixels are top cells only", () => {
    const two = shape((z, y, x) => (z === 0 && y === 0 && x === 0) || (z === 1 && y === 1 && x === 1));
    expect(counts(two, "vertex")).toEqual([2, 0, 0]);
    expect(counts(two, "top")).toEqual([1, 0, 0]);
  });

  it("serves single voxels, constant and empty volumes", () => {
    for (const construction of constructions) {
      expect(persistence3d([4], [1, 1, 1], construction).map(({ births }) => [...births])).toEqual([[0], [], []]);
      const flat = persistence3d(new Float32Array(60).fill(0.5), [3, 4, 5], construction);
      expect(flat.map(({ births }) => [...births])).toEqual([[0], [], []]);
      expect(persistence3d([], [0, 2, 3], construction).map(({ births }) => births.length)).toEqual([0, 0, 0]);
    }
  });

  it("refuses NaN by its index, and sizes that do not fit", () => {
    expect(() => persistence3d([0, Number.NaN], [1, 1, 2], "vertex")).toThrow("persistence3d: values[1] is NaN");
    expect(() => persistence3d([0, 1], [2, 2, 2], "vertex")).toThrow("2×2×2 has 8 pixels, not the 2 given");
  });

  it.each(constructions)("reduces 32³ voxels of noise in seconds (%s)", (construction) => {
    const noise = Float64Array.from({ length: 32 ** 3 }, random(7).next);
    const start = cpuTime();
    const features = persistence3d(noise, [32, 32, 32], construction);
    expect(cpuTime() - start).toBeLessThan(5000);
    expect(features[1]!.births.length).toBeGreaterThan(1000);
  });
});

describe("persistence3d, of larger volumes", () => {
  it.each([
    ["noise", (draw: number) => draw],
    ["plateaus", (draw: number) => Math.floor(draw * 4)],
  ] as const)("is the same by kernels and without them (%s)", (_, value) => {
    const { next } = random(3);
    const volume = Float32Array.from({ length: 13 * 17 * 19 }, () => value(next()));
    for (const construction of constructions)
      expectSameWithoutKernels(() => persistence3d(volume, [13, 17, 19], construction));
  });
});
