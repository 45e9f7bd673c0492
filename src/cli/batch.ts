import type * as tf from "@tensorflow/tfjs";
import type { Batch } from "../run/batch.js";
import { Failure, type Host } from "./host.js";
import type { PngMeaning, ReadArray } from "./readers/images.js";

/** The files of one batch, as the command line names them. */
export interface BatchFiles {
  /** One path, or `HEAD=PATH` for each head. */
  readonly prediction: readonly string[];
  readonly target: string;
  /** By mask name. */
  readonly masks: Readonly<Record<string, string>>;
  /** By field name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly spacing?: readonly number[];
}

/** Reads the files into tensors. A PNG is a batch of one. @throws {Failure | ReadError} */
export async function readBatch(files: BatchFiles, host: Host, tensors: typeof tf): Promise<Batch<tf.Tensor>> {
  const { readArray, splitName } = await import("./readers/images.js");
  const read = (path: string, meaning: PngMeaning) => {
    const array = readArray(host.readBytes(splitName(path).path), path, meaning);
    return tensor(/\.png$/i.test(path) ? { ...array, shape: [1, ...array.shape] } : array, tensors);
  };
  const masks = Object.entries(files.masks).map(([name, path]) => [name, read(path, "mask")] as const);
  const fields = Object.entries(files.fields).map(([name, path]) => [name, read(path, "image")] as const);
  return {
    prediction: predictionOf(files.prediction, (path) => read(path, "image")),
    target: read(files.target, "mask"),
    ...(masks.length && { masks: Object.fromEntries(masks) }),
    ...(fields.length && { fields: Object.fromEntries(fields) }),
    ...(files.spacing && { spacing: files.spacing }),
  };
}

function predictionOf(paths: readonly string[], read: (path: string) => tf.Tensor): Batch<tf.Tensor>["prediction"] {
  const heads = paths.map((path) => /^([A-Za-z_]\w*)=(.+)$/.exec(path));
  if (paths.length === 1 && !heads[0]) return read(paths[0]!);
  if (heads.some((head) => !head))
    throw new Failure(
      "Several predictions were given, but not all with the name of a head.",
      "write --prediction main=main.npy --prediction aux=aux.npy",
    );
  return Object.fromEntries(heads.map((head) => [head![1]!, read(head![2]!)]));
}

const tensor = ({ shape, data }: ReadArray, tensors: typeof tf) =>
  tensors.tensor(Float32Array.from(data), [...shape], "float32");
