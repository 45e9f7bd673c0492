import type * as tf from "@tensorflow/tfjs";
import type { PictureMeaning, ReadArray } from "../data/arrays.js";
import type { LabelTask } from "../data/labels.js";
import { visibleText } from "../diagnostics/cells.js";
import type { Program } from "../program/program.js";
import type { Batch } from "../run/batch.js";
import { Failure, type Host } from "./host.js";

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

/**
 * Reads the files into tensors. A picture or volume is a batch of one; a volume that says where its axes point to is turned to the first prediction's, and its
 * spacing counts where neither the task nor a flag gives one.
 *
 * @throws {Failure | ReadError | DataError}
 */
export async function readBatch(
  files: BatchFiles,
  { task, terms }: Program,
  host: Host,
  tensors: typeof tf,
): Promise<Batch<tf.Tensor>> {
  const { readArray, splitName } = await import("../data/arrays.js");
  let orientation: string | undefined;
  let spacing: readonly number[] | undefined;
  const read = (path: string, meaning: PictureMeaning, labels?: LabelTask): ReadArray => {
    const bytes = host.readBytes(splitName(path).path);
    const array = readArray(bytes, path, { meaning, orientation, ...(labels && { task: labels }) });
    orientation ??= array.orientation;
    spacing ??= array.spacing;
    for (const remark of array.remarks ?? []) host.err.write(`Warning: ${visibleText(remark)}.\n`);
    return array.single ? { ...array, shape: [1, ...array.shape] } : array;
  };
  const heads = predictionsOf(files.prediction).map(([name, path]) => [name, read(path, "image")] as const);
  const [, first] = heads[0]!;
  const [, main] = heads.find(([head]) => head === "main") ?? heads[0]!;
  // A term may read the target as numbers of any kind: of instances, say.
  const areNumbers = terms.some(({ inputs }) =>
    Object.values(inputs).some((input) => input.kind === "view" && input.view === "field"),
  );
  const target = areNumbers
    ? read(files.target, "mask")
    : read(files.target, "labels", { ...task, channels: main.shape.at(-1)! });
  const masks = Object.entries(files.masks).map(([name, path]) => [name, read(path, "mask")] as const);
  const fields = Object.entries(files.fields).map(([name, path]) => [name, read(path, "image")] as const);
  const made = (array: ReadArray) => tensors.tensor(Float32Array.from(array.data), [...array.shape], "float32");
  const named = (arrays: Iterable<readonly [string, ReadArray]>) =>
    Object.fromEntries([...arrays].map(([name, array]) => [name, made(array)]));
  const given = files.spacing ?? (task.spacing ? undefined : spacing);
  const counts = files.spacing ?? task.spacing;
  if (spacing && counts?.some((s, axis) => Math.abs(s - spacing![axis]!) > 1e-3 * s))
    host.err.write(
      `Warning: the ${files.spacing ? "flag's" : "task's"} spacing (${counts.join(", ")}) counts, and the files say ${spacing.join(", ")}.\n`,
    );
  return {
    prediction: heads[0]![0] === undefined ? made(first) : named(heads as (readonly [string, ReadArray])[]),
    target: made(target),
    ...(masks.length && { masks: named(masks) }),
    ...(fields.length && { fields: named(fields) }),
    ...(given && { spacing: given }),
  };
}

/** The predictions by head; without one where a single prediction was given without a name. */
function predictionsOf(paths: readonly string[]): (readonly [head: string | undefined, path: string])[] {
  const heads = paths.map((path) => /^([A-Za-z_]\w*)=(.+)$/.exec(path));
  if (paths.length === 1 && !heads[0]) return [[undefined, paths[0]!]];
  if (heads.some((head) => !head))
    throw new Failure(
      "Several predictions were given, but not all with the name of a head.",
      "write --prediction main=main.npy --prediction aux=aux.npy",
    );
  return heads.map((head) => [head![1]!, head![2]!]);
}
