import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { oneOf } from "../diagnostics/nearest.js";
import { described, isRecord, knownNames } from "../given.js";
import type { Program, ProgramTerm, ResolvedTask } from "../program/program.js";
import type { Batch } from "../run/batch.js";
import { BatchError } from "../run/errors.js";

/**
 * What `yTrue` holds, along its last axis: the target, then the masks and the fields in the order of the task. LayersModel gives a loss no more than `yTrue` and `yPred`, so
 * what else a batch holds must be packed into `yTrue`: `loss.pack(batch, packing)` does that.
 */
export interface Packing {
  /** `planes`, the default: one channel for each channel of the prediction. `labels`: one channel with class numbers. */
  readonly target?: "planes" | "labels";
  /** The masks of the program that it holds, one channel each. */
  readonly masks?: readonly string[];
  /** The fields of the program that it holds, by name, with the number of their channels: 1 for an image, 2 or 3 for vectors. */
  readonly fields?: Readonly<Record<string, number>>;
  /**
   * How many channels it has: those that are left over are zeros. `model.fit` refuses a `yTrue` that has not the shape of the prediction, so there it must be the
   * prediction's number of channels; `model.fitDataset` takes any.
   */
  readonly channels?: number;
}

/** What a loss for one output of a LayersModel looks at. */
export interface LayersOptions extends Packing {
  /** The output it is for, where the program names heads. */
  readonly head?: string;
  /** The size of a pixel along each spatial axis, in array order, if the task does not tell. */
  readonly spacing?: readonly number[];
}

const name = z.string();
const channels = z.number().int().min(1);
const packingShape = {
  target: z.enum(["planes", "labels"]).optional(),
  masks: z.array(name).readonly().optional(),
  fields: z.record(name, channels).optional(),
  channels: channels.optional(),
};
const layersSchema = z.strictObject({
  ...packingShape,
  head: name.optional(),
  spacing: z.array(z.number().positive()).readonly().optional(),
});

const wanted: Readonly<Record<string, string>> = {
  target: '"planes" or "labels"',
  masks: "a list of names of masks",
  fields: "the number of channels of each field by its name",
  channels: "a whole number, 1 or more",
  head: "the name of a head",
  spacing: "an array of positive numbers",
};

/** Options as somebody gave them. @throws {BatchError} at anything that would be ignored or misread. */
export function readLayersOptions(given: unknown, { task }: Program, caller: "forLayers" | "pack"): LayersOptions {
  if (given === undefined) return {};
  if (typeof given === "string") return { head: given };
  if (!isRecord(given))
    throw new BatchError(
      `\`${caller}\` was given ${described(given)}: give the name of a head, or an object that says what \`yTrue\` holds, such as \`{ masks: ["roi"] }\`.`,
    );
  const issue = layersSchema.safeParse(given).error?.issues[0];
  if (issue?.code === "unrecognized_keys")
    throw new BatchError(
      `The option \`${issue.keys[0]}\` of \`${caller}\` is not known: ${knownNames(issue.keys[0]!, Object.keys(wanted), "it takes")}.`,
    );
  if (issue) {
    const key = String(issue.path[0]);
    throw new BatchError(`The option \`${key}\` of \`${caller}\` is ${described(given[key])}: give ${wanted[key]}.`);
  }
  const options = given as LayersOptions;
  requireNamed(options.masks ?? [], task.masks, "mask");
  requireNamed(Object.keys(options.fields ?? {}), task.fields, "field");
  return options;
}

function requireNamed(names: readonly string[], known: readonly string[], kind: "mask" | "field"): void {
  for (const name of names) {
    if (known.includes(name)) continue;
    const there = known.length ? knownNames(name, known, "it names") : `list it in the task, \`${kind}s: ${name}\``;
    throw new BatchError(`The program does not name the ${kind} \`${name}\`: ${there}.`);
  }
}

/** The head that a term stands on; terms that name none belong to `main`, or else to the first. */
const homeOf = ({ head }: ProgramTerm, { heads }: ResolvedTask): string | undefined =>
  head ?? (heads.includes("main") ? "main" : heads[0]);

/** The terms for one output of the network. */
export interface OutputTerms {
  /** The output's name in the program; absent where the program names no heads. */
  readonly head?: string;
  /** Indices into the program's terms. */
  readonly terms: ReadonlySet<number>;
}

/**
 * The terms that a loss of LayersModel consists of, for the output that the options name.
 *
 * @throws {BatchError} where there is no such output, no term stands on it, or its terms need what LayersModel does not give.
 */
