import { type CriticalPixels, NEVER } from "./features.js";
import { type Construction, persistence2d } from "./persistence.js";
import { persistence3d } from "./persistence-3d.js";

/** A box of an image, in pixels. */
export interface Patch {
  readonly start: readonly number[];
  readonly sizes: readonly number[];
}

/** Squares or cubes of a side that cut up an image, row-major; those at the far border are as large as the image leaves them. Without a side, the whole image. */
export function patchesOf(sizes: readonly number[], side = Math.max(...sizes)): readonly Patch[] {
  if (!Number.isInteger(side) || side < 1)
    throw new RangeError(`The side of a patch must be a positive integer, not ${side}.`);
  let patches: readonly Patch[] = [{ start: [], sizes: [] }];
  for (const size of sizes) {
    const cuts = Array.from({ length: Math.ceil(size / side) }, (_, k) => k * side);
    patches = patches.flatMap((patch) =>
      cuts.map((cut) => ({ start: [...patch.start, cut], sizes: [...patch.sizes, Math.min(side, size - cut)] })),
    );
  }
  return patches;
}

/**
 * The pixels of a patch in row-major order, as positions in the whole image of these sizes.
 *
 * @throws {RangeError} if patch and image differ in their number of axes.
 */
export function pixelsOf({ start, sizes }: Patch, image: readonly number[]): Int32Array<ArrayBuffer> {
  if (start.length !== image.length)
    throw new RangeError(`A patch with ${start.length} axes is in no image with ${image.length}.`);
  let positions = new Int32Array(1);
  for (const [axis, size] of sizes.entries()) {
    const finer = new Int32Array(positions.length * size);
    for (let i = 0; i < finer.length; i++)
      finer[i] = positions[Math.floor(i / size)]! * image[axis]! + start[axis]! + (i % size);
    positions = finer;
  }
  return positions;
}

/** Persistence of a part of an image by itself, as if there were nothing around it; the positions are those of the whole image. */
export function persistenceIn(
  patch: Patch,
  image: Float64Array,
  sizes: readonly number[],
  construction: Construction,
): readonly CriticalPixels[] {
  if (patch.sizes.every((size, axis) => size === sizes[axis])) return persistence(image, sizes, construction);
  const pixels = pixelsOf(patch, sizes);
  const inImage = (index: number) => (index === NEVER ? NEVER : pixels[index]!);
  const part = Float64Array.from(pixels, (pixel) => image[pixel]!);
  return persistence(part, patch.sizes, construction).map(({ births, deaths }) => ({
    births: births.map(inImage),
    deaths: deaths.map(inImage),
  }));
}

/**
 * The persistent homology of an image of two or three axes, a list for each dimension: see `persistence2d` and `persistence3d`.
 *
 * @throws {RangeError} for another number of axes.
 */
function persistence(values: Float64Array, sizes: readonly number[], construction: Construction): CriticalPixels[] {
  const [first, second, third] = sizes;
  if (sizes.length === 2) return persistence2d(values, first!, second!, construction);
  if (sizes.length === 3) return persistence3d(values, [first!, second!, third!], construction);
  throw new RangeError(`\`persistence\` is defined for images of 2 or 3 axes, not ${sizes.length}.`);
}
