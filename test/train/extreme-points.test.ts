import { describe, expect, it } from "vitest";
import { random } from "../../src/random.js";
import { extremeHeatmap, extremePoints } from "../../src/train/extreme-points.js";

const [height, width] = [9, 11];
const mask = (inside: (y: number, x: number) => boolean) =>
  Array.from({ length: height * width }, (_, i) => Number(inside(Math.floor(i / width), i % width)));
const diamond = mask((y, x) => Math.abs(y - 4) + Math.abs(x - 5) <= 3);

describe("extreme points", () => {
  it("are left, right, top and bottom, row first", () => {
    expect(extremePoints(diamond, height, width)).toEqual([
      [4, 2],
      [4, 8],
      [1, 5],
      [7, 5],
    ]);
  });

  it("are the middle of a straight side, or any of it by chance", () => {
    const box = mask((y, x) => y >= 2 && y <= 6 && x >= 3 && x <= 9);
    expect(extremePoints(box, height, width)).toEqual([
      [4, 3],
      [4, 9],
      [2, 6],
      [6, 6],
    ]);
    const generator = random(5);
    const rows = new Set(
      Array.from({ length: 60 }, () => extremePoints(box, height, width, { random: generator })[0]![0]),
    );
    expect([...rows].sort()).toEqual([2, 3, 4, 5, 6]);
  });

  it("may be less extreme by the slack, never outside the object", () => {
    const generator = random(7);
    for (let k = 0; k < 40; k++) {
      const points = extremePoints(diamond, height, width, { slack: 2, random: generator });
      for (const [y, x] of points) expect(diamond[y * width + x]).toBe(1);
      expect(points[0]![1]).toBeLessThanOrEqual(4);
      expect(points[3]![0]).toBeGreaterThanOrEqual(5);
    }
  });

  it("are none of an empty mask, one pixel four times", () => {
    expect(
      extremePoints(
        mask(() => false),
        height,
        width,
      ),
    ).toEqual([]);
    expect(
      extremePoints(
        mask((y, x) => y === 3 && x === 7),
        height,
        width,
      ),
    ).toEqual(Array(4).fill([3, 7]));
    expect(() => extremePoints([1], height, width)).toThrow(RangeError);
  });
});

describe("the heat map of points", () => {
  it("is 1 at a point, half of it at half of the width, and the highest of all", () => {
    const map = extremeHeatmap(
      [
        [4, 2],
        [4, 8],
      ],
      height,
      width,
    );
    const at = (y: number, x: number) => map[y * width + x]!;
    expect([at(4, 2), at(4, 8)]).toEqual([1, 1]);
    // exp(−4 ln 2 d²/σ²) with σ = 10, to the nearer of the two.
    expect(at(4, 5)).toBeCloseTo(2 ** (-4 * 0.09), 6);
    expect(at(8, 2)).toBeCloseTo(2 ** (-4 * 0.16), 6);
    expect(extremeHeatmap([[4, 0]], height, width)[4 * width + 5]).toBeCloseTo(0.5, 6);
    expect(extremeHeatmap([[4, 0]], height, width, 4)[4 * width + 2]).toBeCloseTo(0.5, 6);
  });

  it("is 0 without points", () => {
    expect(Math.max(...extremeHeatmap([], height, width))).toBe(0);
  });
});
