import { z } from "zod";
import { oneOf } from "../diagnostics/nearest.js";

/** What a key of a `task { }` block takes, and what help says of it. The checker, hover, completion and the outline are made from these records. */
export interface TaskKey {
  readonly schema: z.ZodType;
  /** What it takes, in words. */
  readonly expected: string;
  readonly summary: string;
  /** The words it chooses from, each with its meaning. */
  readonly values?: Readonly<Record<string, string>>;
  /** What the names are that it lists. */
  readonly lists?: "class" | "head" | "mask" | "field";
  /** The key that cannot stand beside it. */
  readonly excludes?: string;
}

/** One of some words. */
const oneWord = <const Words extends Readonly<Record<string, string>>>(summary: string, values: Words) => ({
  schema: z.enum(Object.keys(values) as (keyof Words & string)[]),
  expected: oneOf(Object.keys(values)),
  summary,
  values,
});

/** A list of names, written without quotes. */
const names = (lists: NonNullable<TaskKey["lists"]>, example: string, summary: string) => ({
  schema: z.array(z.string().min(1)).min(1),
  expected: `names, such as \`${example}\``,
  summary,
  lists,
});

const records = {
  prediction: oneWord(
    "In which form the network gives its prediction. Losses that need another form have it converted, once for all of them.",
    {
      logits: "Any real numbers, before softmax or sigmoid. The form in which losses are most accurate.",
      probabilities: "Numbers from 0 to 1, after softmax or sigmoid.",
    },
  ),
  classes: {
    ...names(
      "class",
      "background, vessel",
      "The classes of a pixel, of which each has one: a softmax over the channels. In the order of the channels.",
    ),
    excludes: "labels",
  },
  labels: {
    ...names(
      "class",
      "vessel, lesion",
      "Labels that a pixel may have or lack independently of each other: a sigmoid for each channel. In the order of the channels.",
    ),
    excludes: "classes",
  },
  space: oneWord("How many axes of space images have. Left out: the first batch tells.", {
    "2d": "Images: `[batch, height, width, class]`.",
    "3d": "Volumes: `[batch, depth, height, width, class]`.",
  }),
  spacing: {
    schema: z.array(z.number().positive()).min(2).max(3),
    expected: "two or three positive numbers, one per spatial axis",
    summary:
      "The size of a pixel along each axis of space, in the order of the array. Distances are then in its unit instead of pixels.",
  },
  heads: names(
    "head",
    "main, aux",
    "The outputs of the network by name. A loss stands on one with `on`, or reads one through a parameter.",
  ),
  masks: names(
    "mask",
    "roi",
    "Masks that come with each batch. `loss where mask` leaves other pixels out of every sum and every mean.",
  ),
  fields: names(
    "field",
    "normals",
    "Further tensors of a batch, constants beside the target: normals, say, or an initial contour.",
  ),
  ignore: {
    schema: z.int(),
    expected: "a whole number",
    summary: "A label that does not count: its pixels leave every sum and every mean of every loss.",
  },
} satisfies Readonly<Record<string, TaskKey>>;

export type TaskKeyName = keyof typeof records;

/** Every key of a task, in the order in which help lists them. */
export const taskKeys: Readonly<Record<TaskKeyName, TaskKey>> = records;

export const taskKeyNames = Object.keys(records) as readonly TaskKeyName[];

export const isTaskKey = (name: string): name is TaskKeyName => Object.hasOwn(records, name);

/** The record of a key, if there is one of that name. */
export const taskKeyOf = (name: string): TaskKey | undefined => (isTaskKey(name) ? taskKeys[name] : undefined);

/** Whether a key takes any number of values. */
export const takesList = (name: TaskKeyName): boolean => taskKeys[name].schema instanceof z.ZodArray;

type OptionalSchemas = { [K in TaskKeyName]: z.ZodOptional<(typeof records)[K]["schema"]> };

/** What a `task { }` block says, as an object. */
export const taskSchema = z.strictObject(
  Object.fromEntries(taskKeyNames.map((name) => [name, records[name].schema.optional()])) as OptionalSchemas,
);

export type Task = z.output<typeof taskSchema>;
