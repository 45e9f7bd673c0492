import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { random } from "../../src/random.js";
import { distanceInto, distanceMap } from "../../src/routines/distance/index.js";
import { distanceCases } from "./cases.js";

/** The published figures have nine significant digits. */
const PRINTED = 1e-8;

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    if (!(error <= tolerance * Math.max(1, Math.abs(expected[i]!)))) {
      expect.fail(`at ${i}: ${actual[i]} instead of ${expected[i]}`);
    }
  }
}

/** The definition: the least over all false pixels, squared. */
function squaredByDefinition(mask: readonly number[], sizes: readonly number[], spacing: readonly number[]): number[] {
  const positions = mask.map((_, index) => {
    let rest = index;
    return sizes.map((_, axis) => {
      const stride = sizes.slice(axis + 1).reduce((a, b) => a * b, 1);
      const at = Math.floor(rest / stride);
      rest -= at * stride;
      return at;
    });
  });
  const seeds = positions.filter((_, index) => !(mask[index]! > 0.5));
  if (seeds.length === 0) return mask.map(() => 0);
  return positions.map((here) =>
    seeds.reduce((least, seed) => {
      const squared = here.reduce((sum, at, axis) => sum + (spacing[axis]! * (at - seed[axis]!)) ** 2, 0);
      return Math.min(least, squared);
    }, Number.POSITIVE_INFINITY),
  );
}

function images(width: fc.Arbitrary<number>) {
  const sizes = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 40 })),
    fc.tuple(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 11 })),
    fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
  );
  return sizes.chain((shape) => {
    const count = shape.reduce((a: number, b: number) => a * b, 1);
    return fc.record({
      sizes: fc.constant<number[]>(shape),
      // Few false pixels make long distances; the weight is drawn per image so that every density occurs.
      mask: fc.integer({ min: 0, max: 20 }).chain((weight) =>
        fc.array(
          fc.integer({ min: 0, max: 20 }).map((draw) => (draw < weight ? 1 : 0)),
          { minLength: count, maxLength: count },
        ),
      ),
      spacing: fc.array(width, { minLength: shape.length, maxLength: shape.length }),
    });
  });
}

describe("distance, against scipy's figures", () => {
  for (const c of distanceCases) {
    const spacing = c.sampling ?? c.shape.map(() => 1);
    const complement = c.mask.map((value) => 1 - value);
    const trueCount = c.mask.filter((value) => value > 0.5).length;

    it(`${c.id}: ${c.shape.join("×")}, ${trueCount} true`, () => {
      const inside = distanceMap(c.mask, c.shape, spacing);
      const outside = distanceMap(complement, c.shape, spacing);
      // Where there is nothing to measure to, scipy prints the distance to a pixel (−1, 0) that does not exist; we say 0.
      const zeros = c.mask.map(() => 0);
      expectClose(inside, trueCount === c.mask.length ? zeros : c.inside, PRINTED);
      expectClose(outside, trueCount === 0 ? zeros : c.outside, PRINTED);
      expectClose(
        inside.map((d, i) => d + outside[i]!),
        c.hausdorff_field,
        PRINTED,
      );
      // Of a full mask the published signed map consists of that artefact alone.
      if (trueCount === c.mask.length) return;
      const signed = inside.map((d, i) => outside[i]! * complement[i]! - (d - 1) * c.mask[i]!);
      expectClose(signed, c.signed_boundary, PRINTED);
    });
  }

  it("has the edge cases among its figures", () => {
    const counts = distanceCases.map((c) => c.mask.filter((value) => value > 0.5).length / c.mask.length);
    expect(counts).toContain(0);
    expect(counts).toContain(1);
    expect(distanceCases.filter((c) => c.shape.length === 3 && c.sampling !== null).length).toBeGreaterThan(0);
  });
});

