import { z } from "zod";
import { described, isRecord, knownNames } from "../given.js";
import type { Clock } from "./clock.js";

/** A clock that does not show what the program's time is measured in, or that is none. */
export class ClockError extends Error {
  override readonly name = "ClockError";
}

const count = z.number().nonnegative();

const clockSchema = z.strictObject({
  epoch: count.optional(),
  step: count.optional(),
  metrics: z
    .record(
      z.string(),
      z.custom<number>((x) => typeof x === "number"),
    )
    .optional(),
});

const clockKeys = Object.keys(clockSchema.shape);

/** A clock as somebody gave it. Without one, nothing is shown. @throws {ClockError} at anything that would be ignored or misread. */
export function readClock(given: unknown): Clock {
  if (given === undefined) return {};
  const result = clockSchema.safeParse(given);
  if (result.success && isRecord(given)) return given as Clock;
  throw new ClockError(problemOf(given, result.error?.issues[0]));
}

function problemOf(given: unknown, issue: z.core.$ZodIssue | undefined): string {
  if (typeof given === "number")
    return `The clock is ${described(given)}, which does not say of what: give \`{ epoch: ${given} }\` or \`{ step: ${given} }\`.`;
  if (!isRecord(given) || !issue)
    return `The clock is ${described(given)}: give an object such as \`{ epoch: 3 }\`.${layers(given)}`;
  if (issue.code === "unrecognized_keys")
    return `The clock has the key \`${issue.keys[0]}\`, which is not known: ${knownNames(issue.keys[0]!, clockKeys, "a clock has")}.`;
  const [key, metric] = issue.path.map(String);
  if (metric !== undefined) {
    const value = (given.metrics as Readonly<Record<string, unknown>>)[metric];
    return `The metric \`${metric}\` of the clock is ${described(value)}: give a number.`;
  }
  const wanted = key === "metrics" ? "an object of numbers by name" : "a finite number, 0 or more";
  return `The \`${key}\` of the clock is ${described(given[key!])}: give ${wanted}.`;
}

/** Whoever gives two tensors takes the loss for one of Keras. */
const layers = (given: unknown): string =>
  typeof given === "object" && given !== null && "dataId" in given
    ? " A loss takes one batch, `loss({ prediction, target })`; for `(yTrue, yPred)`, as LayersModel calls it, use `loss.forLayers()`."
    : "";
