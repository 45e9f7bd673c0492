import { type Case, DataError } from "../data/case.js";
import type { Random } from "../random.js";
import type { Samples } from "./samples.js";

/** One of the eight ways to lay a square on itself: rotated by `turns` × 90° counter-clockwise, after mirroring left to right if `mirrored`. */
export interface Pose {
  readonly turns: 0 | 1 | 2 | 3;
  readonly mirrored: boolean;
}

/**
 * What is done to crops at random: nothing; mirroring left to right, one in two; one of the eight ways to lay a square on itself. Where left and right have meanings,
 * mirrored images teach a network to confuse them; where rows and columns have different spacing, turned images have wrong distances.
 */
export type Augmentation = "none" | "flip" | "dihedral";

export interface CropOptions {
  readonly count: number;
  /** Side of the square crops in pixels. */
  readonly size: number;
  /** Default `dihedral`. */
  readonly augment?: Augmentation;
}

const UPRIGHT: Pose = { turns: 0, mirrored: false };

const poseOf = (augment: Augmentation, random: Random): Pose => {
  if (augment === "none") return UPRIGHT;
  return augment === "flip" ? { turns: 0, mirrored: random.below(2) === 1 } : anyPose(random);
};

/**
 * Square crops at random places of random cases, images and masks alike.
 *
 * @throws {DataError} if there is no case, or one is smaller than a crop.
 */
export function randomCrops(
  cases: readonly Case[],
  { count, size, augment = "dihedral" }: CropOptions,
  random: Random,
): Samples {
  const [first] = cases;
  if (!first) throw new DataError("there are no images to crop");
  const small = cases.find(({ height, width }) => Math.min(height, width) < size);
  if (small) {
    throw new DataError(
      `${small.name} is ${small.width}×${small.height} pixels, too small for crops of ${size}×${size}: choose smaller crops or leave it out`,
    );
  }
  const { channels } = first;
  const images = new Float32Array(count * size * size * channels);
  const masks = new Float32Array(count * size * size);
  for (let i = 0; i < count; i++) {
    const { image, mask, height, width } = cases[random.below(cases.length)]!;
    const top = random.below(height - size + 1);
    const left = random.below(width - size + 1);
    const pose = poseOf(augment, random);
    const crop = (source: Float32Array, depth: number) =>
      posed(cut(source, width, depth, top, left, size), size, depth, pose);
    images.set(crop(image, channels), i * size * size * channels);
    masks.set(crop(mask, 1), i * size * size);
  }
  return { count, height: size, width: size, channels, images, masks };
}

/** One of the eight poses, all equally likely. */
export function anyPose(random: Random): Pose {
  return { turns: random.below(4) as Pose["turns"], mirrored: random.below(2) === 1 };
}

/** A square picture `[size, size, channels]` in another pose. */
export function posed(picture: Float32Array, size: number, channels: number, { turns, mirrored }: Pose): Float32Array {
  const result = new Float32Array(picture.length);
  const last = size - 1;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [turnedY, turnedX] = [
        [y, x],
        [x, last - y],
        [last - y, last - x],
        [last - x, y],
      ][turns]!;
      const from = (turnedY! * size + (mirrored ? last - turnedX! : turnedX!)) * channels;
      for (let c = 0; c < channels; c++) result[(y * size + x) * channels + c] = picture[from + c]!;
    }
  }
  return result;
}

function cut(
  source: Float32Array,
  width: number,
  channels: number,
  top: number,
  left: number,
  size: number,
): Float32Array {
  const result = new Float32Array(size * size * channels);
  for (let y = 0; y < size; y++) {
    const from = ((top + y) * width + left) * channels;
    result.set(source.subarray(from, from + size * channels), y * size * channels);
  }
  return result;
}

/**
 * Keep whole images back from training, at least one and at most all but one; which ones is random.
 *
 * @param fraction of the images to hold out, in 0..1.
 * @throws {DataError} if there are fewer than two.
 */
export function holdOut<T>(items: readonly T[], fraction: number, random: Random): { training: T[]; heldOut: T[] } {
  if (items.length < 2) {
    throw new DataError(
      `${items.length === 1 ? "one image is" : "no images are"} too few to train and to check on another: give at least two`,
    );
  }
  const kept = Math.min(items.length - 1, Math.max(1, Math.round(items.length * fraction)));
  const order = random.shuffled(items.map((_, i) => i));
  const heldOut = new Set(order.slice(0, kept));
  return { training: items.filter((_, i) => !heldOut.has(i)), heldOut: items.filter((_, i) => heldOut.has(i)) };
}

/**
 * A picture extended to the right and below, by repeating its last column and row, until both sides are multiples of a number.
 *
 * @param picture `[height, width, channels]`
 */
export function paddedToMultiple(
  picture: Float32Array,
  size: { readonly height: number; readonly width: number; readonly channels: number },
  multiple: number,
): { height: number; width: number; data: Float32Array } {
  const { channels } = size;
  const height = Math.ceil(size.height / multiple) * multiple;
  const width = Math.ceil(size.width / multiple) * multiple;
  const data = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (Math.min(y, size.height - 1) * size.width + Math.min(x, size.width - 1)) * channels;
      for (let c = 0; c < channels; c++) data[(y * width + x) * channels + c] = picture[from + c]!;
    }
  }
  return { height, width, data };
}
