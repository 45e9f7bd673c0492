import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { triangulate } from "../../src/routines/triangulate.js";

interface Case {
  readonly id: string;
  readonly points?: readonly number[];
  readonly vertices?: readonly number[];
  readonly faces: readonly number[];
  readonly n_faces: number;
  readonly unique?: boolean;
}

/** Triangulations by scipy (qhull). */
const { cases_delaunay: cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, "cases/delaunay.json"), "utf8"),
) as { readonly cases_delaunay: readonly Case[] };

type Point = readonly [x: number, y: number];
type Face = readonly [number, number, number];

const facesOf = (list: ArrayLike<number>): Face[] =>
  Array.from({ length: list.length / 3 }, (_, i) => [list[3 * i]!, list[3 * i + 1]!, list[3 * i + 2]!]);

const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point) => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);

const area = (points: readonly Point[], faces: readonly Face[]) =>
  faces.reduce((sum, [a, b, c]) => sum + Math.abs(turn(points[a]!, points[b]!, points[c]!)) / 2, 0);

/** Above 0 where a point lies strictly inside the circle through the corners of a face. */
function depth(points: readonly Point[], [a, b, c]: Face, [x, y]: Point): number {
  const rows = [a, b, c].map((corner) => {
    const [dx, dy] = [points[corner]![0] - x, points[corner]![1] - y];
    return [dx, dy, dx * dx + dy * dy] as const;
  });
  const [p, q, r] = rows as [Row, Row, Row];
  const determinant =
    p[0] * (q[1] * r[2] - q[2] * r[1]) - p[1] * (q[0] * r[2] - q[2] * r[0]) + p[2] * (q[0] * r[1] - q[1] * r[0]);
  return determinant * Math.sign(turn(points[a]!, points[b]!, points[c]!));
}
type Row = readonly [number, number, number];

const sorted = (faces: readonly Face[]) =>
  faces.map((face) => [...face].sort((p, q) => p - q).join()).sort((a, b) => (a < b ? -1 : 1));

describe.each(cases.map((c) => [c.id, c] as const))("%s", (_, c) => {
  const flat = c.points ?? c.vertices!;
  const points = Array.from({ length: flat.length / 2 }, (_, i): Point => [flat[2 * i]!, flat[2 * i + 1]!]);
  const faces = facesOf(
    triangulate(
      points.map(([, y]) => y),
      points.map(([x]) => x),
    ),
  );

  it("has as many faces as qhull finds, over the same area", () => {
    expect(faces.length).toBe(c.n_faces);
    expect(area(points, faces)).toBeCloseTo(area(points, facesOf(c.faces.flat())), 9);
  });

  it("has no point inside the circle around a face", () => {
    for (const face of faces) for (const point of points) expect(depth(points, face, point)).toBeLessThan(1e-9);
  });

  it.skipIf(!c.unique)("is the only one", () => {
    expect(sorted(faces)).toEqual(sorted(facesOf(c.faces.flat())));
  });
});

describe("a triangulation", () => {
  it.each([
    ["nothing", [], []],
    ["one point", [1], [1]],
    ["points on one line", [0, 1, 2, 3], [0, 2, 4, 6]],
    ["points in one place", [1, 1, 1], [2, 2, 2]],
  ])("has no faces between %s", (_, y, x) => expect(triangulate(y, x).length).toBe(0));
});
