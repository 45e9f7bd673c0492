import { type Case, DataError } from "./case.js";
import { type FolderEntry, type Skipped, skippedText, sorted } from "./files.js";
import { type Labelling, type LabelTask, labellingOf } from "./labels.js";
import { matchesOf, partedByName, stemOf } from "./pairs.js";
import { readImage, readMask } from "./read-picture.js";
import { readableCount } from "./shared/bounds.js";
import { reoriented } from "./shared/orientation.js";
import { imageChannels, imageOf, levelsOf, type Numbers, type Raster, sizeText } from "./shared/raster.js";

/** A folder of images and a folder of masks, paired, read and judged. */
export interface Folder {
  /** In order of name; a volume's slices one after another. */
  readonly cases: readonly Case[];
  /** Of all images: a grey one beside coloured ones has its grey in each channel. */
  readonly channels: number;
  /** What the values of the masks were taken for. */
  readonly labelling: Labelling;
  /** Names of the files that belong together. */
  readonly pairs: readonly (readonly [image: string, mask: string])[];
  /** Every file that was not used, with the reason. */
  readonly skipped: readonly Skipped[];
  /** Kinds and sizes of the images: `8 PNG, 499×480 pixels, 3 channels of 8 bit`. */
  readonly images: readonly string[];
  /** Size of a pixel in rows and columns, where all files that say so agree. */
  readonly spacing?: readonly [number, number];
  /** How many volumes the cases are slices of. */
  readonly volumes: number;
  /** What may be otherwise than was meant: sentences without full stop. */
  readonly warnings: readonly string[];
}

/** More numbers than this in all images together are not kept: 4 GiB. */
const MOST_NUMBERS = 2 ** 30;

interface Pair {
  readonly image: Raster;
  readonly mask: Raster;
  readonly values: Numbers;
  readonly files: readonly [image: string, mask: string];
}

/**
 * Read a folder of images and a folder of masks, or one of both.
 *
 * Every entry is read, left out with a reason, or refused. A mask belongs to the image of the same name, to one whose name it continues (`01.png` and `01_mask.png`), or
 * to the one that differs in what all names before or after share (`21_training.tif` and `21_manual1.png`). What the values of masks mean, the task decides.
 * Volumes become slices along their first axis.
 *
 * @param masks the entries of the folder of masks; absent where images and masks lie in one folder.
 * @throws {DataError} naming every image without a mask, file that cannot be read, pair of unequal sizes and mask that is no mask.
 */
export function readFolder(
  images: readonly FolderEntry[],
  masks: readonly FolderEntry[] | undefined,
  task: LabelTask = {},
): Folder {
  const { imageFiles, maskFiles, skipped } = filesOf(images, masks);
  const problems: string[] = [];
  const pairs: Pair[] = [];
  const used = new Set<FolderEntry>();
  const unmatched: FolderEntry[] = [];
  let numbers = 0;
  for (const match of matchesOf(imageFiles, maskFiles)) {
    const [maskFile] = match.masks;
    for (const mask of match.masks) used.add(mask);
    if (!maskFile) unmatched.push(match.image);
    else if (match.masks.length > 1)
      problems.push(`${match.image.name}: several masks match: ${match.masks.map(({ name }) => name).join(", ")}`);
    else {
      const pair = pairOf(match.image, maskFile, problems);
      if (!pair) continue;
      numbers += pair.image.data.length + pair.values.length;
      if (numbers > MOST_NUMBERS)
        throw new DataError(
          `the images up to ${match.image.name} hold more than ${readableCount(MOST_NUMBERS)} values, more than is kept in memory: train on fewer or smaller ones`,
        );
      pairs.push(pair);
    }
  }
  const twins = twinsOf(imageFiles);
  const unusedMasks = maskFiles.filter((file) => !used.has(file));
  for (const { name } of unmatched) problems.push(`${name}: no mask of this name`);
  if (twins) problems.push(twins);
  if (problems.length > 0)
    throw new DataError(
      `these images and masks cannot be used:\n${bulleted(problems.sort())}${unmatched.length ? bothLists(unmatched, unusedMasks) : ""}${skipped.length ? `\n  left out: ${skippedText(skipped, 10)}` : ""}`,
    );
  for (const { name } of unusedMasks) skipped.push({ name, reason: "a mask without an image of its name" });
  return judged(pairs, skipped, task);
}

function filesOf(images: readonly FolderEntry[], masks: readonly FolderEntry[] | undefined) {
  if (masks) {
    const [own, other] = [sorted(images, "image"), sorted(masks, "mask")];
    return { imageFiles: own.files, maskFiles: other.files, skipped: [...own.skipped, ...other.skipped] };
  }
  const { files, skipped } = sorted(images, "image");
  const parts = partedByName(files);
  if (!parts)
    throw new DataError(
      `images and masks lie in one folder, and their names do not tell which is which: ${listed(files)}; give two folders, or names such as 01.png and 01_mask.png`,
    );
  return { imageFiles: parts.images, maskFiles: parts.masks, skipped };
}

