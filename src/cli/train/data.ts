import { type Case, DataError } from "../../data/case.js";
import type { FolderEntry } from "../../data/files.js";
import { readFolder } from "../../data/folder.js";
import type { LabelRow } from "../../data/labels.js";
import type { ResolvedTask } from "../../program/program.js";
import { random } from "../../random.js";
import { type Batches, casesOf, crops, prepared, preparedTogether, wholeImages } from "../../train/batches.js";
import { type Augmentation, holdOut } from "../../train/crops.js";
import { digitCanvases } from "../../train/digits.js";
import { installedDigits, splitDigits } from "../../train/mnist.js";
import { Failure, type Host } from "../host.js";
import { augmentationOf } from "./augment.js";
import { folderLines } from "./data-table.js";

/** The flags that choose the data. */
export interface DataFlags {
  readonly digits?: boolean;
  readonly images?: string;
  readonly masks?: string;
  readonly train: number;
  readonly heldOut?: number;
  readonly batch: number;
  readonly size: number;
  readonly crop?: number;
  readonly augment?: Augmentation;
  readonly seed: number;
}

/** Data to train on and held-out data to evaluate on. */
export interface Data {
  readonly batches: Batches;
  /** The held-out images as loaded. */
  readonly originals: readonly Case[];
  /** The held-out images, preprocessed for the network. */
  readonly heldOut: readonly Case[];
  readonly channels: number;
  /** Of the masks: 1 for binary ones. */
  readonly classes: number;
  /** Size of a pixel in rows and columns, where the files say it and the task does not. */
  readonly spacing?: readonly [number, number];
  /** What the data is and what the network sees of it, as names and values. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** The values of the masks, of folders. */
  readonly classRows: readonly LabelRow[];
  /** How many masks there are. */
  readonly masks: number;
  /** What may be otherwise than was meant: sentences without full stop. */
  readonly warnings: readonly string[];
  /** A sentence without its full stop. */
  readonly description: string;
}

/** Steps that an epoch will have, known before any data is read. */
export const stepsPerEpochOf = ({ train, batch }: Pick<DataFlags, "train" | "batch">): number =>
  Math.floor(train / Math.min(train, batch));

/** @throws {Failure | DataError} when flags contradict each other, or the data cannot be used. */
export async function dataOf(flags: DataFlags, stride: number, task: ResolvedTask, host: Host): Promise<Data> {
  const folders = flags.images !== undefined || flags.masks !== undefined;
  if (flags.digits && folders)
    throw new Failure("Both `--digits` and folders were given.", "give one of them: --digits, or --images and --masks");
  if (flags.digits && flags.augment !== undefined)
    throw new Failure("`--augment` is about crops of images, and digits are not cropped.", "leave --augment out");
  if (flags.digits) return digits(flags, stride);
  if (flags.images === undefined || flags.masks === undefined)
    throw new Failure(
      folders ? `\`--${flags.images === undefined ? "images" : "masks"}\` is missing.` : "No training data was given.",
      "give --images DIR and --masks DIR with images and masks of the same names, or --digits",
    );
  return folder(flags.images, flags.masks, flags, { stride, task, host });
}

async function digits(flags: DataFlags, stride: number): Promise<Data> {
  const { train, heldOut = 48, size, seed, batch } = flags;
  if (size % stride !== 0)
    throw new Failure(`Canvases of ${size}×${size} do not fit the network.`, `give a --size that ${stride} divides`);
  const split = splitDigits(await installedDigits(), 0.15, random(seed));
  const canvases = (from: typeof split.training, count: number, part: string) =>
    casesOf(
      digitCanvases(from, {
        count,
        size,
        seed: random(seed)
          .fork(part)
          .below(2 ** 31),
      }),
      "canvas",
    );
  const originals = canvases(split.heldOut, heldOut, "held out");
  const batches = wholeImages(canvases(split.training, train, "training").map(prepared), { batch, seed });
  const description = `${train} canvases of ${size}×${size} pixels with handwritten digits to train on; ${heldOut} held out, of other digits`;
  return {
    batches,
    originals,
    heldOut: originals.map(prepared),
    channels: 1,
    classes: 1,
    facts: [],
    classRows: [],
    masks: 0,
    warnings: [],
    description,
  };
}

