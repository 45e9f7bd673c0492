/** A closed polygon, its vertices in pixels whose centres lie at whole numbers; the last vertex is joined to the first. */
export interface Polygon {
  readonly y: ArrayLike<number>;
  readonly x: ArrayLike<number>;
}

/** Where each pixel lies with respect to a polygon, row by row. */
export interface PixelLocations {
  /** 1 inside by the even–odd rule: where the polygon crosses itself, what it winds around twice is outside. */
  readonly inside: Float64Array;
  /** The edge nearest to the pixel, by the vertex it starts from; −1 without vertices. */
  readonly edge: Float64Array;
  /** How far along that edge the point nearest to the pixel lies: 0 at its start, 1 at its end. */
  readonly share: Float64Array;
}

/** Every pixel against every edge: time grows with pixels times vertices, memory with pixels only. `spacing` is the size of a pixel along y and x. */
export function locatePixels(
  polygon: Polygon,
  height: number,
  width: number,
  spacing: readonly number[],
): PixelLocations {
  const pixels = height * width;
  const [inside, edge, share] = [new Float64Array(pixels), new Float64Array(pixels), new Float64Array(pixels)];
  const nearest = new Float64Array(pixels).fill(Number.POSITIVE_INFINITY);
  edge.fill(-1);
  const [down, across] = [spacing[0]!, spacing[1]!];
  const count = polygon.y.length;
  for (let from = 0; from < count; from++) {
    const to = (from + 1) % count;
    const [ay, ax] = [polygon.y[from]! * down, polygon.x[from]! * across];
    const [dy, dx] = [polygon.y[to]! * down - ay, polygon.x[to]! * across - ax];
    const square = dy * dy + dx * dx;
    for (let row = 0; row < height; row++) {
      const py = row * down - ay;
      const border = crossed(polygon, from, to, row);
      for (let column = 0; column < width; column++) {
        const at = row * width + column;
        const px = column * across - ax;
        if (column < border) inside[at] = 1 - inside[at]!;
        const along = square > 0 ? Math.min(Math.max((py * dy + px * dx) / square, 0), 1) : 0;
        const distance = (py - along * dy) ** 2 + (px - along * dx) ** 2;
        if (distance >= nearest[at]!) continue;
        nearest[at] = distance;
        edge[at] = from;
        share[at] = along;
      }
    }
  }
  return { inside, edge, share };
}

/** Up to which column an edge lies to the right of the pixels of a row; before the first where it does not cross the row. */
function crossed({ y, x }: Polygon, from: number, to: number, row: number): number {
  const [ay, by] = [y[from]!, y[to]!];
  if (ay > row === by > row) return Number.NEGATIVE_INFINITY;
  return ((x[to]! - x[from]!) * (row - ay)) / (by - ay) + x[from]!;
}

/**
 * A closed polygon as a mask: 1 at pixels whose centre lies inside, by the even–odd rule; row by row. For what a trained contour gives in the end.
 *
 * @param vertices `[y, x]` in pixels, in order along the contour.
 *
 * @example
 * fillPolygon([[1, 1], [1, 6], [6, 6], [6, 1]], 8, 8)
 */
export function fillPolygon(
  vertices: readonly (readonly [y: number, x: number])[],
  height: number,
  width: number,
): Uint8Array {
  const polygon = { y: vertices.map(([y]) => y), x: vertices.map(([, x]) => x) };
  const mask = new Uint8Array(height * width);
  for (let row = 0; row < height; row++)
    for (let from = 0; from < vertices.length; from++) {
      const border = Math.min(Math.ceil(crossed(polygon, from, (from + 1) % vertices.length, row)), width);
      for (let column = 0; column < border; column++) mask[row * width + column]! ^= 1;
    }
  return mask;
}
