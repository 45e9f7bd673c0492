import { type Axis, kindOf } from "../../../graph/ops/axes.js";
import type { Node } from "../../../graph/ops.js";
import { classCount } from "../../axis-sizes.js";
import type { Sizes } from "../../backend.js";

/** How images lie in memory: rows padded to whole vectors of four floats. */
export interface ImageGeometry {
  readonly space: readonly Axis[];
  readonly images: number;
  /** Length of each spatial axis. */
  readonly lengths: readonly number[];
  /** Pixels of a row that count, and floats it takes. */
  readonly row: number;
  readonly pitch: number;
  /** Rows of one image: over all spatial axes but the last. */
  readonly rows: number;
}

export function geometryOf(space: readonly Axis[], sizes: Sizes): ImageGeometry {
  const lengths = space.map((axis) => sizes.get(axis) ?? 1);
  const row = lengths.at(-1) ?? 1;
  return {
    space,
    images: sizes.get("batch") ?? 1,
    lengths,
    row,
    pitch: Math.ceil(row / 4) * 4,
    rows: lengths.slice(0, -1).reduce((a, b) => a * b, 1),
  };
}

/**
 * `interleaved`: the classes of a pixel side by side, as tensors of the host are. `planar`: one class after the other, each an image.
 */
export interface ImageLayout {
  readonly order: "interleaved" | "planar";
  readonly classes: number;
  /** Whether there is one image for each sample, or one for all. */
  readonly batched: boolean;
}

/** Floats of one image of one class, and of all classes of a sample. */
export const planeFloats = ({ pitch, rows }: ImageGeometry): number => pitch * rows;
export const sampleFloats = (geometry: ImageGeometry, { classes }: ImageLayout): number =>
  planeFloats(geometry) * classes;
export const imageFloats = (geometry: ImageGeometry, layout: ImageLayout): number =>
  sampleFloats(geometry, layout) * (layout.batched ? geometry.images : 1);

/** What the host gives lies interleaved, what kernels make lies class by class. */
export const layoutOf = (node: Node, sizes: Sizes): ImageLayout => ({
  order: node.op === "input" ? "interleaved" : "planar",
  classes: classCount(node.axes, sizes),
  batched: node.axes.some((axis) => kindOf(axis) === "batch"),
});

/** Copies an image tensor of the host, interleaved and without padding, into memory. */
export function writeImage(
  to: Float32Array,
  at: number,
  from: ArrayLike<number>,
  geometry: ImageGeometry,
  layout: ImageLayout,
) {
  const { row, pitch } = geometry;
  const { classes, order } = layout;
  const rows = geometry.rows * (layout.batched ? geometry.images : 1);
  if (order === "interleaved" || classes === 1) {
    if (row === pitch) return to.set(from, at);
    const values = from as Float32Array;
    for (let r = 0; r < rows; r++)
      to.set(
        values.subarray
          ? values.subarray(r * row * classes, (r + 1) * row * classes)
          : Array.from(from).slice(r * row * classes, (r + 1) * row * classes),
        at + r * pitch * classes,
      );
    return;
  }
  const size = planeFloats(geometry);
  for (let r = 0; r < rows; r++) {
    const [image, line] = [Math.floor(r / geometry.rows), r % geometry.rows];
    for (let x = 0; x < row; x++)
      for (let c = 0; c < classes; c++)
        to[at + (image * classes + c) * size + line * pitch + x] = from[(r * row + x) * classes + c]!;
  }
}

/** The reverse of `write`: a tensor as the host has it. */
export function readInterleaved<T extends Float32Array | Float64Array>(
  from: Float32Array,
  at: number,
  geometry: ImageGeometry,
  layout: ImageLayout,
  into: new (length: number) => T,
): T {
  const { row, pitch } = geometry;
  const { classes, order } = layout;
  const rows = geometry.rows * (layout.batched ? geometry.images : 1);
  const values = new into(rows * row * classes);
  if (order === "interleaved" || classes === 1) {
    if (row === pitch) values.set(from.subarray(at, at + values.length));
    else
      for (let r = 0; r < rows; r++)
        values.set(
          from.subarray(at + r * pitch * classes, at + r * pitch * classes + row * classes),
          r * row * classes,
        );
    return values;
  }
  const size = planeFloats(geometry);
  for (let r = 0; r < rows; r++) {
    const [image, line] = [Math.floor(r / geometry.rows), r % geometry.rows];
    for (let x = 0; x < row; x++)
      for (let c = 0; c < classes; c++)
        values[(r * row + x) * classes + c] = from[at + (image * classes + c) * size + line * pitch + x]!;
  }
  return values;
}
