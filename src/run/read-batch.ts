import { z } from "zod";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import { described, isRecord, knownNames } from "../given.js";
import type { ResolvedTask } from "../program/program.js";
import type { Batch, TargetBatch } from "./batch.js";
import { BatchError } from "./errors.js";

type Reading<T extends object> = Pick<TensorAdapter<T, unknown>, "isTensor" | "dtypeOf" | "isDisposed">;

/** Types of entries that are numbers. */
const numeric: ReadonlySet<string> = new Set(["float64", "float32", "int32", "bool"]);

const batchSchema = z.strictObject({
  prediction: z.unknown().optional(),
  target: z.unknown().optional(),
  masks: z.custom(isRecord).optional(),
  fields: z.custom(isRecord).optional(),
  spacing: z.array(z.number()).readonly().optional(),
});

const batchKeys = Object.keys(batchSchema.shape);

/**
 * A batch as somebody gave it: tensors under the names that the program knows. Their shapes are judged later.
 *
 * @throws {BatchError} that names what was given and what is wanted, at anything that would be ignored or misread.
 */
export function validBatch<T extends object>(given: unknown, task: ResolvedTask, adapter: Reading<T>): Batch<T> {
  const batch = requireBatch(given);
  if (batch.prediction === undefined) throw new BatchError(`The batch has no \`prediction\`.${wantedIn(batch)}`);
  if (adapter.isTensor(batch.prediction)) requireNumbers(batch.prediction, "prediction", adapter);
  else {
    requireTensors(batch.prediction, (name) => `prediction of the head \`${name}\``, "prediction", adapter);
    requireHeads(Object.keys(batch.prediction as object), task);
  }
  requireTargetSide(batch, task, adapter);
  return given as Batch<T>;
}

/** The same where of the prediction only the shape is asked, as numbers or by a tensor. */
export function readTargetBatch<T extends object>(
  given: unknown,
  task: ResolvedTask,
  adapter: Reading<T>,
): TargetBatch<T> {
  const batch = requireBatch(given);
  const requireShape = (x: unknown, what: string) => {
    if (Array.isArray(x) ? !x.every((n) => Number.isInteger(n) && n >= 1) : !adapter.isTensor(x))
      throw new BatchError(
        `The ${what} is ${Array.isArray(x) ? `[${x.join(", ")}]` : described(x)}: give a tensor, or its shape as numbers.`,
      );
  };
  const { prediction } = batch;
  if (isRecord(prediction) && !adapter.isTensor(prediction)) {
    for (const [name, head] of Object.entries(prediction)) requireShape(head, `prediction of the head \`${name}\``);
    requireHeads(Object.keys(prediction), task);
  } else if (prediction !== undefined) requireShape(prediction, "prediction");
  requireTargetSide(batch, task, adapter);
  return given as TargetBatch<T>;
}

function requireBatch(given: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(given))
    throw new BatchError(
      `The batch is ${described(given)}: give an object of tensors, \`{ prediction, target }\`. For \`(yTrue, yPred)\`, as LayersModel calls a loss, use \`loss.forLayers()\`.`,
    );
  const issue = batchSchema.safeParse(given).error?.issues[0];
  if (!issue) return given;
  if (issue.code === "unrecognized_keys")
    throw new BatchError(
      `The batch has the key \`${issue.keys[0]}\`, which is not known: ${knownNames(issue.keys[0]!, batchKeys, "a batch has")}.`,
    );
  const key = String(issue.path[0]);
  const value = described(given[key]);
  if (key === "spacing")
    throw new BatchError(
      `The \`spacing\` of the batch is ${value}: give an array of numbers, the size of a pixel along each spatial axis.`,
    );
  throw new BatchError(
    `The \`${key}\` of the batch are ${value}: give an object of tensors by name, \`${key}: { name: tensor }\`.`,
  );
}

