const single = Math.fround;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far the plane of all triangles lies from the viewer in ACDRNet: 1 + 1 + 1/tan 30°. */
const distance = single(1 + single(1 / Math.tan(Math.PI / 6) + 1));

/**
 * The depth of a triangle at a place, as neural_renderer interpolates it between the corners. It is the same everywhere but for rounding; where triangles overlap,
 * as they do once a contour has folded, rounding is what decides which of them is seen, and so at which the surrogate gradient pulls.
 */
export function depths(corners: readonly [Point, Point, Point]): (x: number, y: number) => number {
  const [a, b, c] = corners;
  const area = sum(
    product(c.x, difference(a.y, b.y)),
    product(a.x, difference(b.y, c.y)),
    product(b.x, difference(c.y, a.y)),
  );
  const shares = corners.map((_, k) => {
    const [p, q] = [corners[(k + 1) % 3]!, corners[(k + 2) % 3]!];
    const rest = difference(product(p.x, q.y), product(q.x, p.y));
    return [difference(p.y, q.y), difference(q.x, p.x), rest].map((part) => single(part / area));
  });
  return (x, y) => {
    const raw = shares.map(([alongX, alongY, rest]) => sum(product(alongX!, x), product(alongY!, y), rest!));
    const kept = raw.map((share) => Math.min(Math.max(share, 0), 1));
    const total = sum(kept[0]!, kept[1]!, kept[2]!);
    const parts = kept.map((share) => single(single(share / total) / distance));
    return single(1 / sum(parts[0]!, parts[1]!, parts[2]!));
  };
}

const product = (a: number, b: number): number => single(a * b);
const difference = (a: number, b: number): number => single(a - b);
const sum = (a: number, b: number, c: number): number => single(single(a + b) + c);
