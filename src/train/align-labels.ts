import { expectSize } from "./extreme-points.js";

export interface AlignOptions {
  /** How thick the edges of the given label are drawn, in pixels. */
  readonly radius?: number;
  /** λ: how strongly the given label holds the contour. */
  readonly lambda?: number;
  /** α: how sharply edges stop the contour. */
  readonly alpha?: number;
  /** Smoothings of the contour in each step. */
  readonly smoothing?: number;
  readonly iterations?: number;
}

/**
 * Moves the border of a noisy label to the edges a network sees: the label alignment of STEAL, a morphological geodesic active contour on a cost map whose valleys are
 * predicted edges and, with less weight, the border of the label itself. A value only: no gradient passes. An empty label stays empty.
 *
 * After the code of Acuna, Kar, Fidler (CVPR 2019) and Márquez-Neila, Baumela, Álvarez (TPAMI 2014). There the alternation of the smoothing goes on from one call to
 * the next; here every call begins anew.
 *
 * @param mask `[height, width]`; above 0 is the object.
 * @param edges `[height, width]`: how sure the network is of an edge, from 0 on; only the shares of the largest count.
 * @returns `[height, width]`, 0 and 1.
 */
export function alignLabels(
  mask: ArrayLike<number>,
  edges: ArrayLike<number>,
  height: number,
  width: number,
  { radius = 2, lambda = 0.2, alpha = 1, smoothing = 1, iterations = 5 }: AlignOptions = {},
): Uint8Array {
  expectSize(mask, height, width);
  expectSize(edges, height, width);
  const size = { height, width };
  let label: Uint8Array = Uint8Array.from({ length: height * width }, (_, i) => Number(mask[i]! > 0));
  if (!label.includes(1)) return label;
  const gradients = gradient(costMap(maskEdges(label, height, width, radius), edges, lambda, alpha), size);
  let outerFirst = true;
  for (let step = 0; step < iterations; step++) {
    const own = gradient(label, size);
    label = label.map((inside, i) => {
      const pull = gradients[0]![i]! * own[0]![i]! + gradients[1]![i]! * own[1]![i]!;
      return pull > 0 ? 1 : pull < 0 ? 0 : inside;
    });
    for (let k = 0; k < smoothing; k++) {
      label = outerFirst ? opened(closed(label, size), size) : closed(opened(label, size), size);
      outerFirst = !outerFirst;
    }
  }
  return label;
}

/** The pixels of a mask of 0 and 1 that lie no further than `radius` from one of the other kind; beyond the border is 0. */
export function maskEdges(mask: ArrayLike<number>, height: number, width: number, radius: number): Uint8Array {
  expectSize(mask, height, width);
  const reach = Math.floor(radius);
  const at = (y: number, x: number) =>
    y >= 0 && y < height && x >= 0 && x < width ? Number(mask[y * width + x]! > 0) : 0;
  return Uint8Array.from({ length: height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++)
        if (dy * dy + dx * dx <= radius * radius && at(y + dy, x + dx) !== at(y, x)) return 1;
    return 0;
  });
}

/** Low at edges, of the network and of the label. */
export function costMap(own: ArrayLike<number>, seen: ArrayLike<number>, lambda: number, alpha: number): Float64Array {
  const largest = Array.from(seen).reduce((a, b) => Math.max(a, b), 0) + 1e-5;
  const stop = (edge: number) => 1 / Math.sqrt(1 + alpha * edge);
  return Float64Array.from(own, (edge, i) => stop(seen[i]! / largest) + lambda * stop(edge));
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Central differences by row and by column, one-sided at the border. */
function gradient(image: ArrayLike<number>, { height, width }: Size): readonly [Float64Array, Float64Array] {
  const along = (length: number, step: number, place: (i: number) => number) =>
    Float64Array.from({ length: height * width }, (_, i) => {
      const [before, after] = [Math.min(1, place(i)), Math.min(1, length - 1 - place(i))];
      return (image[i + after * step]! - image[i - before * step]!) / Math.max(1, before + after);
    });
  return [along(height, width, (i) => Math.floor(i / width)), along(width, 1, (i) => i % width)];
}

/** The lines of three pixels through a pixel, by the way to one of its neighbours. */
const lines = [
  [1, 1],
  [1, 0],
  [1, -1],
  [0, 1],
] as const;

/** 1 where all of some line through a pixel is 1. */
const opened = (label: Uint8Array, size: Size) => overLines(label, size, (line) => line.some((sum) => sum === 3));
/** 1 where every line through a pixel holds a 1. */
const closed = (label: Uint8Array, size: Size) => overLines(label, size, (line) => line.every((sum) => sum > 0));

/** Decides each pixel by how many of the three are 1 on each line; beyond the border there are none. */
function overLines(
  label: Uint8Array,
  { height, width }: Size,
  decide: (sums: readonly number[]) => boolean,
): Uint8Array {
  const at = (y: number, x: number) => (y >= 0 && y < height && x >= 0 && x < width ? label[y * width + x]! : 0);
  return label.map((here, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return Number(decide(lines.map(([dy, dx]) => at(y - dy, x - dx) + here + at(y + dy, x + dx))));
  });
}
