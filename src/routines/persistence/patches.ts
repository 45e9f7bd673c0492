import type { Construction } from "./complex.js";
import type { PersistenceForms } from "./forms.js";
import { persistencePairs2d, persistencePairs3d } from "./homology.js";
import { type ComparisonImage, type Matching, matching } from "./matching.js";
import { ESSENTIAL, type PersistencePairs } from "./pairs.js";

/** An image made of the pixels of another: its sizes, and for each of its pixels, in row-major order, the position it comes from. */
export interface Patch {
  readonly sizes: readonly number[];
  readonly pixels: Int32Array<ArrayBuffer>;
  /** Whether it is that image, pixel by pixel. */
  readonly isWhole?: boolean;
}

type Numbers = Float32Array | Float64Array;

/** The patches last asked for, which are those of the next step of a training. */
let last: { readonly key: string; readonly patches: readonly Patch[] } | undefined;

/** Squares or cubes of a side that cut up an image, row-major; those at the far border are as large as the image leaves them. Without a side, the whole image. */
export function patchesOf(sizes: readonly number[], side = Math.max(...sizes)): readonly Patch[] {
  if (!Number.isInteger(side) || side < 1)
    throw new RangeError(`The side of a patch must be a positive integer, not ${side}.`);
  const key = `${sizes.join("×")} ${side}`;
  if (last?.key === key) return last.patches;
  let patches: readonly Patch[] = [{ sizes: [], pixels: Int32Array.of(0) }];
  for (const size of sizes) {
    const starts = Array.from({ length: Math.ceil(size / side) }, (_, k) => k * side);
    patches = patches.flatMap((patch) =>
      starts.map((start) => extended(patch, size, start, Math.min(side, size - start))),
    );
  }
  if (patches.length === 1) patches = patches.map((patch) => ({ ...patch, isWhole: true }));
  last = { key, patches };
  return patches;
}

/** With one more axis, of which a patch takes `count` of `size` pixels from `start` on. */
function extended({ sizes, pixels }: Patch, size: number, start: number, count: number): Patch {
  const finer = new Int32Array(pixels.length * count);
  for (let i = 0; i < finer.length; i++) finer[i] = pixels[Math.floor(i / count)]! * size + start + (i % count);
  return { sizes: [...sizes, count], pixels: finer };
}

/**
 * A patch in a frame one pixel wide that is as high as its highest pixel, and which that pixel stands for: what touches the border is then
 * closed by it, so that homology is relative to the border.
 */
function inFrame({ sizes, pixels }: Patch, image: ArrayLike<number>): Patch {
  let highest = pixels[0]!;
  for (const pixel of pixels) if (image[pixel]! > image[highest]!) highest = pixel;
  let inner = new Int32Array(1);
  let length = 1;
  for (const size of sizes) {
    inner = Int32Array.from(
      { length: inner.length * size },
      (_, i) => inner[Math.floor(i / size)]! * (size + 2) + (i % size) + 1,
    );
    length *= size + 2;
  }
  const result = new Int32Array(length).fill(highest);
  for (let i = 0; i < inner.length; i++) result[inner[i]!] = pixels[i]!;
  return { sizes: sizes.map((size) => size + 2), pixels: result };
}

/** How the persistence of a patch is computed. */
export interface PatchOptions {
  readonly construction: Construction;
  /** Whether a frame closes what touches the border. */
  readonly relative?: boolean;
}

/**
 * Persistence of a part of an image by itself, as if there were nothing around it; the positions are those of the whole image.
 *
 * @throws {RangeError} for an image that has neither two nor three axes.
 */
export function persistenceOfPatch(
  forms: PersistenceForms,
  patch: Patch,
  image: Numbers,
  { construction, relative = false }: PatchOptions,
): readonly PersistencePairs[] {
  const view = relative ? inFrame(patch, image) : patch;
  return persistence(forms, seen(view, image), view.sizes, construction).map(({ births, deaths }) => ({
    births: inImage(view, births),
    deaths: inImage(view, deaths),
  }));
}

/** The induced matching of a part of an image with the same part of another, as if there were nothing around them; the positions are those of the whole images. */
export function matchingOfPatch(
  forms: PersistenceForms,
  patch: Patch,
  image: Numbers,
  other: Numbers,
  { construction, relative = false, comparison }: PatchOptions & { readonly comparison: ComparisonImage },
): readonly Matching[] {
  const [view, otherView] = relative ? [inFrame(patch, image), inFrame(patch, other)] : [patch, patch];
  const found = matching(forms, seen(view, image), seen(otherView, other), view.sizes, construction, comparison);
  return found.map(({ births, deaths, partnerBirths, partnerDeaths, lost }) => ({
    births: inImage(view, births),
    deaths: inImage(view, deaths),
    partnerBirths: inImage(otherView, partnerBirths),
    partnerDeaths: inImage(otherView, partnerDeaths),
    lost: { births: inImage(otherView, lost.births), deaths: inImage(otherView, lost.deaths) },
  }));
}

function seen({ pixels, isWhole }: Patch, image: Numbers): Numbers {
  if (isWhole) return image;
  const values = image instanceof Float32Array ? new Float32Array(pixels.length) : new Float64Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) values[i] = image[pixels[i]!]!;
  return values;
}

const inImage = ({ pixels, isWhole }: Patch, found: Int32Array<ArrayBuffer>) =>
  isWhole ? found : found.map((index) => (index === ESSENTIAL ? ESSENTIAL : pixels[index]!));

function persistence(
  forms: PersistenceForms,
  values: Numbers,
  sizes: readonly number[],
  construction: Construction,
): PersistencePairs[] {
  const [first, second, third] = sizes;
  if (sizes.length === 2) return persistencePairs2d(forms, values, first!, second!, construction);
  if (sizes.length === 3) return persistencePairs3d(forms, values, [first!, second!, third!], construction);
  throw new RangeError(`\`persistence\` is defined for images of 2 or 3 axes, not ${sizes.length}.`);
}
