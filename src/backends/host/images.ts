import type { Axis } from "../../graph/ops/axes.js";
import type { Node } from "../../graph/ops.js";
import { ESSENTIAL } from "../../routines/persistence/pairs.js";
import { type Patch, patchesOf } from "../../routines/persistence/patches.js";
import type { HostTensor } from "../backend.js";

/** Singles where the backend's are: no routine then looks for what only doubles hold. */
type Numbers = Float32Array | Float64Array;

const alike = (data: ArrayLike<number>, length = data.length): Numbers =>
  data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);

/** A tensor of the same shape, each image of which is written by `f` from the one in its place. */
export function imageByImage(
  node: Node,
  { data, shape }: HostTensor,
  space: readonly Axis[],
  f: (image: Numbers, sizes: readonly number[], result: Numbers) => void,
): HostTensor {
  const { sizes, all } = imagesOf(node.args[0]!.axes, shape, space);
  const result = alike(data);
  for (const image of all) {
    const own = image.stride === 1 ? result.subarray(image.start, image.start + image.count) : alike(data, image.count);
    f(imageEntries(data, image), sizes, own);
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
export function imagesOf(axes: readonly Axis[], shape: readonly number[], space: readonly Axis[]) {
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
export function imageEntries(data: ArrayLike<number>, { start, stride, count }: Image): Numbers {
  if (stride === 1 && (data instanceof Float32Array || data instanceof Float64Array))
    return data.subarray(start, start + count);
  const image = alike(data, count);
  for (let i = 0; i < count; i++) image[i] = data[start + i * stride]!;
  return image;
}

export function put(data: Numbers, { start, stride, count }: Image, image: ArrayLike<number>): void {
  for (let i = 0; i < count; i++) data[start + i * stride] = image[i]!;
}

/**
 * The lists that a routine finds in each patch of each image, side by side. Lists come in groups of one length, and a group is as long as its longest
 * anywhere: the others are filled up.
 */
export function overPatches(
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
    const images = tensors.map(({ data }) => imageEntries(data, one));
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
  const data = new Float64Array(lists.length * length).fill(ESSENTIAL);
  lists.forEach((list, place) => {
    const [image, patch] = [Math.floor(place / patches), place % patches];
    const start = (Math.floor(image / inner) * patches + patch) * length * inner + (image % inner);
    put(data, { start, stride: inner, count: list.length }, list);
  });
  return data;
}
