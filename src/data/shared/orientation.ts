import type { Numbers, Raster } from "./raster.js";

/** Towards the positive and the negative end of x, y and z in space (NIfTI: right, anterior, superior are positive). */
const letters = ["RL", "AP", "SI"] as const;

/**
 * Where the axes of voxels point to, such as `RAS` or `LPS`: the directions in space closest to them.
 *
 * @param affine rows are x, y and z; columns the voxel axes i, j and k.
 * @returns nothing where the matrix is not one of three independent axes.
 */
export function orientationOf(affine: readonly (readonly number[])[]): string | undefined {
  const column = (j: number) => [0, 1, 2].map((i) => affine[i]![j]!);
  const shares = [0, 1, 2].map((j) => {
    const length = Math.hypot(...column(j));
    return column(j).map((x) => x / length);
  });
  if (!shares.flat().every(Number.isFinite)) return undefined;
  const code = ["", "", ""];
  const free = { axes: new Set([0, 1, 2]), directions: new Set([0, 1, 2]) };
  while (free.axes.size) {
    let best: [axis: number, direction: number] | undefined;
    for (const axis of free.axes)
      for (const direction of free.directions)
        if (!best || Math.abs(shares[axis]![direction]!) > Math.abs(shares[best[0]]![best[1]]!))
          best = [axis, direction];
    const [axis, direction] = best!;
    code[axis] = letters[direction]![shares[axis]![direction]! >= 0 ? 0 : 1]!;
    free.axes.delete(axis);
    free.directions.delete(direction);
  }
  return code.join("");
}

const directionOf = (letter: string) => letters.findIndex((pair) => pair.includes(letter));

/** A volume `[k, j, i]` (or a picture `[j, i]`) with its axes turned to another orientation, spacing with them. */
export function reoriented(raster: Raster, wanted: string): Raster {
  const { orientation, space, channels, data, spacing } = raster;
  if (orientation === undefined || orientation === wanted) return raster;
  const rank = space.length;
  // Axes of the array run opposite to the letters: the last axis is the first letter.
  const from = [...orientation].slice(0, rank).reverse();
  const to = [...wanted].slice(0, rank).reverse();
  const sources = to.map((letter) => from.findIndex((other) => directionOf(other) === directionOf(letter)));
  if (sources.includes(-1)) return raster;
  const flipped = to.map((letter, axis) => letter !== from[sources[axis]!]);
  const strides = space.map((_, axis) => space.slice(axis + 1).reduce((product, n) => product * n, channels));
  const sizes = sources.map((source) => space[source]!);
  const result = data.slice() as Numbers;
  const at = new Array<number>(rank).fill(0);
  for (let to = 0; to < data.length; to += channels) {
    let source = 0;
    for (let axis = 0; axis < rank; axis++)
      source += strides[sources[axis]!]! * (flipped[axis] ? sizes[axis]! - 1 - at[axis]! : at[axis]!);
    for (let c = 0; c < channels; c++) result[to + c] = data[source + c]!;
    for (let axis = rank - 1; axis >= 0 && ++at[axis]! === sizes[axis]; axis--) at[axis] = 0;
  }
  const remark = `its axes point to ${orientation} and were turned to ${wanted}`;
  return {
    ...raster,
    space: sizes,
    data: result,
    orientation: wanted,
    ...(spacing && { spacing: sources.map((source) => spacing[source]!) }),
    remarks: [...(raster.remarks ?? []), remark],
  };
}
