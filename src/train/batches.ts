import { type Case, DataError } from "../data/case.js";
import { random } from "../random.js";
import { type Augmentation, randomCrops } from "./crops.js";
import type { Samples } from "./samples.js";
import { standardised } from "./standardise.js";

/** Where a training loop gets its batches from: the same epoch and step give the same batch. */
export interface Batches {
  readonly stepsPerEpoch: number;
  /** Images per batch. */
  readonly size: number;
  at(epoch: number, step: number): Samples;
}

export interface WholeImages {
  /** Images per batch. Default 8, or all there are. */
  readonly batch?: number;
  readonly seed: number;
}

/**
 * Whole images of one size, every one once an epoch (what does not fill a batch waits for another epoch), in an order that changes with the epoch.
 *
 * @throws {DataError} if there are none, or their sizes differ.
 */
export function wholeImages(cases: readonly Case[], { batch = 8, seed }: WholeImages): Batches {
  const [first] = cases;
  if (!first) throw new DataError("there are no images to train on");
  const odd = cases.find(({ height, width }) => height !== first.height || width !== first.width);
  if (odd) throw new DataError(`${first.name} and ${odd.name} are not of one size: train on crops of them`);
  const size = Math.min(batch, cases.length);
  return {
    stepsPerEpoch: Math.floor(cases.length / size),
    size,
    at: (epoch, step) => {
      const order = random(seed).fork(`order of epoch ${epoch}`).shuffled(cases);
      return stacked(order.slice(step * size, (step + 1) * size));
    },
  };
}

export interface Crops {
  /** Side of the square crops in pixels. */
  readonly size: number;
  /** Crops per batch. Default 8. */
  readonly batch?: number;
  readonly stepsPerEpoch: number;
  /** How crops are mirrored and turned. Default `dihedral`. */
  readonly augment?: Augmentation;
  readonly seed: number;
}

/** Random crops of images of any size, new ones in every step. @throws {DataError} if there is no image, or one is smaller than a crop. */
export function crops(
  cases: readonly Case[],
  { size, batch = 8, stepsPerEpoch, augment = "dihedral", seed }: Crops,
): Batches {
  const at = (epoch: number, step: number, count = batch) =>
    randomCrops(cases, { count, size, augment }, random(seed).fork(`step ${step} of epoch ${epoch}`));
  at(0, 0, 1);
  return { stepsPerEpoch, size: batch, at };
}

/** The images of samples one by one, named by their place. */
export function casesOf({ count, height, width, channels, images, masks }: Samples, name: string): Case[] {
  const pixels = height * width;
  return Array.from({ length: count }, (_, i) => ({
    name: `${name} ${i + 1}`,
    height,
    width,
    channels,
    image: images.subarray(i * pixels * channels, (i + 1) * pixels * channels),
    mask: masks.subarray(i * pixels, (i + 1) * pixels),
  }));
}

/** Images of one size as one array. */
export function stacked(cases: readonly Case[]): Samples {
  const { height, width, channels } = cases[0]!;
  const images = new Float32Array(cases.length * height * width * channels);
  const masks = new Float32Array(cases.length * height * width);
  cases.forEach(({ image, mask }, i) => {
    images.set(image, i * image.length);
    masks.set(mask, i * mask.length);
  });
  return { count: cases.length, height, width, channels, images, masks };
}

/** A case whose image is `standardised`: the network's input. The mask stays. */
export const prepared = (item: Case): Case => ({ ...item, image: standardised(item.image, item.channels) });

/** The slices of one volume, `prepared` together: an empty slice stays empty beside the others. */
export function preparedTogether(slices: readonly Case[]): Case[] {
  const whole = new Float32Array(slices.reduce((sum, { image }) => sum + image.length, 0));
  let at = 0;
  const places = slices.map(({ image }) => {
    whole.set(image, at);
    at += image.length;
    return at - image.length;
  });
  const result = standardised(whole, slices[0]?.channels ?? 1);
  return slices.map((slice, i) => ({ ...slice, image: result.subarray(places[i]!, places[i]! + slice.image.length) }));
}