describe("distance, against its definition", () => {
  it("is exact where a pixel is a whole number of units wide, in one, two and three dimensions", () => {
    fc.assert(
      fc.property(images(fc.integer({ min: 1, max: 9 })), ({ mask, sizes, spacing }) => {
        const expected = squaredByDefinition(mask, sizes, spacing).map(Math.sqrt);
        expect(Array.from(distanceMap(mask, sizes, spacing))).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it("is right to rounding for any spacing", () => {
    const width = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(images(width), ({ mask, sizes, spacing }) => {
        const expected = squaredByDefinition(mask, sizes, spacing).map(Math.sqrt);
        const actual = distanceMap(mask, sizes, spacing);
        for (const [i, value] of expected.entries()) {
          if (!(Math.abs(actual[i]! - value) <= 1e-14 * value))
            expect.fail(`at ${i}: ${actual[i]} instead of ${value}`);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("keeps its exactness over long lines", () => {
    const size = 5000;
    const mask = new Uint8Array(3 * size).fill(1);
    mask[size + 17] = 0;
    const actual = distanceMap(mask, [3, size], [1000, 7]);
    for (let i = 0; i < mask.length; i++) {
      const rows = (Math.floor(i / size) - 1) * 1000;
      const columns = ((i % size) - 17) * 7;
      if (actual[i] !== Math.sqrt(rows * rows + columns * columns)) expect.fail(`at ${i}: ${actual[i]}`);
    }
  });

  it("scales with the spacing even where its squares are far from 1", () => {
    const mask = [1, 1, 0, 1, 1, 1];
    for (const unit of [1e-100, 1e-30, 1e30, 1e100]) {
      const scaled = distanceMap(mask, [2, 3], [unit, unit]).map((d) => d / unit);
      expectClose(scaled, distanceMap(mask, [2, 3], [1, 1]), 1e-14);
    }
  });
});

describe("distance, at the edges", () => {
  it("gives 0 everywhere where no pixel is false, and where none is true", () => {
    expect(Array.from(distanceMap([1, 1, 1, 1], [2, 2], [1, 1]))).toEqual([0, 0, 0, 0]);
    expect(Array.from(distanceMap([0, 0, 0, 0], [2, 2], [1, 1]))).toEqual([0, 0, 0, 0]);
    expect(distanceMap([], [0, 3], [1, 1]).length).toBe(0);
  });

  it("takes exactly one half, and NaN, as false", () => {
    expect(Array.from(distanceMap([1, 0.5, 0.51, Number.NaN], [4], [2]))).toEqual([2, 0, 2, 0]);
  });

  it("leaves the mask alone", () => {
    const mask = Float64Array.of(1, 0, 1);
    distanceMap(mask, [3], [1]);
    expect(Array.from(mask)).toEqual([1, 0, 1]);
  });

  it.each([
    [0, "spacing[1] is 0"],
    [-1, "spacing[1] is -1"],
    [Number.NaN, "spacing[1] is NaN"],
    [Number.POSITIVE_INFINITY, "spacing[1] is Infinity"],
    [1e-200, "spacing[1] is 1e-200"],
    [1e200, "spacing[1] is 1e+200"],
  ])("refuses a spacing of %s", (width, message) => {
    expect(() => distanceMap([1, 0], [1, 2], [1, width])).toThrow(RangeError);
    expect(() => distanceMap([1, 0], [1, 2], [1, width])).toThrow(message);
  });

  it("refuses sizes that do not fit", () => {
    expect(() => distanceMap([1, 0, 1], [2, 2], [1, 1])).toThrow("2×2 has 4 pixels, not the 3 given");
    expect(() => distanceMap([1, 0], [2], [1, 1])).toThrow("1 axes need as many spacings, not 2");
    expect(() => distanceMap([1, 0], [1.5, 2], [1, 1])).toThrow("sizes[0] is 1.5");
    expect(() => distanceMap([1], [], [])).toThrow("at least one axis");
  });
});

describe("distanceInto", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /** Shapes with lines of one pixel, lines longer than kernels reach, and up to four axes. */
  const shapes = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 200 })),
    fc.tuple(fc.integer({ min: 1, max: 130 }), fc.constantFrom(1, 2, 3, 4, 5)),
    fc.tuple(fc.constantFrom(1, 2, 3, 4, 5), fc.integer({ min: 1, max: 130 })),
    fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 })),
    fc.tuple(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 70 }), fc.constantFrom(1, 3, 4)),
    fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 })),
    fc.tuple(...[3, 3, 4, 5].map((max) => fc.integer({ min: 1, max }))),
  );
  const cases = (unit: fc.Arbitrary<number>) =>
    shapes.chain((sizes: number[]) => {
      const count = sizes.reduce((a, b) => a * b, 1);
      return fc.record({
        sizes: fc.constant(sizes),
        mask: fc
          .record({ falseOnes: fc.constantFrom(0, 1, 2, 10, 50, 100), seed: fc.integer() })
          .map(({ falseOnes, seed }) => scattered(count, falseOnes / 100, seed)),
        spacing: fc.array(unit, { minLength: sizes.length, maxLength: sizes.length }),
        padding: fc.constantFrom(0, 0, 1, 2, 3),
      });
    });

  /** A mask of which about a part is false; at least one pixel, unless the part is 0. */
  function scattered(count: number, part: number, seed: number): number[] {
    const { next, below } = random(seed);
    const mask = Array.from({ length: count }, () => (next() < part ? 0 : 1));
    if (part > 0) mask[below(count)] = 0;
    return mask;
  }

  /** The rows of an image, with something between them that is no pixel. */
  function padded(image: ArrayLike<number>, width: number, pitch: number, between: number): Float32Array {
    const rows = image.length / width;
    const result = new Float32Array(rows * pitch).fill(between);
    for (let i = 0; i < image.length; i++) result[Math.floor(i / width) * pitch + (i % width)] = image[i]!;
    return result;
  }

  const expectSingles = (unit: fc.Arbitrary<number>, check: (actual: number, exact: number) => boolean) =>
    fc.assert(
      fc.property(cases(unit), ({ mask, sizes, spacing, padding }) => {
        const width = sizes.at(-1)!;
        const pitch = width + padding;
        const untouched = -7;
        const actual = new Float32Array((mask.length / width) * pitch).fill(untouched);
        distanceInto(actual, padded(mask, width, pitch, 0), sizes, spacing, pitch);
        const expected = padded(squaredByDefinition(mask, sizes, spacing).map(Math.sqrt), width, pitch, untouched);
        for (const [i, exact] of expected.entries())
          if (!check(actual[i]!, exact)) expect.fail(`at ${i}: ${actual[i]} instead of ${exact}`);
      }),
      { numRuns: 300 },
    );
  const wholeUnits = fc.integer({ min: 1, max: 4 });

  it("is the exact distance rounded once, where a pixel is a whole number of units wide", () => {
    expectSingles(wholeUnits, (actual, exact) => actual === exact);
  });

  it("is right to the last place of a single for any spacing", () => {
    expectSingles(fc.double({ min: 0.2, max: 3, noNaN: true }), (actual, exact) => {
      return Math.abs(actual - exact) <= 2 ** -23 * exact || actual === exact;
    });
  });

  it("is the same where there is no WebAssembly, or none with vectors", () => {
    vi.stubGlobal("WebAssembly", undefined);
    expectSingles(wholeUnits, (actual, exact) => actual === exact);
  });

  it("holds squares that are too large for whole singles", () => {
    const size = 6000;
    const mask = new Float32Array(3 * size).fill(1);
    mask[size + 17] = 0;
    const actual = new Float32Array(3 * size);
    distanceInto(actual, mask, [3, size], [1, 1]);
    for (let i = 0; i < mask.length; i++)
      if (actual[i] !== Math.fround(Math.hypot(Math.floor(i / size) - 1, (i % size) - 17)))
        expect.fail(`at ${i}: ${actual[i]}`);
  });

  it("takes NaN for false, in singles as in doubles", () => {
    const actual = new Float32Array(4);
    distanceInto(actual, Float32Array.of(1, 0.5, 0.51, Number.NaN), [4], [2]);
    expect(Array.from(actual)).toEqual([2, 0, 2, 0]);
  });

  it("refuses a pitch shorter than a row, and a result of another length", () => {
    expect(() => distanceInto(new Float32Array(4), [1, 0, 1, 0], [2, 3], [1, 1], 2)).toThrow(
      "rows of 3 pixels do not fit a pitch of 2",
    );
    expect(() => distanceInto(new Float32Array(3), [1, 0, 1, 0], [2, 2], [1, 1])).toThrow(
      "the result has 3 entries, not the 4 of the mask",
    );
  });
});
