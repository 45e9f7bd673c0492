import { type CriticalPixels, NEVER, persistence2d } from "./persistence.js";

/** A rectangle of an image, in pixels. */
export interface Patch {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Squares of a side that cut up an image, row by row; those at the far border are as large as the image leaves them. Without a side, the whole image. */
export function patchesOf(height: number, width: number, side = Math.max(height, width)): readonly Patch[] {
  if (!Number.isInteger(side) || side < 1)
    throw new RangeError(`The side of a patch must be a positive integer, not ${side}.`);
  const patches: Patch[] = [];
  for (let top = 0; top < height; top += side)
    for (let left = 0; left < width; left += side)
      patches.push({ top, left, height: Math.min(side, height - top), width: Math.min(side, width - left) });
  return patches;
}

/** Persistence of a part of an image by itself, as if there were nothing around it; the positions are those of the whole image, `width` pixels wide. */
export function persistenceIn(
  patch: Patch,
  image: Float64Array,
  width: number,
  construction: "vertex" | "top",
): readonly CriticalPixels[] {
  const whole = patch.width === width && patch.height * width === image.length;
  if (whole) return persistence2d(image, patch.height, patch.width, construction);
  const inImage = (index: number) =>
    index === NEVER
      ? NEVER
      : (patch.top + Math.floor(index / patch.width)) * width + patch.left + (index % patch.width);
  const part = Float64Array.from({ length: patch.height * patch.width }, (_, i) => image[inImage(i)]!);
  return persistence2d(part, patch.height, patch.width, construction).map(({ births, deaths }) => ({
    births: births.map(inImage),
    deaths: deaths.map(inImage),
  }));
}
