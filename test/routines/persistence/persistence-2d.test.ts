import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { random } from "../../../src/random.js";
import { persistence2d } from "../../../src/routines/persistence/index.js";
import { ESSENTIAL } from "../../../src/routines/persistence/pairs.js";
import { imageCases } from "../cases.js";
import { floodBetti } from "../components/flood.js";
import { expectSameWithoutKernels, withAndWithoutKernels } from "../with-and-without.js";
import { alive, diagram, sorted } from "./diagrams.js";
import { pairsPixelByPixel } from "./pixel-by-pixel.js";
import { reducedDiagrams } from "./reduction.js";

const constructions = ["vertex", "top"] as const;

function images(value: fc.Arbitrary<number>, largest: number) {
  const size = fc.integer({ min: 1, max: largest });
  return fc.tuple(size, size).chain(([height, width]) =>
    fc.record({
      height: fc.constant(height),
      width: fc.constant(width),
      values: fc.array(value, { minLength: height * width, maxLength: height * width }),
    }),
  );
}

const withTies = fc.integer({ min: 0, max: 3 });
const distinct = fc.double({ min: -5, max: 5, noNaN: true });

withAndWithoutKernels("persistence2d, against gudhi's figures", () => {
  for (const c of imageCases) {
    const [height, width] = c.shape as [number, number];
    // gudhi was given singles.
    const image = Float32Array.from(c.image);
    for (const construction of constructions) {
      it(`${c.id}: ${construction}`, () => {
        const features = persistence2d(image, height, width, construction);
        for (const dimension of [0, 1] as const) {
          // Nine digits name a single exactly.
          const printed = c[construction][dimension]!.map(([b, d]) => [Math.fround(b), d && Math.fround(d)] as const);
          expect(diagram(image, features[dimension]!)).toEqual(sorted(printed));
        }
        expect(alive(image, features, 0.5)).toEqual(c[`betti_at_0.5_${construction}`]);
      });

      it(`${c.id}: ${construction}, of the binary mask`, () => {
        const features = persistence2d(c.binary_mask, height, width, construction);
        for (const dimension of [0, 1] as const) {
          expect(diagram(c.binary_mask, features[dimension]!)).toEqual(sorted(c[`binary_${construction}`][dimension]!));
        }
      });
    }

    it(`${c.id}: critical pixels`, () => {
      expect(new Set(image).size).toBe(image.length);
      const features = persistence2d(image, height, width, "top");
      for (const dimension of [0, 1] as const) {
        const { births, deaths } = features[dimension]!;
        const pairs = Array.from(births, (birth, k) => [birth, deaths[k]!]);
        const mortal = pairs.filter(([, death]) => death !== ESSENTIAL);
        const immortal = pairs.filter(([, death]) => death === ESSENTIAL).map(([birth]) => birth);
        const byBirthAndDeath = (p: number[], q: number[]) => p[0]! - q[0]! || p[1]! - q[1]!;
        const printed = c.top_critical_cells.regular[dimension] ?? [];
        expect(mortal.sort(byBirthAndDeath)).toEqual(printed.toSorted(byBirthAndDeath));
        expect(immortal).toEqual(c.top_critical_cells.essential[dimension] ?? []);
      }
    });
  }
});

withAndWithoutKernels("persistence2d, against the definition", () => {
  for (const construction of constructions) {
    for (const [kind, value] of [
      ["with ties", withTies],
      ["without", distinct],
    ] as const) {
      it(`counts at every threshold what flood filling counts (${construction}, ${kind})`, () => {
        fc.assert(
          fc.property(images(value, 8), ({ values, height, width }) => {
            const features = persistence2d(values, height, width, construction);
            for (const threshold of new Set(values)) {
              const above = values.map((v) => v >= threshold);
              expect(alive(values, features, threshold)).toEqual(
                floodBetti(above, height, width, construction === "top"),
              );
            }
          }),
          { numRuns: 150 },
        );
      });

      it(`pairs births and deaths as reducing the boundary matrix does (${construction}, ${kind})`, () => {
        fc.assert(
          fc.property(images(value, 7), ({ values, height, width }) => {
            const features = persistence2d(values, height, width, construction);
            const expected = reducedDiagrams(values, [height, width], construction);
            expect(features.map((f) => diagram(values, f))).toEqual(expected.map(sorted));
          }),
          { numRuns: 150 },
        );
      });
    }
  }
});

