import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillPolygon, locatePixels } from "../../src/routines/polygon.js";

const [height, width] = [6, 8];
const coordinate = fc.double({ min: -3, max: 10, noNaN: true });
const polygons = fc.record({
  vertices: fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 9 }),
  spacing: fc.tuple(fc.constantFrom(1, 0.5, 2), fc.constantFrom(1, 3)),
});
type Vertices = readonly (readonly [number, number])[];

const found = (vertices: Vertices, spacing: readonly number[] = [1, 1]) =>
  locatePixels({ y: vertices.map(([y]) => y), x: vertices.map(([, x]) => x) }, height, width, spacing);

/** Twice the turns of a polygon around a point, by the angles its edges are seen under. */
function turns(vertices: Vertices, y: number, x: number): number {
  let angle = 0;
  vertices.forEach(([ay, ax], i) => {
    const [by, bx] = vertices[(i + 1) % vertices.length]!;
    const [cross, dot] = [(ax - x) * (by - y) - (ay - y) * (bx - x), (ax - x) * (bx - x) + (ay - y) * (by - y)];
    angle += Math.atan2(cross, dot);
  });
  return Math.round(angle / (2 * Math.PI));
}

/** The least distance to points strewn densely over the edges. */
function strewn(vertices: Vertices, y: number, x: number, [down, across]: readonly number[]): number {
  const steps = 400;
  const distances = vertices.flatMap(([ay, ax], i) => {
    const [by, bx] = vertices[(i + 1) % vertices.length]!;
    return Array.from({ length: steps + 1 }, (_, k) => {
      const share = k / steps;
      return Math.hypot((ay + share * (by - ay) - y) * down!, (ax + share * (bx - ax) - x) * across!);
    });
  });
  return Math.min(...distances);
}

const pixels = Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width] as const);

describe("where pixels lie with respect to a polygon", () => {
  it("is inside where it turns around them an odd number of times", () => {
    fc.assert(
      fc.property(polygons, ({ vertices }) => {
        const { inside } = found(vertices);
        pixels.forEach(([y, x], i) => {
          // A point on the border turns by half.
          if (strewn(vertices, y, x, [1, 1]) > 0.05) expect(inside[i]).toBe(Math.abs(turns(vertices, y, x)) % 2);
        });
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it("names the nearest edge, and the nearest point of it", () => {
    fc.assert(
      fc.property(polygons, ({ vertices, spacing }) => {
        const { edge, share } = found(vertices, spacing);
        pixels.forEach(([y, x], i) => {
          const [ay, ax] = vertices[edge[i]!]!;
          const [by, bx] = vertices[(edge[i]! + 1) % vertices.length]!;
          const along = share[i]!;
          const distance = Math.hypot(
            (ay + along * (by - ay) - y) * spacing[0],
            (ax + along * (bx - ax) - x) * spacing[1],
          );
          const best = strewn(vertices, y, x, spacing);
          expect(distance).toBeLessThanOrEqual(best + 1e-9);
          expect(distance).toBeGreaterThan(best - 0.1);
        });
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it("knows no edge where there is no vertex", () => {
    const { inside, edge } = found([]);
    expect([...inside, ...edge.map((e) => e + 1)].every((x) => x === 0)).toBe(true);
  });
});

describe("a filled polygon", () => {
  it("is what lies inside", () => {
    fc.assert(
      fc.property(polygons, ({ vertices }) => {
        expect(Array.from(fillPolygon(vertices, height, width))).toEqual(Array.from(found(vertices).inside));
      }),
      { seed: 5 },
    );
  });

  it("has a hole where it winds around twice", () => {
    const star = [0, 2, 4, 1, 3].map((k) => {
      const angle = (k / 5) * 2 * Math.PI;
      return [10 + 9 * Math.cos(angle), 10 + 9 * Math.sin(angle)] as const;
    });
    const mask = fillPolygon(star, 21, 21);
    expect([mask[10 * 21 + 10], mask[16 * 21 + 10]]).toEqual([0, 1]);
  });

  it("holds the centres of pixels between its borders", () => {
    const square = [
      [0.5, 0.5],
      [0.5, 3.5],
      [2.5, 3.5],
      [2.5, 0.5],
    ] as const;
    expect(Array.from(fillPolygon(square, 4, 5))).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  });
});
