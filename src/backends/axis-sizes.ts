import { type Axis, kindOf } from "../graph/ops/axes.js";
import type { Node } from "../graph/ops.js";
import type { Sizes } from "./backend.js";

/** @throws {Error} where the size is not known. */
export function sizeOfAxis(axis: Axis, sizes: Sizes): number {
  const size = sizes.get(axis);
  if (size === undefined) throw new Error(`The length of the axis \`${axis}\` is not known.`);
  return size;
}

/** The shape of a value with these axes. */
export const shapeOf = (axes: readonly Axis[], sizes: Sizes): number[] => axes.map((axis) => sizeOfAxis(axis, sizes));

/** The classes of a value, 1 where it has no such axis. */
export function classCount(axes: readonly Axis[], sizes: Sizes): number {
  const own = axes.find((axis) => kindOf(axis) === "class");
  return own === undefined ? 1 : sizeOfAxis(own, sizes);
}

/** Steps along the spatial axes, in array order: where a neighbour of a pixel lies. */
export type Offset = readonly number[];

/** `class:0,2`: an axis restricted to some of its entries. */
const restricted = /^\w+:(\d+(?:,\d+)*)$/;

/** The sizes of axes, as a run learns them: given, part of the name of the axis, or found on the first value that has it. */
export class AxisSizes {
  readonly #known: Map<Axis, number>;

  constructor(given: Sizes, nodes: readonly Node[]) {
    this.#known = new Map(given);
    for (const node of nodes) {
      for (const axis of node.axes) this.#learnFromName(axis);
      if (node.op === "axisSize") this.#learnFromName(node.attributes.axis);
    }
  }

  get all(): Sizes {
    return this.#known;
  }

  of(axis: Axis): number {
    return sizeOfAxis(axis, this.#known);
  }

  learn(axes: readonly Axis[], shape: readonly number[]): void {
    axes.forEach((axis, i) => {
      if (!this.#known.has(axis)) this.#known.set(axis, shape[i]!);
    });
  }

  #learnFromName(axis: Axis): void {
    const indices = restricted.exec(axis)?.[1];
    if (indices !== undefined && !this.#known.has(axis)) this.#known.set(axis, indices.split(",").length);
  }
}