/** Two images of one stem, such as a JPEG beside a PNG, would be one image twice. */
function twinsOf(files: readonly FolderEntry[]): string | undefined {
  const seen = new Map<string, string>();
  const twins = files.flatMap(({ name }) => {
    const stem = stemOf(name).toLowerCase();
    const other = seen.get(stem);
    seen.set(stem, name);
    return other === undefined ? [] : [`${other} and ${name}`];
  });
  return twins.length
    ? `images of one name: ${twins.slice(0, 5).join(", ")}${twins.length > 5 ? ", …" : ""}: leave one of each`
    : undefined;
}

const bothLists = (images: readonly FolderEntry[], masks: readonly FolderEntry[]) =>
  `\n  images without a mask: ${listed(images)}\n  masks without an image: ${masks.length ? listed(masks) : "none"}`;

function listed(files: readonly FolderEntry[]): string {
  const shown = files.slice(0, 10).map(({ name }) => name);
  return shown.join(", ") + (files.length > shown.length ? ` and ${files.length - shown.length} more` : "");
}

function pairOf(imageFile: FolderEntry, maskFile: FolderEntry, problems: string[]): Pair | undefined {
  const files = [imageFile.name, maskFile.name] as const;
  const bytes = attempt(imageFile.name, problems, () => imageFile.read());
  const maskBytes = attempt(maskFile.name, problems, () => maskFile.read());
  if (!bytes || !maskBytes) return undefined;
  const own = attempt(maskFile.name, problems, () => readMask(maskBytes, maskFile.name));
  const image = attempt(imageFile.name, problems, () => readImage(bytes, imageFile.name, own?.space ?? []));
  if (!own || !image) return undefined;
  // A blank image may well have an empty mask.
  const isBlank = image.data.every((x: number) => x === image.data[0]);
  if (!isBlank && bytes.length === maskBytes.length && bytes.every((byte, i) => byte === maskBytes[i])) {
    problems.push(`${maskFile.name}: the mask is a copy of the image ${imageFile.name}`);
    return undefined;
  }
  const mask = image.orientation === undefined ? own : reoriented(own, image.orientation);
  if (`${image.space}` !== `${mask.space}`) {
    problems.push(
      `${imageFile.name} is ${sizeText(image.space)} pixels, its mask ${maskFile.name} ${sizeText(mask.space)}`,
    );
    return undefined;
  }
  const bad = image.data.findIndex((x: number) => !Number.isFinite(x));
  if (bad >= 0) {
    problems.push(`${imageFile.name} holds ${image.data[bad]} at value ${bad}: replace it, np.nan_to_num(image)`);
    return undefined;
  }
  const levels = levelsOf(mask);
  if ("problem" in levels) {
    problems.push(`${maskFile.name}: ${levels.problem}. ${levels.remedy}`);
    return undefined;
  }
  const remarks = [...(mask.remarks ?? []), ...(levels.remark ? [levels.remark] : [])];
  return { image, mask: { ...mask, remarks }, values: levels.values, files };
}

function attempt<T>(name: string, problems: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    problems.push(error instanceof Error ? error.message : `${name}: ${String(error)}`);
    return undefined;
  }
}

function judged(pairs: readonly Pair[], skipped: readonly Skipped[], task: LabelTask): Folder {
  const channels = commonChannels(pairs);
  const labelling = labellingOf(
    pairs.map(({ mask, values, files }) => ({
      name: files[1],
      space: mask.space,
      values,
      ...(mask.lossy && { lossy: true }),
    })),
    task,
  );
  if (!labelling.rows.some(({ value, pixels }) => value !== 0 && value !== task.ignore && pixels > 0))
    throw new DataError(
      task.ignore !== undefined && labelling.rows.some(({ value, pixels }) => value === task.ignore && pixels > 0)
        ? `every mask is empty: the masks hold nothing but 0 and ${task.ignore}, which the task ignores`
        : "every mask is empty: no pixel differs from 0, so there is nothing to learn",
    );
  const { spacing, warnings } = spacingOf(pairs);
  return {
    cases: pairs.flatMap((pair) => slicesOf(pair, channels, labelling.label)),
    channels,
    labelling,
    pairs: pairs.map(({ files }) => files),
    skipped,
    images: kindsOf(pairs),
    ...(spacing && { spacing }),
    volumes: pairs.filter(({ image }) => image.space.length === 3).length,
    warnings: [...labelling.warnings, ...warnings, ...remarksOf(pairs)],
  };
}

