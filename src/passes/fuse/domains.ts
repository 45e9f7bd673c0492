import { type Axis, isSpatial, kindOf } from "../../graph/ops/axes.js";
import { isLeaf, isPointwise, isReduction, isRoutine, type Node } from "../../graph/ops.js";

/**
 * Where a value lives and what makes it:
 * `pixels` — images in memory or in registers, made by the loop over pixels · `table` — numbers per sample, class or list entry, with no spatial axis, made
 * between those loops · `apart` — computed by a step of its own: a routine, or an operation that these loops cannot express.
 */
export type Domain = "pixels" | "table" | "external";

/** Whether a value has the shape of an image: all spatial axes, and beside them nothing but samples and classes. */
export const isImage = (axes: readonly Axis[], space: readonly Axis[]): boolean =>
  space.every((axis) => axes.includes(axis)) &&
  axes.every((axis) => space.includes(axis) || axis === "batch" || kindOf(axis) === "class");

/** Whether a value has no spatial axis, whole or in parts. */
export const isTable = (axes: readonly Axis[]): boolean => !axes.some((axis) => isSpatial(kindOf(axis)));

/** Tables a loop over pixels can read: one number per sample and class. */
const isPerImage = (axes: readonly Axis[]): boolean =>
  axes.every((axis) => axis === "batch" || kindOf(axis) === "class");

/** Whether all that a reduction over `axes` leaves of an image has no spatial axis, and all of the image is met. */
const overWholeImage = (axes: readonly Axis[], space: readonly Axis[]) => space.every((axis) => axes.includes(axis));

const overClasses = (axes: readonly Axis[]) => axes.every((axis) => kindOf(axis) === "class");

/** The most weights of a convolution that is part of a loop, unless the target says otherwise. */
const mostTaps = 2048;

/** What a loop over pixels can do on the target, beside what all loops can. */
export interface LoopLimits {
  /** Whether a convolution of so many weights by so many classes is written into a loop: each weight an instruction for each class. */
  readonly unrolls?: (weights: number, classes: number) => boolean;
  readonly width: (axes: readonly Axis[]) => number;
}

/** Neighbours further away than this are not read by loops over pixels. */
const furthest = 48;

/** Where a node is computed; for one that is `apart`, why. */
export function domainOf(
  node: Node,
  space: readonly Axis[],
  limits: LoopLimits,
): { readonly place: Domain; readonly why?: string } {
  if (isRoutine(node)) return { place: "external", why: "a routine" };
  if (node.op === "result") return { place: "external" };
  const image = isImage(node.axes, space);
  if (isLeaf(node)) return image ? { place: "pixels" } : isTable(node.axes) ? { place: "table" } : strange;
  if (image) return { place: fitsPixels(node, space, limits) ? "pixels" : "external", why: whyUnfit(node) };
  if (!isTable(node.axes)) return strange;
  if (isReduction(node) && isImage(node.args[0]!.axes, space))
    return overWholeImage(node.attributes.axes, space) ? { place: "table" } : strange;
  if (node.op === "gather") {
    const [image, list] = node.args;
    return isImage(image!.axes, space) && isTable(list!.axes) ? { place: "table" } : strange;
  }
  return node.args.every((arg) => isTable(arg.axes)) && fitsTables(node)
    ? { place: "table" }
    : { place: "external", why: unfit };
}

const unfit = "it moves entries along an axis that loops here do not move along";
const strange = { place: "external", why: "its axes are those of neither an image nor a table" } as const;

const whyUnfit = (node: Node): string => (node.op === "convolve" ? "its kernel is large" : unfit);

function fitsPixels(node: Node, space: readonly Axis[], { unrolls, width }: LoopLimits): boolean {
  const readable = node.args.every((arg) => isImage(arg.axes, space) || (isTable(arg.axes) && isPerImage(arg.axes)));
  if (!readable) return false;
  if (isPointwise(node) || node.op === "detach" || node.op === "broadcast") return true;
  if (!isImage(node.args[0]!.axes, space)) return false;
  switch (node.op) {
    case "sum":
    case "reduceMax":
    case "reduceMin":
      return overClasses(node.attributes.axes);
    case "take":
    case "takeTranspose":
      return kindOf(node.attributes.axis) === "class";
    case "shift":
      return isNear(node) && node.attributes.border !== "wrap";
    case "shiftTranspose":
      return isNear(node);
    case "reduceWindow": {
      const { axis, before, after } = node.attributes;
      return isSpatial(axis) && Math.max(before, after) <= furthest;
    }
    case "convolve": {
      const { axes, sizes, values } = node.attributes;
      const near = sizes.every((size) => size <= 2 * furthest + 1);
      const weights = values.filter((w) => w !== 0).length;
      const fits = unrolls ? unrolls(weights, width(node.axes)) : weights <= mostTaps;
      return near && axes.every(isSpatial) && fits;
    }
    default:
      return false;
  }
}

const isNear = ({ attributes: { axis, by } }: Node<"shift" | "shiftTranspose">): boolean =>
  isSpatial(axis) && Math.abs(by) <= furthest;

function fitsTables(node: Node): boolean {
  if (isPointwise(node) || node.op === "detach" || node.op === "broadcast" || isReduction(node)) return true;
  return (node.op === "take" || node.op === "takeTranspose") && kindOf(node.attributes.axis) === "class";
}
