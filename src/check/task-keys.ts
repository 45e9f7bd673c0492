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
  prediction: oneWord("The form of the network's prediction. For losses that need another form it is converted once.", {
    logits: "Any real numbers, before softmax or sigmoid. The form in which losses are most accurate.",
    probabilities: "Numbers from 0 to 1, after softmax or sigmoid.",
  }),
  classes: {
    ...names(
      "class",
      "background, vessel",
      "Exclusive classes, of which each pixel has one: a softmax over the channels. In the order of the channels.",
    ),
    excludes: "labels",
  },
  labels: {
    ...names(
      "class",
      "vessel, lesion",
      "Independent labels, of which a pixel may have any number: a sigmoid for each channel. In the order of the channels.",
    ),
    excludes: "classes",
  },
  space: oneWord("The number of spatial axes. If left out, it is taken from the first batch.", {
    "2d": "Images: `[batch, height, width, class]`.",
    "3d": "Volumes: `[batch, depth, height, width, class]`.",
  }),
  spacing: {
    schema: z.array(z.number().positive()).min(2).max(3),
    expected: "two or three positive numbers, one per spatial axis",
    summary:
      "The size of a pixel along each spatial axis, in the order of the array's axes. Distances are then in its unit instead of pixels.",
  },
  heads: names(
    "head",
    "main, aux",
    "The outputs of the network by name. `loss on head` applies a loss to one; some losses read further heads through parameters.",
  ),
  masks: names(
    "mask",
    "roi",
    "Masks that come with each batch. `loss where mask` leaves other pixels out of every sum and every mean.",
  ),
  fields: names(
    "field",
    "normals",
    "Further constant tensors of a batch, beside the target, such as normals or an initial contour.",
  ),
  ignore: {
    schema: z.int(),
    expected: "a whole number",
    summary: "A label whose pixels are left out of every sum and every mean of every loss.",
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
