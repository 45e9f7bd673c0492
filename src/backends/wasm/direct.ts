import type { Node } from "../../graph/ops.js";
import { distanceInto } from "../routines/distance.js";
import { type Geometry, plane } from "./geometry.js";
import type { Memory } from "./memory.js";
import type { Image } from "./value.js";

/** Truth, which cannot be NaN. */
const comparisons: ReadonlySet<string> = new Set(["less", "lessEqual", "equal"]);
const isTruth = (node: Node): boolean =>
  comparisons.has(node.op) ||
  (node.op === "sub" && node.args[0]!.op === "constant" && isTruth(node.args[1]!)) ||
  (node.op === "detach" && isTruth(node.args[0]!));

/** Whether a routine can read and write images where they lie, instead of copies of them. */
export const runsInPlace = (node: Node, image: Image | undefined): node is Node<"distance"> =>
  node.op === "distance" && isTruth(node.args[0]!) && (image?.layout.order === "planar" || image?.layout.classes === 1);

/** The distance transform of every image of a mask, each class by itself. */
export function distanceInPlace(
  memory: Memory,
  geometry: Geometry,
  from: Image,
  to: Image,
  spacing: readonly number[],
): void {
  const { f32 } = memory;
  const size = plane(geometry);
  const count = from.layout.classes * (from.layout.batched ? geometry.images : 1);
  for (let k = 0; k < count; k++) {
    const at = (image: Image) => f32.subarray(image.address / 4 + k * size, image.address / 4 + (k + 1) * size);
    distanceInto(at(to), at(from), geometry.lengths, spacing, geometry.pitch);
  }
}
