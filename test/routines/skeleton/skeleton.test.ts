import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betti2d, labelComponents } from "../../../src/routines/components/index.js";
import { skeleton } from "../../../src/routines/skeleton/index.js";
import { skeletonCases, softSkeletonCases } from "./cases.js";

/** A mask drawn with `#`, one string per row. */
function drawn(...rows: string[]): { mask: Uint8Array; height: number; width: number } {
  const width = rows[0]!.length;
  return { mask: Uint8Array.from(rows.join(""), (c) => (c === "#" ? 1 : 0)), height: rows.length, width };
}

const text = (mask: ArrayLike<number>, width: number) =>
  Array.from({ length: mask.length / width }, (_, y) =>
    Array.from({ length: width }, (_, x) => (mask[y * width + x] ? "#" : ".")).join(""),
  );

const masks = fc
  .record({ height: fc.integer({ min: 1, max: 14 }), width: fc.integer({ min: 1, max: 14 }), coarse: fc.boolean() })
  .chain(({ height, width, coarse }) =>
    fc
      .array(fc.integer({ min: 0, max: 99 }), { minLength: height * width, maxLength: height * width })
      .map((values) => {
        // Blobs two pixels wide as well as salt and pepper: a skeleton has work to do only where there is thickness.
        const at = (y: number, x: number) => (coarse ? values[(y >> 1) * width + (x >> 1)]! : values[y * width + x]!);
        const mask = Uint8Array.from(values, (_, i) => (at(Math.floor(i / width), i % width) < 60 ? 1 : 0));
        return { mask, height, width };
      }),
  );

describe("the skeleton of a plane", () => {
  const drawnSkeleton = (...rows: string[]) => {
    const { mask, height, width } = drawn(...rows);
    return text(skeleton(mask, [height, width]), width);
  };

  it("leaves nothing of nothing, and lines as they are", () => {
    expect(drawnSkeleton("...", "...")).toEqual(["...", "..."]);
    expect(drawnSkeleton("#")).toEqual(["#"]);
    expect(drawnSkeleton("#....", ".#...", "..###")).toEqual(["#....", ".#...", "..###"]);
  });

  it("reduces a bar three pixels wide to its middle line", () => {
    expect(drawnSkeleton(".........", ".#######.", ".#######.", ".#######.", ".........")).toEqual([
      ".........",
      ".........",
      ".#######.",
      ".........",
      ".........",
    ]);
  });

  it("keeps a square of two by two, which Zhang and Suen's thinning loses", () => {
    const { mask } = drawn("....", ".##.", ".##.", "....");
    expect(betti2d(skeleton(mask, [4, 4]), 4, 4, "full")).toEqual([1, 0]);
  });

  it("keeps a ring a ring, along its middle", () => {
    const ring = [
      "#########",
      "#########",
      "#########",
      "###...###",
      "###...###",
      "###...###",
      "#########",
      "#########",
      "#########",
    ];
    expect(drawnSkeleton(...ring)).toEqual([
      ".........",
      "..#####..",
      ".#.....#.",
      ".#.....#.",
      ".#.....#.",
      ".#.....#.",
      ".#.....#.",
      "..#####..",
      ".........",
    ]);
  });

  it("is a subset with the mask's pieces and holes, thinned already, for any mask", () => {
    fc.assert(
      fc.property(masks, ({ mask, height, width }) => {
        const result = skeleton(mask, [height, width]);
        expect(result.every((v, i) => v <= mask[i]!)).toBe(true);
        expect(betti2d(result, height, width, "full")).toEqual(betti2d(mask, height, width, "full"));
        expect(skeleton(result, [height, width])).toEqual(result);
      }),
      { numRuns: 400, seed: 2 },
    );
  });

  it("is one pixel thin: no square of two by two is left whose pixel could go", () => {
    const { mask, height, width } = drawn("########", "########", "########", "########", "..####..", "..####..");
    const result = skeleton(mask, [height, width]);
    for (let y = 0; y + 1 < height; y++) {
      for (let x = 0; x + 1 < width; x++) {
        const square = [0, 1, width, width + 1].map((step) => result[y * width + x + step]!);
        expect(square.reduce((a, b) => a + b)).toBeLessThan(4);
      }
    }
  });
});

const volumes = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain((sizes) => {
    const count = sizes.reduce((a, b) => a * b, 1);
    return fc
      .integer({ min: 1, max: 9 })
      .chain((weight) =>
        fc
          .array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
          .map((draws) => ({ sizes, mask: Uint8Array.from(draws, (draw) => Number(draw < weight)) })),
      );
  });