function folder(
  images: string,
  masks: string,
  flags: DataFlags,
  { stride, task, host }: { stride: number; task: ResolvedTask; host: Host },
): Data {
  const { train, seed, batch } = flags;
  const entries = (path: string): FolderEntry[] =>
    host.listFolder(path).map((entry) => ({ ...entry, read: () => host.readBytes(`${path}/${entry.name}`) }));
  const same = plain(images) === plain(masks);
  const found = readFolder(entries(images), same ? undefined : entries(masks), task);
  const spacing = task.spacing ? undefined : found.spacing;
  const { augment, reason } = augmentationOf(flags.augment, task.classes, task.spacing ?? spacing);
  // Slices of one volume are alike: a volume is held out whole.
  const units = [...groupsOf(found.cases)];
  const parts = holdOut(
    units,
    flags.heldOut === undefined ? 0.2 : flags.heldOut / units.length,
    random(seed).fork("held out"),
  );
  if (flags.heldOut !== undefined && parts.heldOut.length !== flags.heldOut)
    throw new DataError(
      `${flags.heldOut} ${found.volumes ? "volumes" : "images"} cannot be held out of ${units.length}: at least one must be left to train on`,
    );
  const [training, heldOut] = [parts.training.flat(), parts.heldOut.flat()];
  const size = flags.crop ?? defaultCrop(training, stride);
  if (size % stride !== 0)
    throw new Failure(`Crops of ${size}×${size} do not fit the network.`, `give a --crop that ${stride} divides`);
  const batches = crops(parts.training.flatMap(preparedTogether), {
    size,
    batch: Math.min(train, batch),
    stepsPerEpoch: stepsPerEpochOf(flags),
    augment,
    seed,
  });
  const unit = found.volumes ? (found.volumes === found.pairs.length ? "volume" : "image or volume") : "image";
  const many = (n: number) => `${n} ${unit}${n === 1 ? "" : "s"}`;
  const names = parts.heldOut.map(([first]) => first!.volume ?? first!.name);
  const { rows, classes } = found.labelling;
  const warnings = [
    ...found.warnings,
    ...(reason
      ? [`crops are ${augment === "none" ? "neither mirrored nor turned" : "mirrored and not turned"}: ${reason}`]
      : []),
    ...(task.spacing && found.spacing && `${task.spacing.slice(-2)}` !== `${found.spacing}`
      ? [`the task's spacing (${task.spacing.join(", ")}) counts, and the files say ${found.spacing.join(", ")}`]
      : []),
  ];
  return {
    batches,
    originals: heldOut,
    heldOut: parts.heldOut.flatMap(preparedTogether),
    channels: found.channels,
    classes,
    ...(spacing && { spacing }),
    facts: [
      ...folderLines(found),
      [
        "Seen as",
        `${found.channels} channel${found.channels > 1 ? "s" : ""}, moved and scaled to mean 0 and deviation 1 in each ${unit}; crops ${poses[augment]}`,
      ],
    ],
    classRows: rows,
    masks: found.pairs.length,
    warnings,
    description: `random ${size}×${size} crops of ${many(parts.training.length)} to train on, ${batches.stepsPerEpoch * batches.size} in an epoch; ${many(parts.heldOut.length)} held out (${names.join(", ")}), seen whole`,
  };
}

const poses = {
  none: "upright (--augment none)",
  flip: "mirrored left to right at random (--augment flip)",
  dihedral: "mirrored and turned by quarters at random (--augment dihedral)",
} as const satisfies Record<Augmentation, string>;

/** A path without what does not change it. */
const plain = (path: string) =>
  path
    .replaceAll("\\", "/")
    .replace(/^(\.\/)+/, "")
    .replace(/(\/\.?)+$/, "") || ".";

/** Images one by one, volumes with all their slices. */
function* groupsOf(cases: readonly Case[]): Iterable<Case[]> {
  let group: Case[] = [];
  for (const item of cases) {
    if (group.length && (item.volume === undefined || item.volume !== group[0]!.volume)) {
      yield group;
      group = [];
    }
    group.push(item);
  }
  if (group.length) yield group;
}

/** As large as the smallest image allows, at most 128. */
function defaultCrop(cases: readonly Case[], stride: number): number {
  const side = Math.min(128, ...cases.map(({ height, width }) => Math.min(height, width)));
  return Math.max(stride, Math.floor(side / stride) * stride);
}
