import type { Axis } from "../graph/axes.js";
import { dispatch, type Node, type RoutineOp, type Table } from "../graph/ops.js";
import { rootsInto } from "../routines/components.js";
import { distanceInto } from "../routines/distance.js";
import { NEVER } from "../routines/features.js";
import { order, ranks, sumsInOrder } from "../routines/order.js";
import { matchingIn, type Patch, patchesOf, persistenceIn } from "../routines/patches.js";
import { skeleton } from "../routines/skeleton.js";
import type { HostTensor } from "./backend.js";
import { contourRoutines } from "./host-contours.js";

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
    return [imageByImage(node, mask!, space, (image, sizes, result) => distanceInto(result, image, sizes, units))];
  },

  persistence: (node, [image]) => {
    const { space } = node.attributes;
    return listed(
      node,
      [image!],
      space.map(() => 2),
      (patch, [values]) => persistenceIn(patch, values!, node.attributes).map(({ births, deaths }) => [births, deaths]),
    );
  },

  matching: (node, images) => {
    const { space } = node.attributes;
    const groups = space.flatMap(() => [4, 2]);
    return listed(node, images, groups, (patch, [values, others]) =>
      matchingIn(patch, values!, others!, node.attributes).flatMap((found) => [
        [found.births, found.deaths, found.partnerBirths, found.partnerDeaths],
        [found.lost.births, found.lost.deaths],
      ]),
    );
  },

  components: (node, [mask]) => {
    const { space, connectivity } = node.attributes;
    return [
      imageByImage(node, mask!, space, (image, sizes, result) => {
        rootsInto(result, image, sizes, connectivity);
      }),
    ];
  },

  skeleton: (node, [mask]) => [
    imageByImage(node, mask!, node.attributes.space, (image, sizes, result) => {
      result.set(skeleton(image, sizes));
    }),
  ],

  order: (node, [x]) => {
    const { axes, descending } = node.attributes;
    const rows = imagesOf(node.args[0]!.axes, x!.shape, axes);
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

  accumulate: (node, [keys, values]) => {
    const { axes, descending } = node.attributes;
    const data = new Float64Array(keys!.data.length);
    for (const row of imagesOf(node.args[0]!.axes, keys!.shape, axes).all)
      put(data, row, sumsInOrder(order(read(keys!.data, row), descending), read(values!.data, row)));
    return [{ shape: keys!.shape, data }];
  },

  ...contourRoutines,
} satisfies Table<RoutineOp, [args: readonly HostTensor[]], readonly HostTensor[]>;

/** Singles where the backend's are: no routine then looks for what only doubles hold. */
type Numbers = Float32Array | Float64Array;

const alike = (data: ArrayLike<number>, length = data.length): Numbers =>
  data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);

/** A tensor of the same shape, each image of which is written by `f` from the one in its place. */
function imageByImage(
  node: Node,
  { data, shape }: HostTensor,
  space: readonly Axis[],
  f: (image: Numbers, sizes: readonly number[], result: Numbers) => void,
): HostTensor {
  const { sizes, all } = imagesOf(node.args[0]!.axes, shape, space);
  const result = alike(data);
  for (const image of all) {
    const own = image.stride === 1 ? result.subarray(image.start, image.start + image.count) : alike(data, image.count);
    f(read(data, image), sizes, own);
    if (image.stride !== 1) put(result, image, own);
  }
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

/** The entries of an image side by side: those of the tensor itself, where they are. */
function read(data: ArrayLike<number>, { start, stride, count }: Image): Numbers {
  if (stride === 1 && (data instanceof Float32Array || data instanceof Float64Array))
    return data.subarray(start, start + count);
  const image = alike(data, count);
  for (let i = 0; i < count; i++) image[i] = data[start + i * stride]!;
  return image;
}

function put(data: Numbers, { start, stride, count }: Image, image: ArrayLike<number>): void {
  for (let i = 0; i < count; i++) data[start + i * stride] = image[i]!;
}

/**
 * The lists that a routine finds in each patch of each image, side by side. Lists come in groups of one length, and a group is as long as its longest
 * anywhere: the others are filled up.
 */
function listed(
  node: Node<"persistence" | "matching">,
  tensors: readonly HostTensor[],
  groups: readonly number[],
  find: (patch: Patch, images: readonly Numbers[]) => readonly (readonly Int32Array[])[],
): readonly HostTensor[] {
  const { space, patch } = node.attributes;
  const { axes } = node.args[0]!;
  const { shape } = tensors[0]!;
  const { sizes, all, inner } = imagesOf(axes, shape, space);
  const patches = patchesOf(sizes, patch);
  const found = all.flatMap((one) => {
    const images = tensors.map(({ data }) => read(data, one));
    return patches.map((part) => find(part, images));
  });
  const first = axes.indexOf(space[0]!);
  return groups.flatMap((count, group) => {
    // Not every backend can hold a tensor of no entries, so even the list of no features has one: padding.
    const length = Math.max(1, ...found.map((lists) => lists[group]![0]!.length));
    return Array.from({ length: count }, (_, k) => ({
      shape: [
        ...shape.slice(0, first),
        ...(patch === undefined ? [] : [patches.length]),
        length,
        ...shape.slice(first + space.length),
      ],
      data: padded(
        found.map((lists) => lists[group]![k]!),
        { length, inner, patches: patches.length },
      ),
    }));
  });
}

function padded(
  lists: readonly Int32Array[],
  { length, inner, patches }: { readonly length: number; readonly inner: number; readonly patches: number },
): Float64Array<ArrayBuffer> {
  const data = new Float64Array(lists.length * length).fill(NEVER);
  lists.forEach((list, place) => {
    const [image, patch] = [Math.floor(place / patches), place % patches];
    const start = (Math.floor(image / inner) * patches + patch) * length * inner + (image % inner);
    put(data, { start, stride: inner, count: list.length }, list);
  });
  return data;
}

function refuseNaN(node: Node<RoutineOp>, index: number, { data, shape }: HostTensor): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isNaN(data[i]!)) continue;
    const { axes } = node.args[index]!;
    const where = axes.length ? ` at ${position(axes, shape, i)}` : "";
    throw new NotANumber(`\`${node.op}\` was given NaN: ${dispatch(roles, node, index)} is NaN${where}.`);
  }
}

/** What each argument of a routine is. */
const roles = {
  distance: (node, arg) => (arg === 0 ? "its mask" : `its spacing along ${node.attributes.space[arg - 1]}`),
  persistence: () => "its image",
  matching: (_, arg) => (arg === 0 ? "its first image" : "its second image"),
  components: () => "its mask",
  skeleton: () => "its mask",
  order: () => "its list of values",
  accumulate: (_, arg) => (arg === 0 ? "its list of keys" : "its list of values"),
  polygon: (_, arg) => coordinates[arg] ?? "a length or a spacing",
  triangulate: (_, arg) => coordinates[arg]!,
  rasterise: (_, arg) => coordinates[arg] ?? "a vertex of a triangle, or a length",
  rasteriseSlope: (_, arg) => coordinates[arg] ?? (arg === 5 ? "the slope by its pixels" : "a vertex of a triangle"),
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
