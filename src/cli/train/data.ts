import { random } from "../../random.js";
import { type Batches, casesOf, crops, prepared, wholeImages } from "../../train/batches.js";
import { holdOut } from "../../train/crops.js";
import { digitCanvases } from "../../train/digits.js";
import { type NamedFile, pairFolder } from "../../train/folder.js";
import { installedDigits, splitDigits } from "../../train/mnist.js";
import { type Case, DataError } from "../../train/samples.js";
import { Failure, type Host } from "../host.js";
import { readPng } from "../readers/png.js";

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
  /** A sentence without its full stop. */
  readonly description: string;
}

/** Steps that an epoch will have, known before any data is read. */
export const stepsPerEpochOf = ({ train, batch }: Pick<DataFlags, "train" | "batch">): number =>
  Math.floor(train / Math.min(train, batch));

/** @throws {Failure | DataError} when flags contradict each other, or the data cannot be used. */
export async function dataOf(flags: DataFlags, stride: number, ignore: number | undefined, host: Host): Promise<Data> {
  const folders = flags.images !== undefined || flags.masks !== undefined;
  if (flags.digits && folders)
    throw new Failure("Both `--digits` and folders were given.", "give one of them: --digits, or --images and --masks");
  if (flags.digits) return digits(flags, stride);
  if (flags.images === undefined || flags.masks === undefined)
    throw new Failure(
      folders ? `\`--${flags.images === undefined ? "images" : "masks"}\` is missing.` : "No training data was given.",
      "give --images DIR and --masks DIR with PNG files of the same names, or --digits",
    );
  return folder(flags.images, flags.masks, flags, { stride, ignore, host });
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
  return { batches, originals, heldOut: originals.map(prepared), channels: 1, classes: 1, description };
}

function folder(
  images: string,
  masks: string,
  flags: DataFlags,
  { stride, ignore, host }: { stride: number; ignore: number | undefined; host: Host },
): Data {
  const { train, seed, batch } = flags;
  const read = (path: string): NamedFile[] =>
    host.listFiles(path).map((name) => ({ name, bytes: host.readBytes(`${path}/${name}`) }));
  const found = pairFolder(read(images), read(masks), readPng, ignore);
  const { training, heldOut } = holdOut(
    found.cases,
    flags.heldOut === undefined ? 0.2 : flags.heldOut / found.cases.length,
    random(seed).fork("held out"),
  );
  if (flags.heldOut !== undefined && heldOut.length !== flags.heldOut)
    throw new DataError(
      `${flags.heldOut} images cannot be held out of ${found.cases.length}: at least one must be left to train on`,
    );
  const size = flags.crop ?? defaultCrop(training, stride);
  if (size % stride !== 0)
    throw new Failure(`Crops of ${size}×${size} do not fit the network.`, `give a --crop that ${stride} divides`);
  const batches = crops(training.map(prepared), {
    size,
    batch: Math.min(train, batch),
    stepsPerEpoch: stepsPerEpochOf(flags),
    seed,
  });
  const many = (n: number) => `${n} image${n === 1 ? "" : "s"}`;
  return {
    batches,
    originals: heldOut,
    heldOut: heldOut.map(prepared),
    channels: found.channels,
    classes: found.classes,
    description: `random ${size}×${size} crops of ${many(training.length)} to train on, ${batches.stepsPerEpoch * batches.size} in an epoch; ${many(heldOut.length)} held out (${heldOut.map(({ name }) => name).join(", ")}), seen whole`,
  };
}

/** As large as the smallest image allows, at most 128. */
function defaultCrop(cases: readonly Case[], stride: number): number {
  const side = Math.min(128, ...cases.map(({ height, width }) => Math.min(height, width)));
  return Math.max(stride, Math.floor(side / stride) * stride);
}