export function termsOfOutput({ terms, task }: Program, options: LayersOptions): OutputTerms {
  const { heads } = task;
  const homes = [...new Set(terms.map((term) => homeOf(term, task)))].filter((home) => home !== undefined);
  const { head = homes.length === 1 ? homes[0] : undefined } = options;
  const called = (heads: readonly string[]) => oneOf(heads.map((head) => `loss.forLayers("${head}")`));
  if (head === undefined && heads.length > 0 && terms.length > 0)
    throw new BatchError(
      `The program has terms on the heads ${oneOf(homes, "and")}: say which output a loss is for, ${called(homes)}.`,
    );
  if (head !== undefined && !heads.includes(head))
    throw new BatchError(
      `The program has no head \`${head}\`: ${
        heads.length ? knownNames(head, heads, "its heads are") : "it names no heads, so call `loss.forLayers()`"
      }.`,
    );
  const own = terms.flatMap((term, index) => (homeOf(term, task) === head ? [index] : []));
  if (head !== undefined && own.length === 0)
    throw new BatchError(
      `No term of the program stands on the head \`${head}\`, so that this output would be trained on nothing: say \`loss on ${head}\` in the program. There are terms for ${called(homes)}.`,
    );
  for (const index of own) requireInReach(terms[index]!, head, options, task);
  return { ...(head !== undefined && { head }), terms: new Set(own) };
}

/** @throws {BatchError} where a term reads what is neither the output nor packed into `yTrue`. */
function requireInReach(
  { label, mask, inputs }: ProgramTerm,
  head: string | undefined,
  packing: Packing,
  task: ResolvedTask,
): void {
  const packed = (option: string) =>
    `LayersModel gives a loss only \`yTrue\` and \`yPred\`; pack it into \`yTrue\`: \`loss.forLayers({ ${option} })\` and \`loss.pack\`, or call the loss in a loop of your own`;
  if (mask !== undefined && !packing.masks?.includes(mask))
    throw new BatchError(
      `\`${label}\` counts only where the mask \`${mask}\` is set. ${packed(`masks: ["${mask}"]`)}.`,
    );
  for (const input of Object.values(inputs)) {
    if (input.kind === "field" && input.form === "points")
      throw new BatchError(
        `\`${label}\` reads the positions \`${input.name}\`, which are no image and cannot be packed into \`yTrue\`: call the loss in a loop of your own, \`loss({ prediction, target, fields })\`.`,
      );
    if (input.kind === "field" && packing.fields?.[input.name] === undefined)
      throw new BatchError(
        `\`${label}\` reads the field \`${input.name}\`. ${packed(`fields: { ${input.name}: ${input.form === "image" ? 1 : (task.space ?? 2)} }`)}.`,
      );
    if (input.kind === "head" && input.name !== head)
      throw new BatchError(
        `\`${label}\` reads the head \`${input.name}\` too, but LayersModel gives a loss one output at a time: call it in a loop of your own, \`loss({ prediction: { ${head}, ${input.name} }, target })\`.`,
      );
  }
}

/** A tensor of the batch inside `yTrue`. */
interface Part {
  readonly kind: "target" | "mask" | "field";
  readonly name: string;
  readonly channels: number;
}

/** What `yTrue` holds, in order. */
const partsOf = (packing: Packing, classes: number, task: ResolvedTask): readonly Part[] => [
  { kind: "target", name: "target", channels: packing.target === "labels" ? 1 : classes },
  ...task.masks
    .filter((name) => packing.masks?.includes(name))
    .map((name) => ({ kind: "mask" as const, name, channels: 1 })),
  ...task.fields
    .filter((name) => packing.fields?.[name] !== undefined)
    .map((name) => ({ kind: "field" as const, name, channels: packing.fields![name]! })),
];

const sumOf = (parts: readonly Part[]) => parts.reduce((sum, { channels }) => sum + channels, 0);

const inWords = (parts: readonly Part[], packing: Packing) =>
  parts
    .map(({ kind, name, channels }) => {
      const what = kind === "target" ? `the target as ${packing.target ?? "planes"}` : `the ${kind} \`${name}\``;
      return channels === 1 ? what : `${what} (${channels})`;
    })
    .join(", ");

