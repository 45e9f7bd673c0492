import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betti2d, labelComponents, rootsInto } from "../../../src/routines/components/index.js";
import { paddedGrid } from "../../../src/routines/shared/connectivity.js";
import { withAndWithoutKernels } from "../with-and-without.js";
import { floodBetti, floodLabels } from "./flood.js";

const connectivities = ["face", "full"] as const;

function masks(sizes: fc.Arbitrary<number[]>) {
  return sizes.chain((shape) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const density = fc.integer({ min: 0, max: 10 });
    const pixels = density.chain((weight) =>
      fc.array(
        fc.integer({ min: 0, max: 9 }).map((draw) => draw < weight),
        { minLength: count, maxLength: count },
      ),
    );
    return fc.record({ sizes: fc.constant(shape), mask: pixels });
  });
}

const size = (max: number) => fc.integer({ min: 1, max });
const planes = masks(fc.tuple(size(9), size(9)));
const volumes = masks(fc.tuple(size(5), size(5), size(5)));
/** Rows shorter and longer than what is looked at together, and other numbers of axes. */
const others = masks(
  fc.oneof(
    fc.tuple(size(40)),
    fc.tuple(size(4), size(70)),
    fc.tuple(size(70), size(4)),
    fc.tuple(size(3), size(3), size(3), size(4)),
  ),
);

/** Vertices − edges + squares of the union of the true pixels as closed squares: components − holes, 8-connected. */
function eulerOfSquares(mask: boolean[], height: number, width: number): number {
  const at = (y: number, x: number) => y >= 0 && x >= 0 && y < height && x < width && mask[y * width + x]!;
  let euler = 0;
  for (let y = 0; y <= height; y++) {
    for (let x = 0; x <= width; x++) {
      if (at(y, x) || at(y - 1, x) || at(y, x - 1) || at(y - 1, x - 1)) euler++;
      if (at(y, x) || at(y - 1, x)) euler--;
      if (at(y, x) || at(y, x - 1)) euler--;
      if (at(y, x)) euler++;
    }
  }
  return euler;
}

describe("frame", () => {
  it.each([
    [[5], "face", 2],
    [[5], "full", 2],
    [[5, 3], "face", 4],
    [[5, 3], "full", 8],
    [[5, 3, 4], "face", 6],
    [[5, 3, 4], "full", 26],
  ] as const)("gives %j under %s connectivity %i neighbours", (sizes, connectivity, count) => {
    const { offsets } = paddedGrid(sizes, connectivity);
    expect(offsets.length).toBe(count);
    expect(Array.from(offsets)).toEqual([...new Set(offsets)].sort((a, b) => a - b));
    expect(Array.from(offsets, (offset) => -offset).sort((a, b) => a - b)).toEqual(Array.from(offsets));
  });
});

withAndWithoutKernels("components", () => {
  for (const connectivity of connectivities) {
    it(`names each piece after its first pixel (${connectivity})`, () => {
      fc.assert(
        fc.property(fc.oneof(planes, volumes, others), ({ sizes, mask }) => {
          const flood = floodLabels(mask, sizes, connectivity === "full").labels;
          const expected = flood.map((label) => (label === 0 ? -1 : flood.indexOf(label)));
          for (const result of [new Float64Array(mask.length), new Float32Array(mask.length)]) {
            rootsInto(result, mask.map(Number), sizes, connectivity);
            expect([...result]).toEqual(expected);
          }
        }),
        { numRuns: 100, seed: 8 },
      );
    });

    it(`labels as flood filling does, in the plane and in space (${connectivity})`, () => {
      fc.assert(
        fc.property(fc.oneof(planes, volumes, others), ({ mask, sizes }) => {
          const { labels, count } = labelComponents(Float32Array.from(mask, Number), sizes, connectivity);
          expect({ labels: Array.from(labels), count }).toEqual(floodLabels(mask, sizes, connectivity === "full"));
        }),
        { numRuns: 400 },
      );
    });
  }

  it("separates at corners exactly under face connectivity", () => {
    const diagonal = [1, 0, 0, 1];
    expect(Array.from(labelComponents(diagonal, [2, 2], "face").labels)).toEqual([1, 0, 0, 2]);
    expect(Array.from(labelComponents(diagonal, [2, 2], "full").labels)).toEqual([1, 0, 0, 1]);
  });

  it("does not wrap around from the end of a line to the start of the next", () => {
    expect(labelComponents([0, 0, 1, 1, 0, 0], [2, 3], "full").count).toBe(2);
    expect(labelComponents([1, 0, 0, 0, 0, 0, 0, 1], [2, 2, 2], "face").count).toBe(2);
  });

  it("unites arms that meet late", () => {
    const comb = [1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
    expect(labelComponents(comb, [3, 5], "face").count).toBe(1);
  });

  it("takes one half, and NaN, as background, and empty images as such", () => {
    expect(Array.from(labelComponents([0.5, 0.6, Number.NaN], [1, 3], "face").labels)).toEqual([0, 1, 0]);
    expect(Array.from(labelComponents(Float32Array.of(0.5, 0.6, Number.NaN), [1, 3], "face").labels)).toEqual([
      0, 1, 0,
    ]);
    expect(Array.from(labelComponents([0.5 + 2 ** -40, 0.5], [2], "full").labels)).toEqual([1, 0]);
    for (const sizes of [[0, 4], [4, 0], [0], [2, 0, 3]]) expect(labelComponents([], sizes, "full").count).toBe(0);
  });

  it("refuses sizes that do not fit", () => {
    expect(() => labelComponents([1, 1], [3], "face")).toThrow(
      "components: an image of 3 has 3 pixels, not the 2 given",
    );
  });
});

withAndWithoutKernels("betti2d", () => {
  for (const connectivity of connectivities) {
    it(`counts as flood filling does (${connectivity})`, () => {
      fc.assert(
        fc.property(planes, ({ mask, sizes }) => {
          const [height, width] = [sizes[0]!, sizes[1]!];
          const counted = betti2d(mask.map(Number), height, width, connectivity);
          expect(counted).toEqual(floodBetti(mask, height, width, connectivity === "full"));
        }),
        { numRuns: 400 },
      );
    });
  }

  it("agrees with Euler's formula", () => {
    fc.assert(
      fc.property(planes, ({ mask, sizes }) => {
        const [height, width] = [sizes[0]!, sizes[1]!];
        const [pieces, holes] = betti2d(mask.map(Number), height, width, "full");
        expect(pieces - holes).toBe(eulerOfSquares(mask, height, width));
      }),
      { numRuns: 400 },
    );
  });

  it("counts a ring, and its opening at a corner under one connectivity only", () => {
    const ring = [1, 1, 1, 1, 0, 1, 1, 1, 1];
    const chipped = [0, 1, 1, 1, 0, 1, 1, 1, 1];
    expect(betti2d(ring, 3, 3, "face")).toEqual([1, 1]);
    expect(betti2d(chipped, 3, 3, "face")).toEqual([1, 0]);
    expect(betti2d(chipped, 3, 3, "full")).toEqual([1, 1]);
  });

  it("has nothing in an empty image", () => {
    expect(betti2d([], 0, 0, "face")).toEqual([0, 0]);
  });
});
