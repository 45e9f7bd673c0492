import { readNpy } from "./formats/npy.js";
import { readNpz } from "./formats/npz.js";
import { type LabelTask, labellingOf } from "./labels.js";
import { readPicture } from "./read-picture.js";
import { reoriented } from "./shared/orientation.js";
import { imageChannels, imageOf, levelsOf, type Numbers } from "./shared/raster.js";
import { ReadError } from "./shared/read-error.js";

/** Numbers with a shape, whatever file they came from. */
export interface ReadArray {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
  /** Of a picture or volume: there is no axis of a batch. */
  readonly single?: boolean;
  /** Size of a pixel along each axis, where the file says so. */
  readonly spacing?: readonly number[];
  /** Where the axes of the file point to, where the file says so. */
  readonly orientation?: string;
  /** What a reader should know: sentences without full stop. */
  readonly remarks?: readonly string[];
}

/** What a picture stands for: an image, `[…space, channels]`; labels of the task's classes, `[…space]`; a mask of pixels that count, `[…space]`, 0 and 1. */
export type PictureMeaning = "image" | "labels" | "mask";

export interface ReadOptions {
  readonly meaning: PictureMeaning;
  /** For labels. */
  readonly task?: LabelTask;
  /** The orientation that a volume is turned to, if it has another. */
  readonly orientation?: string | undefined;
}

/**
 * The array in a `.npy` or `.npz` file, as it is, or the picture or volume in a PNG, JPEG, TIFF or NIfTI file.
 *
 * `.npz` gives its only array, or the one named after a colon: `batch.npz:target`.
 *
 * @throws {ReadError} if the extension is another, or the file cannot be read.
 * @throws {DataError} if labels and task disagree.
 */
export function readArray(
  bytes: Uint8Array,
  name: string,
  { meaning, task = {}, orientation }: ReadOptions,
): ReadArray {
  const { path, key } = splitName(name);
  if (/\.npy$/i.test(path)) return readNpy(bytes, path);
  if (/\.npz$/i.test(path)) return oneOf(readNpz(bytes, path), key, path);
  const picture = readPicture(bytes, path);
  if (!picture)
    throw new ReadError(path, "files of this kind are not read", "Give a .npy, .npz, PNG, JPEG, TIFF or NIfTI file");
  const raster = orientation === undefined ? picture : reoriented(picture, orientation);
  const { space, spacing } = raster;
  const facts = {
    single: true,
    ...(spacing && { spacing }),
    ...(raster.orientation !== undefined && { orientation: raster.orientation }),
  };
  const remarks = (raster.remarks ?? []).map((remark) => `${path}: ${remark}`);
  if (meaning === "image") {
    const channels = imageChannels(raster);
    return { shape: [...space, channels], data: imageOf(raster, channels), ...facts, remarks };
  }
  const levels = levelsOf(raster);
  if ("problem" in levels) throw new ReadError(path, levels.problem, levels.remedy);
  const { values, remark } = levels;
  const told = { remarks: [...remarks, ...(remark ? [`${path}: ${remark}`] : [])] };
  if (meaning === "mask") return { shape: space, data: zeroOrOne(values), ...facts, ...told };
  const map = { name: path, space, values, ...(raster.lossy && { lossy: true }) };
  const { label, warnings } = labellingOf([map], task);
  return {
    shape: space,
    data: Float32Array.from(values, label),
    ...facts,
    remarks: [...told.remarks, ...warnings.map((warning) => `${path}: ${warning}`)],
  };
}

/** A mask whose only value besides 0 is another becomes 0 and 1; others stay for the reader of the batch to judge. */
function zeroOrOne(values: Numbers): Numbers {
  const other = values.find((value: number) => value !== 0);
  return other !== undefined && values.every((value: number) => value === 0 || value === other)
    ? (values.map((value: number) => Number(value !== 0)) as Numbers)
    : values;
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