withAndWithoutKernels("persistence2d, pixel by pixel", () => {
  /** Lines of one pixel, and images too large for the oracles above. */
  const shapes = fc.oneof(
    fc.tuple(fc.constant(1), fc.integer({ min: 1, max: 40 })),
    fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constant(1)),
    fc.tuple(fc.integer({ min: 1, max: 18 }), fc.integer({ min: 1, max: 18 })),
  );
  const kinds = [
    ["masks", fc.integer({ min: 0, max: 1 })],
    ["plateaus", fc.integer({ min: -2, max: 2 })],
    ["singles", fc.float({ noNaN: true })],
    ["doubles", fc.double({ noNaN: true })],
    ["saturated", fc.double({ min: 0, max: 1e-9, noNaN: true }).map((gap) => (gap > 5e-10 ? 1 - gap : gap))],
  ] as const;

  it.each(kinds.flatMap(([kind, value]) => constructions.map((construction) => [kind, construction, value] as const)))(
    "is what lets every pixel enter one by one (%s, %s)",
    (_, construction, value) => {
      const images = shapes.chain(([height, width]) =>
        fc.record({
          height: fc.constant(height),
          width: fc.constant(width),
          values: fc.array(value, { minLength: height * width, maxLength: height * width }),
        }),
      );
      fc.assert(
        fc.property(images, ({ values, height, width }) => {
          const found = persistence2d(values, height, width, construction);
          const expected = pairsPixelByPixel(values, [height, width], construction);
          found.forEach(({ births, deaths }, dimension) => {
            const pairs = Array.from(births, (birth, k) => [birth, deaths[k]!]).filter(
              ([, death]) => death !== ESSENTIAL,
            );
            const lifetime = ([birth, death]: readonly number[]) => values[birth!]! - values[death!]!;
            const falling = (p: readonly number[], q: readonly number[]) =>
              lifetime(q) - lifetime(p) || p[0]! - q[0]! || p[1]! - q[1]!;
            expect(pairs).toEqual(expected[dimension]!.sort(falling));
          });
        }),
        { numRuns: 60 },
      );
    },
  );
});