/** The batch that LayersModel gives. @throws {BatchError} where `yTrue` does not hold what the options say. */
export function unpack(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  options: LayersOptions,
  { head }: OutputTerms,
  task: ResolvedTask,
): Batch<tf.Tensor> {
  const around = {
    prediction: head === undefined ? yPred : { [head]: yPred },
    ...(options.spacing && { spacing: options.spacing }),
  };
  const parts = partsOf(options, yPred.shape.at(-1)!, task);
  const isPacked = parts.length > 1 || options.channels !== undefined || options.target === "labels";
  if (!isPacked || (parts.length === 1 && yTrue.rank === yPred.rank - 1)) return { ...around, target: yTrue };
  const needed = sumOf(parts);
  const found = yTrue.shape.at(-1) ?? 0;
  if (yTrue.rank !== yPred.rank || (found !== needed && found !== options.channels) || found < needed)
    throw new BatchError(
      `\`yTrue\` has the shape [${yTrue.shape.join(", ")}]; it must be [${[...yPred.shape.slice(0, -1), Math.max(needed, options.channels ?? 0)].join(", ")}], along whose last axis lie ${inWords(parts, options)}. \`loss.pack(batch, packing)\` makes it.`,
    );
  let at = 0;
  const take = (size: number): tf.Tensor => {
    const begin = [...yTrue.shape.slice(0, -1).map(() => 0), at];
    at += size;
    return tf.slice(yTrue, begin, [...yTrue.shape.slice(0, -1), size]);
  };
  const flat = (tensor: tf.Tensor) => tf.reshape(tensor, tensor.shape.slice(0, -1));
  const target = options.target === "labels" ? flat(take(1)) : take(parts[0]!.channels);
  const taken = (kind: Part["kind"]) =>
    Object.fromEntries(
      parts
        .filter((part) => part.kind === kind)
        .map(({ name, channels }) => [name, channels === 1 ? flat(take(1)) : take(channels)]),
    );
  const [masks, fields] = [taken("mask"), taken("field")];
  return {
    ...around,
    target,
    ...(Object.keys(masks).length > 0 && { masks }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
}

/**
 * One tensor `[batch, …space, channels]` with all that the packing names.
 *
 * @throws {BatchError} where the batch does not hold it, or not in that form.
 */
export function pack(batch: Omit<Batch<tf.Tensor>, "prediction">, packing: Packing, task: ResolvedTask): tf.Tensor {
  const { target, masks = {}, fields = {} } = requirePackable(batch);
  requirePacked("mask", Object.keys(masks), packing.masks ?? []);
  requirePacked("field", Object.keys(fields), Object.keys(packing.fields ?? {}));
  const labels = packing.target === "labels";
  // A trailing axis of one channel may be left out of what has one channel.
  const rank = task.space === undefined ? undefined : task.space + 2;
  const isFlat =
    labels && !(target.shape.at(-1) === 1 && (rank === undefined ? target.rank > 3 : target.rank === rank));
  const space = isFlat ? target.shape : target.shape.slice(0, -1);
  const parts = partsOf(packing, isFlat ? 1 : target.shape.at(-1)!, task);
  const sources = { target: { target }, mask: masks, field: fields };
  return tf.tidy(() => {
    const tensors = parts.map(({ kind, name, channels }) => {
      const tensor = (sources[kind] as Readonly<Record<string, tf.Tensor>>)[name]!;
      const shape = [...space, channels];
      const fits = tensor.shape.join() === shape.join() || (channels === 1 && tensor.shape.join() === space.join());
      if (!fits)
        throw new BatchError(
          `The ${kind === "target" ? kind : `${kind} \`${name}\``} has the shape [${tensor.shape.join(", ")}], and [${shape.join(", ")}] is to be packed${channels === 1 ? `, or [${space.join(", ")}]` : ""}.`,
        );
      return tf.cast(tf.reshape(tensor, shape), "float32");
    });
    const needed = sumOf(parts);
    const left = (packing.channels ?? needed) - needed;
    if (left < 0)
      throw new BatchError(
        `${needed} channels are to be packed, ${inWords(parts, packing)}, and the packing says \`channels: ${packing.channels}\`. \`model.fit\` takes no more than the prediction has; \`model.fitDataset\` takes any number: leave \`channels\` out.`,
      );
    return tf.concat(left > 0 ? [...tensors, tf.zeros([...space, left])] : tensors, -1);
  });
}

function requirePackable(batch: unknown): Omit<Batch<tf.Tensor>, "prediction"> {
  if (!isRecord(batch))
    throw new BatchError(`\`pack\` was given ${described(batch)}: give \`{ target, masks, fields }\`.`);
  const known = ["target", "masks", "fields"];
  const unknown = Object.keys(batch).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new BatchError(
      `\`pack\` was given \`${unknown}\`, which it does not pack: ${knownNames(unknown, known, "it packs")}.${unknown === "spacing" ? " Give the spacing to `loss.forLayers({ spacing })`." : ""}`,
    );
  for (const [key, tensor] of [
    ["target", batch.target] as const,
    ...Object.entries(batch.masks ?? {}),
    ...Object.entries(batch.fields ?? {}),
  ])
    if (!(tensor instanceof tf.Tensor))
      throw new BatchError(`\`${key}\` is ${described(tensor)}, not a tensor of TensorFlow.js.`);
  return batch as unknown as Omit<Batch<tf.Tensor>, "prediction">;
}

function requirePacked(kind: "mask" | "field", given: readonly string[], packed: readonly string[]): void {
  const missing = packed.find((name) => !given.includes(name));
  if (missing !== undefined)
    throw new BatchError(`The ${kind} \`${missing}\` of the packing is not among those given to \`pack\`.`);
  const left = given.find((name) => !packed.includes(name));
  if (left !== undefined)
    throw new BatchError(
      `The ${kind} \`${left}\` was given to \`pack\`, but the packing does not name it, so that it would be ignored.`,
    );
}
