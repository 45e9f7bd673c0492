import type { Axis } from "../graph/axes.js";
import { dispatch, type Node, type RoutineOp, type Table } from "../graph/ops.js";
import type { HostTensor } from "./backend.js";
import { components, roots } from "./routines/components.js";
import { distance } from "./routines/distance.js";
import { type CriticalPixels, NEVER } from "./routines/features.js";
import { order, ranks } from "./routines/order.js";
import { patchesOf, persistenceIn } from "./routines/patches.js";
import { skeleton } from "./routines/skeleton.js";

/** A routine was given NaN, which has no place in an order and no distance. The message names the routine, its input and the position. */
export class NotANumber extends Error {
  override readonly name = "NotANumber";
}

/**
 * All results of a routine, computed here from the contents of its arguments.
 *
 * @throws {NotANumber} if an argument holds NaN.
 */
export function hostRoutine(node: Node<RoutineOp>, args: readonly HostTensor[]): readonly HostTensor[] {
  args.forEach((arg, i) => {
    refuseNaN(node, i, arg);
  });
  return dispatch(routines, node, args);
}

const routines = {
  distance: (node, [mask, ...spacing]) => {
    const { space } = node.attributes;
    const units = spacing.map((unit) => unit.data[0]!);
    return [imageByImage(node, mask!, space, (image, sizes) => distance(image, sizes, units))];
  },

  persistence: (node, [image]) => {
    const { space, construction, patch } = node.attributes;
    const { axes } = node.args[0]!;
    const { sizes, all, inner } = imagesOf(axes, image!.shape, space);
    const patches = patchesOf(sizes, patch);
    const found = all.flatMap((one) => {
      const values = read(image!.data, one);
      return patches.map((part) => persistenceIn(part, values, sizes, construction));
    });
    const first = axes.indexOf(space[0]!);
    const shape = (length: number) => [
      ...image!.shape.slice(0, first),
      ...(patch === undefined ? [] : [patches.length]),
      length,
      ...image!.shape.slice(first + space.length),
    ];
    return space.flatMap((_, dimension) => {
      const features = found.map((dimensions) => dimensions[dimension]!);
      // Not every backend can hold a tensor of no entries, so even the list of no features has one: padding.
      const length = Math.max(1, ...features.map((f) => f.births.length));
      return (["births", "deaths"] as const).map((end) => ({
        shape: shape(length),
        data: padded(features, end, { length, inner, patches: patches.length }),
      }));
    });
  },

  components: (node, [mask]) => {
    const { space, connectivity } = node.attributes;
    return [imageByImage(node, mask!, space, (image, sizes) => roots(components(image, sizes, connectivity)))];
  },

  skeleton: (node, [mask]) => [imageByImage(node, mask!, node.attributes.space, skeleton)],

  order: (node, [x]) => {
    const { axis, descending } = node.attributes;
    const rows = imagesOf(node.args[0]!.axes, x!.shape, [axis]);
    const sorted = new Float64Array(x!.data.length);
    const places = new Float64Array(x!.data.length);
    for (const row of rows.all) {
      const indices = order(read(x!.data, row), descending);
      put(sorted, row, indices);
      put(places, row, ranks(indices));
    }
    return [
      { shape: x!.shape, data: sorted },
      { shape: x!.shape, data: places },
    ];
  },
} satisfies Table<RoutineOp, [args: readonly HostTensor[]], readonly HostTensor[]>;

/** A tensor of the same shape, each image of which comes from the one in its place. */
function imageByImage(
  node: Node,
  { data, shape }: HostTensor,
  space: readonly Axis[],
  f: (image: Float64Array, sizes: readonly number[]) => ArrayLike<number>,
): HostTensor {
  const { sizes, all } = imagesOf(node.args[0]!.axes, shape, space);
  const result = new Float64Array(data.length);
  for (const image of all) put(result, image, f(read(data, image), sizes));
  return { shape, data: result };
}

/** Where the entries of one image lie in a tensor. */
interface Image {
  readonly start: number;
  readonly stride: number;
  readonly count: number;
}

/** The images a tensor holds: one for each entry of the axes around `space`, whose axes lie side by side. */
function imagesOf(axes: readonly Axis[], shape: readonly number[], space: readonly Axis[]) {
  const first = axes.indexOf(space[0]!);
  const product = (lengths: readonly number[]) => lengths.reduce((a, b) => a * b, 1);
  const sizes = shape.slice(first, first + space.length);
  const count = product(sizes);
  const inner = product(shape.slice(first + space.length));
  const all: Image[] = [];
  for (let outer = 0; outer < product(shape.slice(0, first)); outer++)
    for (let i = 0; i < inner; i++) all.push({ start: outer * count * inner + i, stride: inner, count });
  return { sizes, inner, all };
}

function read(data: ArrayLike<number>, { start, stride, count }: Image): Float64Array {
  const image = new Float64Array(count);
  for (let i = 0; i < count; i++) image[i] = data[start + i * stride]!;
  return image;
}

function put(data: Float64Array, { start, stride, count }: Image, image: ArrayLike<number>): void {
  for (let i = 0; i < count; i++) data[start + i * stride] = image[i]!;
}

/** The lists of all patches of all images side by side, each filled up to the same length. */
function padded(
  features: readonly CriticalPixels[],
  end: "births" | "deaths",
  { length, inner, patches }: { readonly length: number; readonly inner: number; readonly patches: number },
): Float64Array<ArrayBuffer> {
  const data = new Float64Array(features.length * length).fill(NEVER);
  features.forEach((feature, list) => {
    const [image, patch] = [Math.floor(list / patches), list % patches];
    const start = (Math.floor(image / inner) * patches + patch) * length * inner + (image % inner);
    put(data, { start, stride: inner, count: feature[end].length }, feature[end]);
  });
  return data;
}

function refuseNaN(node: Node<RoutineOp>, index: number, { data, shape }: HostTensor): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isNaN(data[i]!)) continue;
    const { axes } = node.args[index]!;
    const where = axes.length ? ` at ${position(axes, shape, i)}` : "";
    throw new NotANumber(`\`${node.op}\` was given NaN: ${roles[node.op](index, node)} is NaN${where}.`);
  }
}

const roles: { readonly [O in RoutineOp]: (arg: number, node: Node<RoutineOp>) => string } = {
  distance: (arg, node) =>
    arg === 0 ? "its mask" : `its spacing along ${(node as Node<"distance">).attributes.space[arg - 1]}`,
  persistence: () => "its image",
  components: () => "its mask",
  skeleton: () => "its mask",
  order: () => "its list of values",
};

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