withAndWithoutKernels("persistence2d, its promises", () => {
  it("orders features by falling persistence, then birth, then death pixel, the eldest component first", () => {
    fc.assert(
      fc.property(
        images(withTies, 12),
        fc.constantFrom(...constructions),
        ({ values, height, width }, construction) => {
          const [components, holes] = persistence2d(values, height, width, construction);
          expect(components!.deaths[0]).toBe(ESSENTIAL);
          expect(components!.births[0]).toBe(values.indexOf(Math.max(...values)));
          for (const { births, deaths } of [components!, holes!]) {
            const keys = Array.from(births, (birth, k) => {
              const death = deaths[k]!;
              return [death === ESSENTIAL ? Number.NEGATIVE_INFINITY : values[death]! - values[birth]!, birth, death];
            });
            expect(keys.toSorted((p, q) => p[0]! - q[0]! || p[1]! - q[1]! || p[2]! - q[2]!)).toEqual(keys);
            expect(keys.every(([fall]) => fall! < 0)).toBe(true);
          }
        },
      ),
    );
  });

  it("takes the earlier of two equal pixels as the higher", () => {
    const [components] = persistence2d([2, 0, 2, 2], 1, 4, "vertex");
    expect(Array.from(components!.births)).toEqual([0, 2]);
    expect(Array.from(components!.deaths)).toEqual([ESSENTIAL, 1]);
    const [, holes] = persistence2d([3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3], 3, 4, "vertex");
    expect(Array.from(holes!.births)).toEqual([11]);
    expect(Array.from(holes!.deaths)).toEqual([6]);
  });

  it("gives two touching basins to the outside and to the deeper one", () => {
    // Basins 1 and 0 meet over 4, both are held in by 7: the shallower is born when 4 parts them.
    const ridge = [9, 9, 9, 9, 9, 9, 1, 4, 0, 9, 9, 9, 7, 9, 9];
    const [, holes] = persistence2d(ridge, 3, 5, "vertex");
    expect(Array.from(holes!.births)).toEqual([12, 7]);
    expect(Array.from(holes!.deaths)).toEqual([8, 6]);
  });

  it("holds no hole open to the border", () => {
    const bay = [5, 5, 5, 5, 0, 5, 5, 0, 5];
    for (const construction of constructions) expect(persistence2d(bay, 3, 3, construction)[1]!.births.length).toBe(0);
  });

  it("serves lines, single pixels, constant and empty images", () => {
    for (const construction of constructions) {
      expect(persistence2d([4], 1, 1, construction)).toEqual([
        { births: Int32Array.of(0), deaths: Int32Array.of(ESSENTIAL) },
        { births: new Int32Array(0), deaths: new Int32Array(0) },
      ]);
      const flat = persistence2d(new Float32Array(20).fill(0.5), 4, 5, construction);
      expect(flat.map(({ births }) => Array.from(births))).toEqual([[0], []]);
      const column = persistence2d([1, 0, 2, -1, 3], 5, 1, construction);
      expect(column.map(({ births, deaths }) => [Array.from(births), Array.from(deaths)])).toEqual([
        [
          [4, 2, 0],
          [ESSENTIAL, 3, 1],
        ],
        [[], []],
      ]);
      expect(persistence2d([], 0, 3, construction).map(({ births }) => births.length)).toEqual([0, 0]);
    }
  });

  it("accepts infinities", () => {
    const high = Number.POSITIVE_INFINITY;
    const [components] = persistence2d([high, -high, high, 0, high], 1, 5, "vertex");
    expect(Array.from(components!.births)).toEqual([0, 2, 4]);
    expect(Array.from(components!.deaths)).toEqual([ESSENTIAL, 1, 3]);
  });

  it("is the same for singles and doubles of the same values", () => {
    fc.assert(
      fc.property(images(fc.float({ noNaN: true, min: -4, max: 4 }), 9), ({ values, height, width }) => {
        expect(persistence2d(Float32Array.from(values), height, width, "top")).toEqual(
          persistence2d(values, height, width, "top"),
        );
      }),
    );
  });

  it("refuses NaN by its index, and sizes that do not fit", () => {
    expect(() => persistence2d([0, 1, Number.NaN, 2], 2, 2, "vertex")).toThrow(RangeError);
    expect(() => persistence2d([0, 1, Number.NaN, 2], 2, 2, "vertex")).toThrow("values[2] is NaN");
    expect(() => persistence2d([0, 1], 2, 2, "vertex")).toThrow("2×2 has 4 pixels, not the 2 given");
  });
});

describe("persistence2d, of large images", () => {
  const values = {
    noise: (next: () => number) => next() - 0.5,
    plateaus: (next: () => number) => Math.floor(next() * 6) - 3,
    mask: (next: () => number) => Math.round(next()),
    lifetimes: (next: () => number) => (next() < 0.3 ? 1 + Math.floor(next() * 40) * 2 ** -22 : next() * 2 ** -30),
    infinities: (next: () => number) =>
      [-0, 0, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][Math.floor(5 * next())]!,
  };

  it.each(Object.entries(values))("is the same by kernels and without them (%s)", (_, value) => {
    const { next } = random(7);
    for (const [height, width] of [
      [67, 90],
      [90, 67],
      [3, 1500],
    ] as const) {
      const image = Float32Array.from({ length: height * width }, () => value(next));
      expectSameWithoutKernels(() =>
        constructions.map((construction) => persistence2d(image, height, width, construction)),
      );
    }
  });
});
