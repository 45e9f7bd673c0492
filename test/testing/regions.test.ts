import { describe, expect, it } from "vitest";
import { random } from "../../src/random.js";
import { blobs, region } from "../../src/testing/regions.js";

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

/** How often neighbours along the last axis differ. */
const edges = (mask: Uint8Array) => mean(Array.from(mask.subarray(1), (x, i) => (x === mask[i] ? 0 : 1)));

describe("blobs", () => {
  it.each([[[64, 64]], [[24, 24, 24]], [[5, 3]], [[1, 1]]])("of %j are a quarter of the image", (space) => {
    const mask = blobs(space, random(1));
    const pixels = space.reduce((a, b) => a * b, 1);
    expect(mask).toHaveLength(pixels);
    expect(Math.abs(mean(mask) - 0.25)).toBeLessThanOrEqual(1 / pixels + 0.01);
  });

  it("are smooth, along each axis alike", () => {
    const mask = blobs([64, 64], random(1));
    const turned = Uint8Array.from(mask, (_, i) => mask[(i % 64) * 64 + Math.floor(i / 64)]!);
    // Noise of the same share differs from its neighbour 3 times in 8.
    expect(edges(mask)).toBeLessThan(0.1);
    expect(edges(turned)).toBeLessThan(0.1);
  });

  it("average over a window of what lies inside, as a plain sum does", () => {
    const draw = random(5);
    const noise = Float32Array.from({ length: 30 }, draw.next);
    const plain = (field: Float32Array) =>
      Float32Array.from(field, (_, i) => mean(field.subarray(Math.max(0, i - 4), i + 5)));
    const smooth = plain(plain(plain(noise)));
    const level = Float32Array.from(smooth).sort()[Math.floor(0.75 * 29)]!;
    const expected = Array.from(smooth, (x) => (x > level ? 1 : 0));
    expect([...blobs([30], random(5))]).toEqual(expected);
  });
});

describe("a region", () => {
  const of = (kind: Parameters<typeof region>[0]) => [...region(kind, [6, 5], random(2))];

  it("is what its name says", () => {
    expect(new Set(of("empty"))).toEqual(new Set([0]));
    expect(new Set(of("full"))).toEqual(new Set([1]));
    expect(of("one pixel").reduce((a, b) => a + b)).toBe(1);
    for (const kind of ["blobs", "noise"] as const) expect(new Set(of(kind))).toEqual(new Set([0, 1]));
    expect(mean(region("noise", [64, 64], random(2)))).toBeCloseTo(0.25, 1);
  });
});
