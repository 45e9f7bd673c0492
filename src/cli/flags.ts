import { type Command, InvalidArgumentError, Option } from "commander";
import type { CompileOptions } from "../compile.js";
import { Failure } from "./host.js";

/** The flags that stand for compile options: task, parameters, length of training. */
export interface CompileFlags {
  readonly task?: string;
  readonly set?: Readonly<Record<string, number | string>>;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
}

/** Adds `-e TEXT`. */
export const withText = (command: Command): Command =>
  command.option("-e, --expression <text>", "the program, instead of a file");

/** Adds the flags for the options that an embedding program would pass to `compile`: task, parameters, length of training. */
export const withCompileFlags = (command: Command): Command =>
  withTask(command)
    .option("--epochs <n>", "length of training in epochs, needed where the program uses %", parseWholeNumber)
    .option(
      "--steps-per-epoch <n>",
      "steps per epoch, needed where the program uses both epochs and steps",
      parseWholeNumber,
    );

/** Adds the flags for task and parameters. */
export const withTask = (command: Command): Command =>
  command
    .option("--task <json>", 'the task as JSON, like a `task { }` block: \'{"classes": ["background", "vessel"]}\'')
    .addOption(
      new Option("--set <name=value>", "a value for a `param`; may be repeated")
        .argParser(assignment)
        .default(undefined),
    );

export type CompileSettings = Pick<CompileOptions, "task" | "params" | "epochs" | "stepsPerEpoch">;

/** @throws {Failure} when `--task` is not a JSON object. What the object says is for the checker to judge. */
export const compileSettings = (flags: CompileFlags): CompileSettings => ({
  ...(flags.task !== undefined && { task: jsonObject(flags.task, "--task") as NonNullable<CompileSettings["task"]> }),
  ...(flags.set && { params: flags.set }),
  ...(flags.epochs !== undefined && { epochs: flags.epochs }),
  ...(flags.stepsPerEpoch !== undefined && { stepsPerEpoch: flags.stepsPerEpoch }),
});

function jsonObject(text: string, flag: string): unknown {
  const example = `write it like ${flag} '{"classes": ["background", "vessel"], "space": "2d"}'`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure(`\`${flag}\` is not JSON: ${(error as Error).message}.`, example);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Failure(`\`${flag}\` is not a JSON object.`, example);
  return value;
}

const numeric = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function assignment(
  text: string,
  before: Record<string, number | string> | undefined,
): Record<string, number | string> {
  const { name, value } = namedValue(text, "late=epoch60");
  return { ...before, [name]: numeric.test(value) ? Number(value) : value };
}

/** `NAME=VALUE`, split at the first sign. */
export function namedValue(text: string, example: string): { name: string; value: string } {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/s.exec(text.trim());
  if (!match) throw new InvalidArgumentError(`It must be a name, \`=\` and a value: ${example}.`);
  return { name: match[1]!, value: match[2]!.trim() };
}

export function parseWholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number of at least 1.");
  return value;
}

/** Reads a number above 0; the example stands in the message that refuses another. */
export const parsePositive =
  (example: string) =>
  (text: string): number => {
    const value = Number(text);
    if (!(value > 0) || !Number.isFinite(value))
      throw new InvalidArgumentError(`It must be a positive number: ${example}.`);
    return value;
  };

/** A moment of training: epochs and steps count from 0. */
export function parseMoment(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError("It must be a number of at least 0.");
  return value;
}

/** `4,256,256,1`: positive whole numbers. */
export function parseShape(text: string): readonly number[] {
  const sizes = text.split(/[,x×\s]+/).map(Number);
  if ((sizes.length !== 4 && sizes.length !== 5) || !sizes.every((n) => Number.isSafeInteger(n) && n > 0))
    throw new InvalidArgumentError(
      "It must be batch, height, width, classes (4,256,256,1), or with a depth after the batch.",
    );
  return sizes;
}

/** `0.5,0.5`: positive numbers. */
export function parseSpacing(text: string): readonly number[] {
  const sizes = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if ((sizes.length !== 2 && sizes.length !== 3) || !sizes.every((n) => Number.isFinite(n) && n > 0))
    throw new InvalidArgumentError("It must be two or three positive numbers, in array order: 0.5,0.5.");
  return sizes;
}

/** Adds `--epoch` and `--step`. */
export const withClock = (command: Command): Command =>
  command
    .option("--epoch <n>", "current epoch, counted from 0", parseMoment)
    .option("--step <n>", "current step, counted from 0", parseMoment);

export const clockOf = (flags: { epoch?: number; step?: number }) => ({
  ...(flags.epoch !== undefined && { epoch: flags.epoch }),
  ...(flags.step !== undefined && { step: flags.step }),
});
