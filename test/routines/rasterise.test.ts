import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rasterise } from "../../src/routines/rasterise/rasterise.js";
import { rasteriseVjp } from "../../src/routines/rasterise/vjp.js";

const [height, width] = [5, 7];
const place = fc.double({ min: -1.4, max: 1.4, noNaN: true }).map(Math.fround);
const meshes = fc
  .array(fc.tuple(place, place), { minLength: 3, maxLength: 8 })
  .chain((vertices) =>
    fc
      .array(fc.array(fc.nat(vertices.length - 1), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 })
      .map((faces) => ({ y: vertices.map(([y]) => y), x: vertices.map(([, x]) => x), faces: faces.flat() })),
  );

const facesOf = ({ faces }: Mesh) => Array.from({ length: faces.length / 3 }, (_, i) => faces.slice(3 * i, 3 * i + 3));

type Mesh = { readonly y: readonly number[]; readonly x: readonly number[]; readonly faces: readonly number[] };

/** How far a point lies within a triangle: the least of its distances to the sides, below 0 outside. */
function within({ y, x }: Mesh, corners: readonly number[], py: number, px: number): number {
  const [a, b, c] = corners as [number, number, number];
  const turn = (p: number, q: number, ry: number, rx: number) =>
    ((x[q]! - x[p]!) * (ry - y[p]!) - (y[q]! - y[p]!) * (rx - x[p]!)) / Math.hypot(x[q]! - x[p]!, y[q]! - y[p]!);
  const sense = Math.sign(turn(a, b, y[c]!, x[c]!));
  const sides = [turn(a, b, py, px), turn(b, c, py, px), turn(c, a, py, px)].map((side) => side * sense);
  return sense === 0 || sides.some(Number.isNaN) ? -1 : Math.min(...sides);
}

/** Twice the area of a triangle: what is but a line shows where it meets a centre, which rounding decides. */
const area = ({ y, x }: Mesh, [a, b, c]: readonly number[]) =>
  Math.abs((x[b!]! - x[a!]!) * (y[c!]! - y[a!]!) - (y[b!]! - y[a!]!) * (x[c!]! - x[a!]!));

/** A mesh by the definition: every quarter against every triangle. Absent where rounding decides. */
function expected(mesh: Mesh): (number | undefined)[] {
  const faces = facesOf(mesh);
  return Array.from({ length: height * width }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    const depths = [0.25, 0.75].flatMap((down) =>
      [0.25, 0.75].map((across) => {
        const [y, x] = [1 - (2 * (row + down)) / height, (2 * (column + across)) / width - 1];
        return Math.max(...faces.map((face) => within(mesh, face, y, x)));
      }),
    );
    if (depths.some((depth) => Math.abs(depth) < 1e-4)) return undefined;
    return depths.filter((depth) => depth > 0).length / 4;
  });
}

describe("drawn triangles", () => {
  it("cover the quarters whose centre lies in one of them", () => {
    fc.assert(
      fc.property(meshes, (any) => {
        const mesh = { ...any, faces: facesOf(any).flatMap((face) => (area(any, face) > 1e-3 ? face : [])) };
        const covered = rasterise(mesh, height, width);
        expected(mesh).forEach((share, i) => {
          if (share !== undefined) expect(covered[i]).toBe(share);
        });
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it("may come in either sense of rotation, with padding", () => {
    const mesh = { y: [-0.5, 0.7, -0.2], x: [-0.6, 0.1, 0.8] };
    const [one, other] = [
      [0, 1, 2, -1, -1, -1],
      [2, 1, 0],
    ].map((faces) => rasterise({ ...mesh, faces }, height, width));
    expect(one).toEqual(other);
    expect(one!.some((share) => share > 0)).toBe(true);
  });
});

describe("the slope of drawn triangles", () => {
  const square = { y: [-0.43, -0.47, 0.41, 0.45], x: [-0.45, 0.41, 0.46, -0.42], faces: [0, 1, 2, 0, 2, 3] };
  const [rows, columns] = [12, 12];
  const drawn = rasterise(square, rows, columns);
  const towards = (target: (row: number, column: number) => number) =>
    rasteriseVjp(
      square,
      drawn.map((share, i) => 2 * (share - target(Math.floor(i / columns), i % columns))),
      rows,
      columns,
    );

  it("pushes a contour outwards where more is wanted around it", () => {
    const { y, x } = towards(() => 1);
    expect([y[0]! > 0, y[2]! < 0, x[0]! > 0, x[1]! < 0]).toEqual([true, true, true, true]);
  });

  it("pulls it inwards where less is wanted", () => {
    const { y, x } = towards(() => 0);
    expect([y[0]! < 0, y[2]! > 0, x[0]! < 0, x[1]! > 0]).toEqual([true, true, true, true]);
  });

  it("moves it towards where the mask lies", () => {
    const { x } = towards((_, column) => Number(column >= 5));
    expect(x.every((slope) => slope < 0)).toBe(true);
  });

  it("is nothing where all is as wanted", () => {
    const { y, x } = rasteriseVjp(square, new Float64Array(rows * columns), rows, columns);
    expect([...y, ...x].every((slope) => slope === 0)).toBe(true);
  });

  it("is finite, whatever the triangles", () => {
    fc.assert(
      fc.property(
        meshes,
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 35, maxLength: 35 }),
        (mesh, slope) => {
          const { y, x } = rasteriseVjp(mesh, slope, height, width);
          expect([...y, ...x].every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 300, seed: 8 },
    );
  });
});
