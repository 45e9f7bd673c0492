import type { Axis } from "../../graph/ops/axes.js";
import { dispatch, type Node, type RoutineOp, type Table } from "../../graph/ops.js";
import type { HostTensor } from "../backend.js";

/** A routine was given NaN, which has no place in an order and no distance. The message names the routine, its input and the position. */
export class NotANumber extends Error {
  override readonly name = "NotANumber";
}

/** @throws {NotANumber} if an argument of a routine holds NaN. */
export function refuseNaNArgument(node: Node<RoutineOp>, index: number, { data, shape }: HostTensor): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isNaN(data[i]!)) continue;
    const { axes } = node.args[index]!;
    const where = axes.length ? ` at ${position(axes, shape, i)}` : "";
    throw new NotANumber(`\`${node.op}\` was given NaN: ${dispatch(roles, node, index)} is NaN${where}.`);
  }
}

/** What each argument of a routine is. */
const roles = {
  distanceTransform: (node, arg) => (arg === 0 ? "its mask" : `its spacing along ${node.attributes.space[arg - 1]}`),
  persistence: () => "its image",
  matching: (_, arg) => (arg === 0 ? "its first image" : "its second image"),
  connectedComponents: () => "its mask",
  skeleton: () => "its mask",
  argsort: () => "its list of values",
  accumulate: (_, arg) => (arg === 0 ? "its list of keys" : "its list of values"),
  polygon: (_, arg) => coordinates[arg] ?? "a length or a spacing",
  triangulate: (_, arg) => coordinates[arg]!,
  rasterise: (_, arg) => coordinates[arg] ?? "a vertex of a triangle, or a length",
  rasteriseVjp: (_, arg) => coordinates[arg] ?? (arg === 5 ? "the cotangent of its pixels" : "a vertex of a triangle"),
} satisfies Table<RoutineOp, [arg: number], string>;

const coordinates = ["the y of its points", "the x of its points"];

/** `batch 0, y 3, x 5`: the place of an entry, by the names of its axes. */
function position(axes: readonly Axis[], shape: readonly number[], index: number): string {
  const places: string[] = [];
  let rest = index;
  for (let k = axes.length - 1; k >= 0; k--) {
    places.unshift(`${axes[k]} ${rest % shape[k]!}`);
    rest = Math.floor(rest / shape[k]!);
  }
  return places.join(", ");
}
