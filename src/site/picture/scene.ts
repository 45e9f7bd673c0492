/** Two masks of one size: what an annotator drew and what a network says, as logits. */
export interface Scene {
  readonly size: number;
  /** 0 or 1 per pixel, row-major. */
  readonly target: Float32Array;
  /** Logits, row-major; the edge of what is predicted is 0. */
  readonly logits: Float32Array;
}

type Point = readonly [y: number, x: number];
/** Signed distance to a shape in pixels, below 0 inside. */
type Shape = (at: Point) => number;

const size = 96;

const stroke =
  (radius: number, ...through: readonly Point[]): Shape =>
  (at) =>
    Math.min(...through.slice(1).map((end, i) => toSegment(at, through[i]!, end))) - radius;

function toSegment([y, x]: Point, [ay, ax]: Point, [by, bx]: Point): number {
  const [dy, dx] = [by - ay, bx - ax];
  const t = Math.max(0, Math.min(1, ((y - ay) * dy + (x - ax) * dx) / (dy * dy + dx * dx)));
  return Math.hypot(y - ay - t * dy, x - ax - t * dx);
}

const disk =
  (radius: number, [cy, cx]: Point): Shape =>
  ([y, x]) =>
    Math.hypot(y - cy, x - cx) - radius;

const ring =
  (radius: number, half: number, centre: Point): Shape =>
  (at) =>
    Math.abs(disk(radius, centre)(at)) - half;

const union =
  (...shapes: readonly Shape[]): Shape =>
  (at) =>
    Math.min(...shapes.map((shape) => shape(at)));

const without =
  (shape: Shape, hole: Shape): Shape =>
  (at) =>
    Math.max(shape(at), -hole(at));

const drawn = (shape: Shape): Float32Array =>
  Float32Array.from({ length: size * size }, (_, i) => Number(shape([Math.floor(i / size), i % size]) <= 0));

/** A prediction of a shape, soft at its edge: the logit falls by `perPixel` for each pixel outwards, and stays within ±5. */
const believed = (shape: Shape, perPixel = 0.8): Float32Array =>
  Float32Array.from({ length: size * size }, (_, i) => {
    const logit = -perPixel * shape([Math.floor(i / size), i % size]);
    return Math.fround(Math.max(-5, Math.min(5, logit)));
  });

/** A vessel that branches, a ring and a spot. */
const trunk = stroke(3.2, [92, 20], [60, 34], [38, 30], [8, 40]);
const branch = stroke(2.4, [52, 33], [40, 56], [14, 66]);
const loop = ring(13, 2.6, [70, 70]);
const spot = disk(4, [24, 14]);

/**
 * What a loss may be asked to tell apart: the prediction is right on the trunk, a little too thick at its foot; the branch is torn in one place; the ring is open;
 * the spot is missed; and there is a spot where nothing is.
 */
export const vessels: Scene = {
  size,
  target: drawn(union(trunk, branch, loop, spot)),
  logits: believed(
    union(
      stroke(5.2, [92, 20], [72, 29]),
      trunk,
      without(branch, disk(5, [38, 57])),
      without(loop, disk(6, [62, 80])),
      disk(4.5, [44, 84]),
    ),
  ),
};

/** One compact object, for losses of outlines and level sets: the target is an egg, the prediction a circle that lies off it. */
const egg: Shape = ([y, x]) => Math.hypot((y - 50) * (y < 50 ? 0.85 : 1.15), (x - 46) * 1.05) - 26;
export const circle = { centre: [44, 52] as Point, radius: 24 };

export const object: Scene = {
  size,
  target: drawn(egg),
  logits: believed(disk(circle.radius, circle.centre), 1),
};

/** The signed distance to the circle in pixels, below 0 inside: a level set that a network might predict. */
export const circleLevels: Float32Array = Float32Array.from({ length: size * size }, (_, i) =>
  Math.fround(disk(circle.radius, circle.centre)([Math.floor(i / size), i % size])),
);

/** The unit vectors that point away from the target's centre, `[y, x]` for each pixel: the normals an annotator's contour would have. */
export const normals: Float32Array = Float32Array.from({ length: size * size * 2 }, (_, i) => {
  const [y, x] = [Math.floor(i / 2 / size) - 50, (Math.floor(i / 2) % size) - 46];
  const length = Math.hypot(y, x) || 1;
  return Math.fround((i % 2 ? x : y) / length);
});

/** The circle as a polygon, (y, x) in pixels. */
export const polygon = (points: number): Float32Array =>
  Float32Array.from({ length: points * 2 }, (_, i) => {
    const angle = (2 * Math.PI * Math.floor(i / 2)) / points;
    const [cy, cx] = circle.centre;
    return Math.fround(i % 2 ? cx + circle.radius * Math.cos(angle) : cy + circle.radius * Math.sin(angle));
  });
