import { z } from "zod";
import type { TriggerName } from "../../grammar/words.js";
import type { Catalog, Holes } from "../diagnostics/catalog/index.js";
import type { Extra } from "../diagnostics/diagnostic.js";
import { parameterOf } from "../parameters.js";
import type { Moment, ResolvedTask, Trigger } from "../program/program.js";
import type { StepFunction, TimePoint, WeightedSum } from "../program/step-function.js";
import type { TrainingAxis } from "../program/training-axis.js";
import type { ExpressionValue } from "../program/value.js";
import type { Span } from "../text.js";

/*
 * A word of the language that takes arguments: one record says how it is called, what it means and what help says of it. The checker, hover, completion, signature help and
 * the reference are made from the records; a new word is a record and its line in `index.ts` (and, for a trigger, its name in `grammar/words.ts`).
 */

/** A loss given as an argument. */
export type LossArgument = StepFunction<WeightedSum>;

/** When something moves: from one moment to another, and where that was written. */
export interface TimeRange {
  readonly from: Moment;
  readonly to: Moment;
  readonly at: Span;
}

/** Arguments that are no plain data: the checker evaluates them before the schema sees the others. */
export type ArgumentKind = "loss" | "time";

interface ArgumentMeta {
  readonly argument?: ArgumentKind;
}

/** A parameter that takes a loss. */
export const lossArgument = () => z.custom<LossArgument>().meta({ argument: "loss" } satisfies ArgumentMeta);
/** A parameter that takes a span of time, or a length counted from the beginning of the phase. */
export const timeArgument = () => z.custom<TimeRange>().meta({ argument: "time" } satisfies ArgumentMeta);

/** How the checker evaluates an argument that is no plain data. */
export function argumentKind(schema: z.ZodType | undefined): ArgumentKind | undefined {
  const { argument } = schema?.meta() ?? {};
  return argument === "loss" || argument === "time" ? argument : undefined;
}

/** What a word's meaning can ask of the place where it is called, and say about it. */
export interface CallSite {
  /** The whole call. */
  readonly span: Span;
  /** The call as it is written. */
  text(): string;
  readonly task: ResolvedTask;
  readonly axis: TrainingAxis;
  /** When the phase around it begins, as far as that can be read: not from inside a definition, which may stand in many. */
  readonly phase: TimePoint | undefined;
  /** A moment of the program, and where it was written. */
  timePoint(moment: Moment, at: Span): TimePoint;
  /** Report something about the call. */
  report<K extends keyof Catalog>(key: K, holes: Holes<Catalog[K]>, extra?: Extra): void;
  /** Report that what is said is sound but cannot run yet; the program is marked so, with the message. */
  cannotRun<K extends keyof Catalog>(key: K, holes: Holes<Catalog[K]>, why: { message: string; hint: string }): void;
}

interface WordRecord<Name extends string, Schema extends z.ZodObject> {
  readonly name: Name;
  /** Every parameter with its type, range, default and meaning, in the order in which help lists them. */
  readonly parameters: Schema;
  /** The parameters that may be given without their names, in order. */
  readonly byPosition: readonly (keyof z.output<Schema> & string)[];
  /** Any number of further values without names: losses. */
  readonly open?: { readonly name: string; readonly text: string; readonly meaning: string };
  /** A few words, beside its name in a list. */
  readonly brief: string;
  readonly summary: string;
  /** Whole programs; the first is shown by help. */
  readonly examples: readonly [string, ...string[]];
  /** What an editor writes for it. */
  readonly snippet: string;
  /** What an editor writes for an argument that must be given and is not; absent where only a text can tell. */
  readonly samples: { readonly [K in keyof z.output<Schema>]?: string };
  /** What to say where a parameter is missing, other than what it means. */
  readonly missing?: Readonly<Record<string, string>>;
}

type Arguments<Schema extends z.ZodObject> = z.output<Schema> & { readonly open: readonly LossArgument[] };

export interface ExpressionRecord<Name extends string, Schema extends z.ZodObject> extends WordRecord<Name, Schema> {
  readonly role: "expression";
  readonly gives: "number" | "loss";
  means(args: Arguments<Schema>, site: CallSite): ExpressionValue;
}

export interface TriggerRecord<Name extends TriggerName, Schema extends z.ZodObject> extends WordRecord<Name, Schema> {
  readonly role: "trigger";
  means(args: Arguments<Schema>, site: CallSite): Trigger;
}

/** A word that stands in an expression: a number or a loss. */
export const expressionWord = <const Name extends string, Schema extends z.ZodObject>(
  record: Omit<ExpressionRecord<Name, Schema>, "role">,
): ExpressionRecord<Name, Schema> => ({ role: "expression", ...record });

/** A word that stands after `then@`: a moment that metrics decide. */
export const triggerWord = <const Name extends TriggerName, Schema extends z.ZodObject>(
  record: Omit<TriggerRecord<Name, Schema>, "role">,
): TriggerRecord<Name, Schema> => ({ role: "trigger", ...record });

/** Any word with arguments, where it does not matter which. */
export type ExpressionWord = ExpressionRecord<string, z.ZodObject>;
export type TriggerWord = TriggerRecord<TriggerName, z.ZodObject>;
export type CallableWord = ExpressionWord | TriggerWord;

/** Whether a word has this parameter, and it must be given. */
export function mustBeGiven({ parameters }: CallableWord, name: string): boolean {
  return parameterOf(parameters, name)?.required ?? false;
}
