import { type Connectivity, dual, frame } from "./frame.js";
import { componentsByKernels, rootsByKernels } from "./kernels/components.js";
import { pixelCount } from "./sizes.js";
import { ABSENT, find } from "./union-find.js";

/** Labels of one image, row-major: 0 for background, 1 … `count` for the components in the order in which a scan meets them. */
export interface Components {
  readonly labels: Int32Array<ArrayBuffer>;
  readonly count: number;
}

/**
 * The connected components of the true pixels (value above 0.5) of one image with any number of axes, row-major.
 *
 * @throws {RangeError} if the sizes do not fit the mask.
 */
export function components(mask: ArrayLike<number>, sizes: readonly number[], connectivity: Connectivity): Components {
  const pixels = pixelCount("components", sizes, mask.length);
  const byKernels = componentsByKernels({ mask, sizes, connectivity });
  if (byKernels !== undefined) return byKernels;
  const { cells, at, offsets } = frame(sizes, connectivity);
  const earlier = offsets.filter((offset) => offset < 0);
  const parents = new Int32Array(cells).fill(ABSENT);

  for (let i = 0; i < pixels; i++) {
    if (!(mask[i]! > 0.5)) continue;
    const cell = at[i]!;
    parents[cell] = cell;
    let root = cell;
    for (let k = 0; k < earlier.length; k++) {
      const neighbour = cell + earlier[k]!;
      if (parents[neighbour]! === ABSENT) continue;
      const other = find(parents, neighbour);
      const first = Math.min(root, other);
      parents[Math.max(root, other)] = first;
      root = first;
    }
  }
  return labelled(parents, at);
}

/**
 * For each pixel the row-major index of the first pixel of its component, its root; `NOWHERE` in the background.
 *
 * @throws {RangeError} if the sizes do not fit the mask.
 */
export function rootsInto(
  result: Float32Array | Float64Array,
  mask: ArrayLike<number>,
  sizes: readonly number[],
  connectivity: Connectivity,
): void {
  pixelCount("components", sizes, mask.length);
  if (rootsByKernels(result, { mask, sizes, connectivity })) return;
  const { labels, count } = components(mask, sizes, connectivity);
  const first = new Float64Array(count + 1).fill(NOWHERE);
  for (let i = labels.length - 1; i >= 0; i--) if (labels[i] !== 0) first[labels[i]!] = i;
  for (let i = 0; i < labels.length; i++) result[i] = first[labels[i]!]!;
}

/** The position of what belongs to no component. */
const NOWHERE = -1;

/** A parent comes before its child in scan order, so one pass hands every label on. */
function labelled(parents: Int32Array<ArrayBuffer>, at: Int32Array): Components {
  const labels = new Int32Array(at.length);
  const labelOfCell = new Int32Array(parents.length);
  let count = 0;
  for (let i = 0; i < at.length; i++) {
    const cell = at[i]!;
    const parent = parents[cell]!;
    if (parent === ABSENT) continue;
    const label = parent === cell ? ++count : labelOfCell[parent]!;
    labelOfCell[cell] = label;
    labels[i] = label;
  }
  return { labels, count };
}

/**
 * The Betti numbers of the true pixels (value above 0.5) of a 2-D image: how many components and how many holes.
 *
 * A hole is a component of the background, under the dual connectivity, that does not reach the border of the image.
 *
 * @throws {RangeError} if the sizes do not fit the mask.
 */
export function betti2d(
  mask: ArrayLike<number>,
  height: number,
  width: number,
  connectivity: Connectivity,
): [components: number, holes: number] {
  const { count } = components(mask, [height, width], connectivity);
  const outer = [height + 2, width + 2];
  const background = new Uint8Array((height + 2) * (width + 2)).fill(1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x]! > 0.5) background[(y + 1) * (width + 2) + x + 1] = 0;
    }
  }
  const outside = 1;
  return [count, components(background, outer, dual(connectivity)).count - outside];
}
