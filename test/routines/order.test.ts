import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { random } from "../../src/random.js";
import { argsort, cumulativeSums, ranks } from "../../src/routines/order/index.js";
import { withAndWithoutKernels } from "./with-and-without.js";

/** A comparison that says in words what the order promises. */
function byDefinition(values: ArrayLike<number>, descending: boolean): number[] {
  const indices = Array.from(values, (_, i) => i);
  return indices.sort((i, j) => {
    const [a, b] = [values[i]!, values[j]!];
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || i - j;
    if (a === b) return i - j;
    return a < b === descending ? 1 : -1;
  });
}

const awkward = fc.constantFrom(
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
);

function check(values: ArrayLike<number>): void {
  for (const descending of [false, true]) {
    expect(Array.from(argsort(values, descending))).toEqual(byDefinition(values, descending));
  }
}

withAndWithoutKernels("order", () => {
  it("sorts doubles, with ties by index and NaN last in both directions", () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.double(), awkward), { maxLength: 60 }), check), { numRuns: 500 });
  });

  it("sorts singles", () => {
    const single = fc.oneof(fc.float(), fc.constantFrom(0, -0, Number.NaN, 2 ** -149, -(2 ** -149)));
    fc.assert(
      fc.property(fc.array(single, { maxLength: 60 }), (values) => {
        check(values);
        check(Float32Array.from(values));
      }),
      { numRuns: 500 },
    );
  });

  it("tells doubles apart that are one single", () => {
    const close = [0.1, 0.1 + 2 ** -50, 0.1 - 2 ** -50, -0.1, -0.1 - 2 ** -50];
    expect(Array.from(argsort(close, false))).toEqual([4, 3, 2, 0, 1]);
    expect(Array.from(argsort(close, true))).toEqual([1, 0, 2, 3, 4]);
  });

  it.each([1023, 1024, 1025, 70_000])("sorts rows of %i", (count) => {
    const { between } = random(12345);
    const doubles = Array.from({ length: count }, () => between(-0.5, 0.5));
    check(doubles);
    check(Float32Array.from(doubles));
    check(doubles.map((value) => Math.round(value * 50)));
  });

  it("sorts rows of nothing, of one, and of one value", () => {
    expect(argsort([], true).length).toBe(0);
    expect(Array.from(argsort([Number.NaN], false))).toEqual([0]);
    expect(Array.from(argsort([7, 7, 7], true))).toEqual([0, 1, 2]);
  });

  it("leaves the values alone", () => {
    const values = Float32Array.of(3, -0, 1);
    argsort(values, true);
    expect(Array.from(values)).toEqual([3, -0, 1]);
  });
});

describe("ranks", () => {
  it("inverts an order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 40 }), (values) => {
        const sorted = argsort(values, false);
        const places = ranks(sorted);
        expect(Array.from(places, (rank) => sorted[rank])).toEqual(values.map((_, i) => i));
      }),
    );
  });
});

describe("sumsInOrder", () => {
  it("adds what comes no later, itself included", () => {
    const entry = fc.record({ key: fc.integer({ min: 0, max: 4 }), value: fc.integer({ min: -9, max: 9 }) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), fc.boolean(), (entries, descending) => {
        const keys = entries.map(({ key }) => key);
        const notLater = (i: number, j: number) => {
          if (keys[i] === keys[j]) return i <= j;
          return keys[i]! < keys[j]! !== descending;
        };
        const wanted = entries.map((_, j) =>
          entries.reduce((sum, { value }, i) => (notLater(i, j) ? sum + value : sum), 0),
        );
        const values = entries.map(({ value }) => value);
        expect(Array.from(cumulativeSums(argsort(keys, descending), values))).toEqual(wanted);
      }),
    );
  });
});