function commonChannels(pairs: readonly Pair[]): number {
  const counts = [...new Set(pairs.map(({ image }) => imageChannels(image)))].filter((count) => count > 1);
  if (counts.length > 1) {
    const example = (count: number) => pairs.find(({ image }) => imageChannels(image) === count)!.files[0];
    throw new DataError(
      `the images have different channels: ${counts.map((count) => `${example(count)} has ${count}`).join(", ")}; give images of one kind`,
    );
  }
  return counts[0] ?? 1;
}

function slicesOf({ image, values, files }: Pair, channels: number, label: (value: number) => number): Case[] {
  const name = stemOf(files[0]);
  const [height, width] = [image.space.at(-2)!, image.space.at(-1)!];
  const pixels = height * width;
  const data = shown(image, channels);
  const mask = Float32Array.from(values, label);
  if (image.space.length === 2) return [{ name, height, width, channels, image: data, mask }];
  return Array.from({ length: image.space[0]! }, (_, z) => ({
    name: `${name}[${z}]`,
    height,
    width,
    channels,
    image: data.subarray(z * pixels * channels, (z + 1) * pixels * channels),
    mask: mask.subarray(z * pixels, (z + 1) * pixels),
    volume: name,
  }));
}

/** Values of an image; measurements are moved and scaled to 0..1, so that they can be shown. The network sees neither scale. */
function shown(image: Raster, channels: number): Float32Array {
  const data = imageOf(image, channels);
  if (image.white !== undefined || image.palette) return data;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of data) {
    if (x < least) least = x;
    if (x > most) most = x;
  }
  const scale = most > least ? 1 / (most - least) : 0;
  return data.map((x) => (x - least) * scale);
}

/** The spacing within slices, where it is known and one for all. */
function spacingOf(pairs: readonly Pair[]): { spacing?: [number, number]; warnings: string[] } {
  const warnings: string[] = [];
  const known = pairs.flatMap(({ image, mask, files }) => {
    const [own, other] = [image.spacing, mask.spacing];
    if (own && other && own.some((s, axis) => Math.abs(s - other[axis]!) > 1e-3 * s))
      warnings.push(
        `${files[0]} has a spacing of ${own.join(", ")}, its mask ${files[1]} of ${other.join(", ")}; the image's is used`,
      );
    return (own ?? other) ? [(own ?? other)!.slice(-2) as [number, number]] : [];
  });
  const [first] = known;
  if (!first) return { warnings };
  const odd = known.find((spacing) => spacing.some((s, axis) => Math.abs(s - first[axis]!) > 1e-3 * s));
  if (!odd && known.length === pairs.length) return { spacing: first, warnings };
  return {
    warnings: [
      ...warnings,
      odd
        ? `the spacing differs between files (${first.join(", ")} and ${odd.join(", ")}): distances are in pixels; resample the images, or write \`spacing\` in the task`
        : "some files say their spacing and others do not: distances are in pixels unless the task gives `spacing`",
    ],
  };
}

/** Each kind and size of image, with how many there are; of many sizes, the smallest and the largest. */
function kindsOf(pairs: readonly Pair[]): string[] {
  const groups = new Map<string, Raster[]>();
  for (const { image } of pairs) {
    const channels = imageChannels(image);
    const kind = `${image.format}, ${channels} channel${channels > 1 ? "s" : ""} of ${image.palette ? "a palette" : image.type}${image.alpha ? ", opacity left out" : ""}`;
    groups.set(kind, [...(groups.get(kind) ?? []), image]);
  }
  return [...groups].map(([kind, rasters]) => {
    const sizes = [...new Map(rasters.map(({ space }) => [sizeText(space), space.reduce((a, b) => a * b, 1)]))].sort(
      (a, b) => a[1] - b[1],
    );
    const size = sizes.length > 1 ? `${sizes[0]![0]} to ${sizes.at(-1)![0]}` : sizes[0]![0];
    const orientations = new Set(
      rasters.flatMap(({ orientation }) => (orientation === undefined ? [] : [orientation])),
    );
    return `${rasters.length} ${kind}, ${size} pixels${orientations.size ? `, axes to ${[...orientations].join(", ")}` : ""}`;
  });
}

/** Remarks on files, each once with how many files it is about. */
function remarksOf(pairs: readonly Pair[]): string[] {
  const files = new Map<string, string[]>();
  for (const { image, mask, files: names } of pairs)
    for (const [raster, name] of [
      [image, names[0]],
      [mask, names[1]],
    ] as const)
      for (const remark of raster.remarks ?? []) files.set(remark, [...(files.get(remark) ?? []), name]);
  return [...files].map(
    ([remark, [first, ...more]]) => `${first}${more.length ? ` and ${more.length} more` : ""}: ${remark}`,
  );
}

function bulleted(problems: readonly string[]): string {
  const shown = problems.slice(0, 20).map((problem) => `  - ${problem}`);
  return [...shown, ...(problems.length > 20 ? [`  - and ${problems.length - 20} more`] : [])].join("\n");
}
