import type { Axis } from "../../../graph/ops/axes.js";
import type { Node } from "../../../graph/ops.js";
import { shapeOf } from "../../axis-sizes.js";
import type { Sizes } from "../../backend.js";

/** The pixels that kernels go over. Images lie in memory as TensorFlow.js has them: sample by sample, row by row, the classes of a pixel side by side. */
export interface PixelGrid {
  readonly space: readonly Axis[];
  readonly sizes: Sizes;
  readonly images: number;
  /** Length of each spatial axis. */
  readonly lengths: readonly number[];
  /** Pixels of one image. */
  readonly pixels: number;
}

export function gridOf(space: readonly Axis[], sizes: Sizes): PixelGrid {
  const lengths = space.map((axis) => sizes.get(axis) ?? 1);
  return { space, sizes, images: sizes.get("batch") ?? 1, lengths, pixels: lengths.reduce((a, b) => a * b, 1) };
}

export const isBatched = ({ axes }: Node): boolean => axes.includes("batch");

/** Whether the lengths of all axes are known before anything runs: lists that routines make have one that is not. */
export const isMeasured = (axes: readonly Axis[], sizes: Sizes): boolean => axes.every((axis) => sizes.has(axis));

export const entriesOf = (axes: readonly Axis[], sizes: Sizes): number =>
  shapeOf(axes, sizes).reduce((a, b) => a * b, 1);