const wantedIn = (batch: Readonly<Record<string, unknown>>) => {
  const has = Object.keys(batch);
  return ` It has ${has.length ? has.map((key) => `\`${key}\``).join(", ") : "nothing"}; give \`{ prediction, target }\`.`;
};

function requireTargetSide<T extends object>(
  batch: Readonly<Record<string, unknown>>,
  task: ResolvedTask,
  adapter: Reading<T>,
): void {
  if (batch.target === undefined) throw new BatchError(`The batch has no \`target\`.${wantedIn(batch)}`);
  if (isRecord(batch.target) && !adapter.isTensor(batch.target))
    throw new BatchError("The `target` of the batch is an object: give one tensor, which all terms look at.");
  requireNumbers(batch.target, "target", adapter);
  for (const [key, kind] of [
    ["masks", "mask"],
    ["fields", "field"],
  ] as const) {
    if (batch[key] === undefined) continue;
    requireTensors(batch[key], (name) => `${kind} \`${name}\``, key, adapter);
    const unknown = Object.keys(batch[key]).find((name) => !task[key].includes(name));
    if (unknown === undefined) continue;
    const use =
      key === "masks"
        ? `\`task { masks: ${unknown} }\` and \`loss where ${unknown}\``
        : `\`task { fields: ${unknown} }\``;
    throw new BatchError(
      `The batch has the ${kind} \`${unknown}\`, which the program does not name, so that it would be ignored: ${
        task[key].length ? knownNames(unknown, task[key], "the program names") : `leave it out, or write ${use}`
      }.`,
    );
  }
}

/** Several predictions are told apart by the names of the task; a single one may have any. */
function requireHeads(names: readonly string[], { heads }: ResolvedTask): void {
  if (names.length === 0)
    throw new BatchError("The `prediction` of the batch is an object without entries: give a tensor for each head.");
  if (heads.length === 0) {
    if (names.length === 1) return;
    throw new BatchError(
      `The batch has predictions of the heads ${names.map((n) => `\`${n}\``).join(", ")}, but the program names no heads: list them in the task, \`heads: ${names.join(", ")}\`, and say \`loss on head\`, or give one tensor.`,
    );
  }
  const unknown = names.find((name) => !heads.includes(name));
  if (unknown !== undefined)
    throw new BatchError(
      `The batch has a prediction of the head \`${unknown}\`, which the program does not name, so that it would be ignored: ${knownNames(unknown, heads, "the program names")}.`,
    );
}

function requireTensors<T extends object>(
  given: unknown,
  what: (name: string) => string,
  key: string,
  adapter: Reading<T>,
): asserts given is Readonly<Record<string, T>> {
  if (!isRecord(given) || adapter.isTensor(given))
    throw new BatchError(
      `The \`${key}\` of the batch is ${described(given)}: give ${key === "prediction" ? "a tensor, `tf.tensor(…)`, or an object with one for each head" : `an object of tensors by name, \`${key}: { name: tensor }\``}.`,
    );
  for (const [name, tensor] of Object.entries(given)) requireNumbers(tensor, what(name), adapter);
}

/** @throws {BatchError} where something is no tensor of real numbers, or has been disposed of. */
function requireNumbers<T extends object>(x: unknown, what: string, adapter: Reading<T>): void {
  if (!adapter.isTensor(x)) {
    const remedy =
      Array.isArray(x) || ArrayBuffer.isView(x) ? "make it one with `tf.tensor(values, shape)`" : "give one";
    throw new BatchError(`The ${what} is ${described(x)}, not a tensor of TensorFlow.js: ${remedy}.`);
  }
  if (adapter.isDisposed(x))
    throw new BatchError(`The ${what} has been disposed of: its numbers are gone. Keep it until the step is over.`);
  const dtype = adapter.dtypeOf(x);
  if (!numeric.has(dtype))
    throw new BatchError(`The ${what} is a tensor of the type ${dtype}: give real numbers, float32, int32 or bool.`);
}
