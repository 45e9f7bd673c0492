import { imageOf, isColoured, levelsOf } from "./raster.js";
import { type Case, DataError, type Raster } from "./samples.js";

/** A file as the caller read it: its name without a directory, and its bytes. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A folder of images and a folder of masks, paired. */
export interface Folder {
  readonly cases: readonly Case[];
  /** 1 if all images are grey, else 3. */
  readonly channels: 1 | 3;
  /** 1 for binary masks (0 and 1), else the number of classes, background included. */
  readonly classes: number;
  /** Names of masks that no image asked for, and of files that are not pictures. */
  readonly unused: readonly string[];
}

/** Masks with more classes than this are grey pictures, not label maps. */
const MOST_CLASSES = 64;

/**
 * Pair images with masks by name and make them arrays.
 *
 * A mask belongs to the image of the same name, extension apart, or to the one whose name it continues (`01.png` and `01_mask.png`). Masks with one value besides
 * 0 are binary; otherwise their values are class numbers, `0 ≤ label < classes`. Cases are in order of name.
 *
 * @param decode makes pixels of a `.png` file, or throws.
 * @param ignore a value in masks that is no class and stays as it is, such as 255.
 * @throws {DataError} naming every image without a mask, file that cannot be read, pair of unequal sizes and mask that is no mask.
 */
export function pairFolder(
  images: readonly NamedFile[],
  masks: readonly NamedFile[],
  decode: (bytes: Uint8Array, name: string) => Raster,
  ignore?: number,
): Folder {
  const imageFiles = picturesIn(images, "image");
  const maskFiles = picturesIn(masks, "mask");
  const problems: string[] = [];
  const used = new Set<NamedFile>();
  const pairs: { name: string; image: Raster; mask: Raster; levels: Uint8Array | Uint16Array }[] = [];

  for (const file of imageFiles) {
    const found = masksFor(file, imageFiles, maskFiles);
    const [maskFile] = found;
    if (!maskFile || found.length > 1) {
      const candidates = found.map(({ name }) => name).join(", ");
      problems.push(
        maskFile ? `${file.name}: several masks match: ${candidates}` : `${file.name}: no mask of this name`,
      );
      continue;
    }
    used.add(maskFile);
    const image = decoded(file, decode, problems);
    const mask = decoded(maskFile, decode, problems);
    if (!image || !mask) continue;
    if (image.width !== mask.width || image.height !== mask.height) {
      problems.push(`${file.name} is ${size(image)} pixels, its mask ${maskFile.name} ${size(mask)}`);
      continue;
    }
    const levels = levelsOf(mask);
    if (levels) pairs.push({ name: stem(file.name), image, mask, levels });
    else
      problems.push(
        `${maskFile.name} is coloured; a mask has one value per pixel: grey levels, or a palette whose indices are the classes`,
      );
  }
  if (problems.length > 0) throw new DataError(`these images and masks cannot be used:\n${bulleted(problems)}`);

  const { classes, label } = labelling(
    pairs.map(({ levels }) => levels),
    ignore,
  );
  const channels = pairs.some(({ image }) => isColoured(image)) ? 3 : 1;
  const cases = pairs.map(({ name, image, levels }) => ({
    name,
    height: image.height,
    width: image.width,
    channels,
    image: imageOf(image, channels),
    mask: Float32Array.from(levels, label),
  }));
  const unused = [...images, ...masks].filter((f) => !imageFiles.includes(f) && !used.has(f)).map(({ name }) => name);
  return { cases, channels, classes, unused };
}

function picturesIn(files: readonly NamedFile[], kind: "image" | "mask"): NamedFile[] {
  const pictures = files.filter(({ name }) => /\.png$/i.test(name));
  if (pictures.length > 0) return pictures.sort((a, b) => (a.name < b.name ? -1 : 1));
  if (files.length === 0) throw new DataError(`there are no ${kind}s: the folder is empty`);
  const shown = files.slice(0, 5).map(({ name }) => name);
  const more = files.length > shown.length ? ` and ${files.length - shown.length} more` : "";
  throw new DataError(
    `there are no ${kind}s that can be read: found ${shown.join(", ")}${more}; ${kind}s must be PNG files, so convert them first`,
  );
}

/** The mask of the same stem, or else those that continue the image's stem and belong to no image with a longer one. */
function masksFor(image: NamedFile, images: readonly NamedFile[], masks: readonly NamedFile[]): NamedFile[] {
  const wanted = stem(image.name);
  const exact = masks.filter(({ name }) => stem(name) === wanted);
  if (exact.length > 0) return exact;
  const continues = (longer: string, shorter: string) =>
    longer.startsWith(shorter) && /^[_.\- ]/.test(longer.slice(shorter.length));
  return masks.filter(({ name }) => {
    const nearer = (other: NamedFile) => {
      const rival = stem(other.name);
      return rival.length > wanted.length && (rival === stem(name) || continues(stem(name), rival));
    };
    return continues(stem(name), wanted) && !images.some(nearer);
  });
}

function decoded(
  file: NamedFile,
  decode: (bytes: Uint8Array, name: string) => Raster,
  problems: string[],
): Raster | undefined {
  try {
    return decode(file.bytes, file.name);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : `${file.name}: ${String(error)}`);
    return undefined;
  }
}

/** What the values of all masks together mean. */
function labelling(
  masks: readonly (Uint8Array | Uint16Array)[],
  ignore: number | undefined,
): {
  classes: number;
  label: (level: number) => number;
} {
  const present = new Set<number>();
  for (const levels of masks) for (const level of levels) present.add(level);
  const values = [...present].filter((level) => level !== 0 && level !== ignore).sort((a, b) => a - b);
  const largest = values.at(-1);
  if (largest === undefined)
    throw new DataError("every mask is empty: no pixel differs from 0, so there is nothing to learn");
  if (values.length === 1) return { classes: 1, label: (level) => (level === 0 || level === ignore ? level : 1) };
  if (largest < MOST_CLASSES) return { classes: largest + 1, label: (level) => level };
  const shown = values.slice(0, 6).join(", ") + (values.length > 6 ? ", …" : "");
  throw new DataError(
    `the masks hold ${values.length} values besides 0 (${shown}): a binary mask has one, and class numbers are below ${MOST_CLASSES}; threshold them, or number the classes 0, 1, 2, …`,
  );
}

const stem = (name: string): string => name.replace(/\.[^.]*$/, "");
const size = ({ width, height }: Raster): string => `${width}×${height}`;

function bulleted(problems: readonly string[]): string {
  const shown = problems.slice(0, 20).map((problem) => `  - ${problem}`);
  return [...shown, ...(problems.length > 20 ? [`  - and ${problems.length - 20} more`] : [])].join("\n");
}
