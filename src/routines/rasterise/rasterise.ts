import { depths } from "./depth.js";

/** Triangles in the plane of an image whose borders lie at −1 and 1, with `y` upwards. */
export interface Mesh {
  readonly y: ArrayLike<number>;
  readonly x: ArrayLike<number>;
  /** Three vertices for each triangle, in either sense of rotation; −1 fills up. */
  readonly faces: ArrayLike<number>;
}

/** A corner of a triangle: the number of its vertex, and its place among the quarters of pixels. */
export interface Corner {
  readonly vertex: number;
  readonly x: number;
  readonly y: number;
}
export type Triangle = readonly [Corner, Corner, Corner];

/** Quarters of pixels, two by two in each, in rows that count upwards; `owner` is the triangle seen there, −1 where there is none. */
export interface QuarterPixels {
  readonly height: number;
  readonly width: number;
  readonly owner: Int32Array;
}

/**
 * How much of each pixel triangles cover: how many of its quarters have their centre in one, borders included. 0, ¼, ½, ¾ or 1, row by row from the top.
 *
 * It is what neural_renderer (Kato, Ushiku, Harada, CVPR 2018) draws as a silhouette, in single precision step by step: where a border meets a centre, and for
 * the gradient right beside it, the last bits decide.
 */
export function rasterise(mesh: Mesh, height: number, width: number): Float64Array {
  const { owner } = draw(trianglesOf(mesh, height, width), height, width);
  const covered = new Float64Array(height * width);
  for (let i = 0; i < owner.length; i++) if (owner[i]! >= 0) covered[pixelOf(i, height, width)]! += 0.25;
  return covered;
}

/** The pixel that a quarter is part of. */
export function pixelOf(quarter: number, height: number, width: number): number {
  const row = 2 * height - 1 - Math.floor(quarter / (2 * width));
  return (row >> 1) * width + ((quarter % (2 * width)) >> 1);
}

/** Each triangle in the sense of rotation that faces the viewer; those that had to be turned come last. */
export function trianglesOf({ y, x, faces }: Mesh, height: number, width: number): readonly Triangle[] {
  const corner = (vertex: number): Corner => ({
    vertex,
    x: quarters(x[vertex]!, 2 * width),
    y: quarters(y[vertex]!, 2 * height),
  });
  const [triangles, turned]: [Triangle[], Triangle[]] = [[], []];
  for (let i = 0; i + 2 < faces.length; i += 3) {
    if (faces[i]! < 0) continue;
    const [a, b, c] = [corner(faces[i]!), corner(faces[i + 1]!), corner(faces[i + 2]!)];
    const turn = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (turn < 0) turned.push([c, b, a]);
    else triangles.push([a, b, c]);
  }
  return [...triangles, ...turned];
}

/** −1 … 1 as a place among so many quarters, whose centres lie at whole numbers. */
const quarters = (place: number, count: number): number =>
  single(0.5 * single(single(single(single(place) * count) + count) - 1));

export function draw(triangles: readonly Triangle[], height: number, width: number): QuarterPixels {
  const canvas = { height: 2 * height, width: 2 * width, owner: new Int32Array(4 * height * width).fill(-1) };
  const nearest = new Float64Array(canvas.owner.length).fill(Number.POSITIVE_INFINITY);
  triangles.forEach((triangle, id) => {
    drawOne(canvas, nearest, triangle, id);
  });
  return canvas;
}

/** Column by column between two borders. The nearest triangle is seen; of equally near ones, the first. */
function drawOne({ height, width, owner }: QuarterPixels, nearest: Float64Array, triangle: Triangle, id: number): void {
  const [left, middle, right] = [...triangle].sort((a, b) => a.x - b.x) as [Corner, Corner, Corner];
  if (left.x === right.x) return;
  const depthAt = depths([left, middle, right]);
  for (let x = Math.max(Math.ceil(left.x), 0); x <= Math.min(right.x, width - 1); x++) {
    const [from, to] = x <= middle.x ? [left, middle] : [middle, right];
    const one = from.x === to.x ? middle.y : crossing(x, from.x, from.y, to.x, to.y);
    const other = crossing(x, left.x, left.y, right.x, right.y);
    const top = Math.min(Math.max(one, other), height - 1);
    for (let y = Math.max(Math.ceil(Math.min(one, other)), 0); y <= top; y++) {
      const depth = depthAt(x, y);
      if (!(depth < nearest[y * width + x]!)) continue;
      nearest[y * width + x] = depth;
      owner[y * width + x] = id;
    }
  }
}

/** What the straight line through two points is `at` a place. */
export const crossing = (at: number, start: number, first: number, end: number, second: number): number =>
  single(single(single(single(second - first) / single(end - start)) * single(at - start)) + first);

export const single = Math.fround;
