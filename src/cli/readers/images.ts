import { imageOf, isColoured, levelsOf } from "../../train/raster.js";
import { readNpy } from "./npy.js";
import { readNpz } from "./npz.js";
import { readPng } from "./png.js";
import { ReadError } from "./read-error.js";

/** Numbers with a shape, whatever file they came from. */
export interface ReadArray {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** What a PNG stands for: numbers in 0..1 `[height, width, channels]`, or one label per pixel `[height, width]`. */
export type PngMeaning = "image" | "mask";

/**
 * The array in a `.npy`, `.npz` or `.png` file, by its name's extension.
 *
 * `.npz` gives its only array, or the one named after a colon: `batch.npz:target`. A PNG mask whose only value besides 0 is white becomes 0 and 1; other values
 * stay, as class numbers.
 *
 * @throws {ReadError} if the extension is another, or the file cannot be read.
 */
export function readArray(bytes: Uint8Array, name: string, meaning: PngMeaning): ReadArray {
  const { path, key } = splitName(name);
  if (/\.npy$/i.test(path)) return readNpy(bytes, path);
  if (/\.npz$/i.test(path)) return oneOf(readNpz(bytes, path), key, path);
  if (/\.png$/i.test(path)) return meaning === "image" ? imageFrom(bytes, path) : maskFrom(bytes, path);
  throw new ReadError(path, "files of this kind are not read", "Give a .npy, .npz or .png file");
}

/** `batch.npz:target` is the array `target` of the file `batch.npz`; a colon anywhere else belongs to the path. */
export function splitName(name: string): { path: string; key?: string } {
  const match = /^(.*\.npz):([^:/\\]+)$/i.exec(name);
  return match ? { path: match[1]!, key: match[2]! } : { path: name };
}

function oneOf(arrays: ReadonlyMap<string, ReadArray>, key: string | undefined, file: string): ReadArray {
  const names = [...arrays.keys()];
  const chosen = key ?? (names.length === 1 ? names[0] : undefined);
  const array = chosen === undefined ? undefined : arrays.get(chosen);
  if (array) return array;
  const what =
    key === undefined
      ? `the archive holds ${names.length} arrays: ${names.join(", ")}`
      : `there is no array ${key}; there is ${names.join(", ")}`;
  throw new ReadError(file, what, `Name one after a colon: ${file}:${names[0]}`);
}

function imageFrom(bytes: Uint8Array, file: string): ReadArray {
  const raster = readPng(bytes, file);
  const channels = isColoured(raster) ? 3 : 1;
  return { shape: [raster.height, raster.width, channels], data: imageOf(raster, channels) };
}

function maskFrom(bytes: Uint8Array, file: string): ReadArray {
  const raster = readPng(bytes, file);
  const levels = levelsOf(raster);
  if (!levels) {
    throw new ReadError(
      file,
      "the mask is coloured",
      "Save it with one value per pixel: grey levels, or a palette whose indices are the classes",
    );
  }
  const white = raster.palette ? undefined : raster.maximum;
  const binary = levels.every((level) => level === 0 || level === white);
  return {
    shape: [raster.height, raster.width],
    data: binary ? Uint8Array.from(levels, (level) => Number(level !== 0)) : levels,
  };
}