/** Vertices − edges + faces − cubes of the union of the true pixels as closed cubes. */
function euler(mask: ArrayLike<number>, [depth, height, width]: readonly number[]): number {
  const cells = new Set<string>();
  for (let z = 0, i = 0; z < depth!; z++)
    for (let y = 0; y < height!; y++)
      for (let x = 0; x < width!; x++, i++) {
        if (mask[i]! === 0) continue;
        for (const dz of [0, 1, 2])
          for (const dy of [0, 1, 2])
            for (const dx of [0, 1, 2]) cells.add(`${2 * z + dz},${2 * y + dy},${2 * x + dx}`);
      }
  const odd = (cell: string) => cell.split(",").filter((c) => Number(c) % 2 === 1).length;
  return [...cells].reduce((sum, cell) => sum + (odd(cell) % 2 === 0 ? 1 : -1), 0);
}

describe("the skeleton of a volume", () => {
  it("is a subset with the mask's pieces, cavities and Euler characteristic, for any mask", () => {
    fc.assert(
      fc.property(volumes, ({ sizes, mask }) => {
        const result = skeleton(mask, sizes);
        expect(result.every((v, i) => v <= mask[i]!)).toBe(true);
        expect(labelComponents(result, sizes, "full").count).toBe(labelComponents(mask, sizes, "full").count);
        expect(cavities(result, sizes)).toBe(cavities(mask, sizes));
        expect(euler(result, sizes)).toBe(euler(mask, sizes));
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it("is that of the plane, in a volume of one slice", () => {
    fc.assert(
      fc.property(masks, ({ mask, height, width }) => {
        const flat = skeleton(mask, [height, width]);
        expect(skeleton(mask, [1, height, width])).toEqual(flat);
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  it("keeps a cluster of three that touch at edges alone", () => {
    const mask = [1, 0, 0, 0, 0, 1, 1, 0];
    expect(labelComponents(skeleton(mask, [2, 2, 2]), [2, 2, 2], "full").count).toBe(1);
  });

  it("refuses an image of other than two or three axes", () => {
    expect(() => skeleton([1, 1], [2])).toThrow("two or three axes");
  });
});

/** Pieces of the background, joined by faces, that do not reach the border. */
function cavities(mask: ArrayLike<number>, sizes: readonly number[]): number {
  const outer = sizes.map((size) => size + 2);
  const background = new Uint8Array(outer.reduce((a, b) => a * b, 1)).fill(1);
  const [depth, height, width] = sizes;
  for (let z = 0, i = 0; z < depth!; z++)
    for (let y = 0; y < height!; y++)
      for (let x = 0; x < width!; x++, i++)
        if (mask[i]! > 0) background[((z + 1) * outer[1]! + y + 1) * outer[2]! + x + 1] = 0;
  return labelComponents(background, outer, "face").count - 1;
}

describe("the skeleton as scikit-image has it", () => {
  it.each(skeletonCases.map((c) => [c.shape.join("×"), c] as const))("Lee's method, %s", (_, c) => {
    expect([...skeleton([...c.mask].map(Number), c.shape)].join("")).toBe(c.skeleton);
  });

  const asMask = (c: (typeof softSkeletonCases)[number]) => ({ mask: c.input.data, sizes: c.input.shape.slice(1, -1) });
  const thinned = softSkeletonCases.filter((c) => c.skimage_skeletonize).map((c) => [c.id, c] as const);

  it.each(thinned.filter(([, c]) => c.input.shape.length === 5))("its default in a volume, %s", (_, c) => {
    const { mask, sizes } = asMask(c);
    expect([...skeleton(mask, sizes)]).toEqual(c.skimage_skeletonize);
  });

  // In the plane its default is a hand-made table: other pixels of the same lines.
  it.each(thinned.filter(([, c]) => c.input.shape.length === 4))("its default in the plane, to a pixel, %s", (_, c) => {
    const { mask, sizes } = asMask(c);
    const [height, width] = sizes as [number, number];
    const [ours, theirs] = [[...skeleton(mask, sizes)], c.skimage_skeletonize!];
    expect(betti2d(ours, height, width, "full")).toEqual(betti2d(theirs, height, width, "full"));
    expect(strays(ours, theirs, width)).toEqual([]);
    expect(strays(theirs, ours, width)).toEqual([]);
  });
});

/** Pixels of one mask that are not within one pixel of the other. */
function strays(mask: readonly number[], other: readonly number[], width: number): number[] {
  const steps = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [dy, dx] as const));
  return mask.flatMap((value, i) => {
    const near = steps.some(([dy, dx]) => {
      const x = (i % width) + dx;
      return x >= 0 && x < width && other[i + dy * width + dx] === 1;
    });
    return value === 0 || near ? [] : [i];
  });
}
