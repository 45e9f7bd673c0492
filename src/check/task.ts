import { z } from "zod";
import type { Reports } from "../diagnostics/diagnostic.js";
import { oneOf } from "../diagnostics/nearest.js";
import type { ResolvedTask } from "../program/program.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import { suggestions } from "./library.js";

const names = z.array(z.string().min(1)).min(1);

/** What a `task { }` block says, as an object. */
export const taskSchema = z.strictObject({
  prediction: z.enum(["logits", "probabilities"]).optional(),
  /** Exclusive classes (softmax), in the order of the channels. */
  classes: names.optional(),
  /** Independent labels (sigmoid), in the order of the channels. */
  labels: names.optional(),
  space: z.enum(["2d", "3d"]).optional(),
  /** The size of a pixel along each spatial axis, in array order. */
  spacing: z.array(z.number().positive()).min(2).max(3).optional(),
  heads: names.optional(),
  masks: names.optional(),
  /** Further tensors of a batch, constants beside the target: normals, say, or an initial contour. */
  fields: names.optional(),
  /** A label that does not count. */
  ignore: z.int().optional(),
});

export type Task = z.output<typeof taskSchema>;
type Key = keyof Task;

const expectations: Record<Key, string> = {
  prediction: "`logits` or `probabilities`",
  classes: "names, such as `background, vessel`",
  labels: "names, such as `vessel, lesion`",
  space: "`2d` or `3d`",
  spacing: "two or three positive numbers, one per spatial axis",
  heads: "names, such as `main, aux`",
  masks: "names, such as `roi`",
  fields: "names, such as `normals`",
  ignore: "a whole number",
};

const meanings: Record<Key, string> = {
  prediction:
    "In which form the network gives its prediction. Losses that need another form have it converted, once for all of them.",
  classes: "The classes of a pixel, of which each has one: a softmax over the channels. In the order of the channels.",
  labels:
    "Labels that a pixel may have or lack independently of each other: a sigmoid for each channel. In the order of the channels.",
  space: "How many axes of space images have. Left out: the first batch tells.",
  spacing:
    "The size of a pixel along each axis of space, in the order of the array. Distances are then in its unit instead of pixels.",
  heads: "The outputs of the network by name. A loss stands on one with `on`, or reads one through a parameter.",
  masks: "Masks that come with each batch. `loss where mask` leaves other pixels out of every sum and every mean.",
  fields: "Further tensors of a batch, constants beside the target: normals, say, or an initial contour.",
  ignore: "A label that does not count: its pixels leave every sum and every mean of every loss.",
};

const choices: { readonly [K in Key]?: Readonly<Record<string, string>> } = {
  prediction: {
    logits: "Any real numbers, before softmax or sigmoid. The form in which losses are most accurate.",
    probabilities: "Numbers from 0 to 1, after softmax or sigmoid.",
  },
  space: { "2d": "Images: `[batch, height, width, class]`.", "3d": "Volumes: `[batch, depth, height, width, class]`." },
};

/** What a task may say, for help: each key with its meaning, what it takes and, where it chooses from words, those with theirs. */
export const taskKeys: readonly {
  readonly name: string;
  readonly meaning: string;
  readonly expected: string;
  readonly values?: Readonly<Record<string, string>> | undefined;
}[] = (Object.keys(expectations) as Key[]).map((name) => ({
  name,
  meaning: meanings[name],
  expected: expectations[name],
  values: choices[name],
}));

const keys = Object.keys(expectations) as Key[];
const isKey = (name: string): name is Key => name in expectations;
const isList = (key: Key): boolean => !["prediction", "space", "ignore"].includes(key);

/** The host's task and the file's, which wins where both speak, with what neither says left open. */
export function resolveTask(host: unknown, file: ast.File, reports: Reports): ResolvedTask {
  const start: Span = { file: file.span.file, start: 0, end: 0 };
  const given = hostTask(host, start, reports);
  const { task: written, places } = writtenTask(file, reports);
  const merged: { -readonly [K in Key]?: Task[K] | undefined } = { ...given, ...written };
  if (written.classes && !written.labels) delete merged.labels;
  if (written.labels && !written.classes) delete merged.classes;
  judge(merged, (key) => places.get(key) ?? start, reports);
  const { prediction, space, spacing, ignore } = merged;
  const classes = merged.classes ?? merged.labels;
  return {
    prediction: prediction ?? "logits",
    ...(classes && { classes, exclusive: merged.classes !== undefined }),
    ...(space && { space: space === "2d" ? 2 : 3 }),
    ...(spacing && { spacing }),
    heads: merged.heads ?? [],
    masks: merged.masks ?? [],
    fields: merged.fields ?? [],
    ...(ignore !== undefined && { ignore }),
  };
}

function hostTask(host: unknown, span: Span, reports: Reports): Task {
  const result = taskSchema.safeParse(host ?? {});
  if (result.success) return result.data;
  const kept: Record<string, unknown> = typeof host === "object" && host !== null ? { ...host } : {};
  for (const issue of result.error.issues) {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    for (const name of unknown) {
      reports.report("unknownTaskKey", span, { name }, { ...suggestions(name, span, keys), fixes: [] });
      delete kept[name];
    }
    if (unknown.length > 0) continue;
    const key = String(issue.path[0] ?? "");
    const expected = isKey(key) ? expectations[key] : "an object";
    const found = JSON.stringify(key ? kept[key] : host) ?? "nothing";
    if (key === "" || key in kept)
      reports.report("hostOption", span, { option: key ? `task.${key}` : "task", expected, found });
    delete kept[key];
  }
  const rest = taskSchema.safeParse(kept);
  return rest.success ? rest.data : {};
}

/** What the file's task says, entry by entry, as far as it makes sense. */
function writtenTask(file: ast.File, reports: Reports): { task: Task; places: ReadonlyMap<Key, Span> } {
  const said: Record<string, unknown> = {};
  const places = new Map<Key, Span>();
  let earlier: ast.TaskItem | undefined;
  for (const item of file.items) {
    if (item.kind !== "task") continue;
    if (earlier) {
      const related = [{ span: earlier.span, message: "the first task" }];
      reports.report("duplicateTask", item.span, {}, { related, hint: "join the two" });
    }
    earlier ??= item;
    for (const entry of item.entries) readEntry(entry, said, places, reports);
  }
  const result = taskSchema.safeParse(said);
  return { task: result.success ? result.data : {}, places };
}

function readEntry(
  entry: ast.TaskEntry,
  said: Record<string, unknown>,
  places: Map<Key, Span>,
  reports: Reports,
): void {
  const { name, span } = entry.key;
  if (!isKey(name)) {
    reports.report(
      "unknownTaskKey",
      span,
      { name },
      suggestions(name, span, keys, `a task says ${oneOf(keys, "and")}`),
    );
    return;
  }
  const first = places.get(name);
  if (first) {
    reports.report("duplicateTaskKey", span, { name }, { related: [{ span: first, message: "first said here" }] });
    return;
  }
  places.set(name, entry.span);
  const flat = entry.values.flatMap((value) => (value.kind === "list" ? value.items : [value]));
  if (flat.some((value) => value.kind === "missing")) return;
  const values = flat.map(plain);
  const value = isList(name) ? values : values.length === 1 ? values[0] : values;
  const result = taskSchema.shape[name].safeParse(value);
  if (result.success) {
    said[name] = value;
    if (isList(name) && name !== "spacing") findRepeated(name, flat, reports);
    return;
  }
  const index = result.error.issues[0]?.path[0];
  const culprit = (typeof index === "number" ? flat[index] : undefined) ?? (flat.length === 1 ? flat[0] : undefined);
  const place = culprit?.span ?? entry.span;
  const known = name === "prediction" ? ["logits", "probabilities"] : [];
  const found = culprit ? showValue(culprit) : `${flat.length} values`;
  reports.report(
    "taskValue",
    place,
    { key: name, expected: expectations[name], found },
    culprit?.kind === "ident" ? suggestions(culprit.name, culprit.span, known) : {},
  );
}

function findRepeated(key: Key, values: readonly ast.ArgumentValue[], reports: Reports): void {
  const met = new Map<unknown, Span>();
  for (const value of values) {
    const name = plain(value);
    const first = met.get(name);
    if (!first) met.set(name, value.span);
    else {
      const related = [{ span: first, message: `first listed here, under \`${key}\`` }];
      reports.report("duplicateTaskKey", value.span, { name: String(name) }, { related });
    }
  }
}

/** What no single entry can tell. */
function judge(task: { readonly [K in Key]?: Task[K] | undefined }, place: (key: Key) => Span, reports: Reports): void {
  const { classes, labels, space, spacing } = task;
  if (classes && labels) {
    const related = [{ span: place("classes"), message: "the classes" }];
    reports.report("classesAndLabels", place("labels"), {}, { related });
  } else if (classes?.length === 1) {
    const name = classes[0]!;
    const hint = `for one structure against the rest write \`labels: ${name}\`, or name two classes: \`classes: background, ${name}\``;
    reports.report("oneExclusiveClass", place("classes"), { name }, { hint });
  }
  if (space && spacing && spacing.length !== Number(space[0])) {
    const expected = `${space[0]} numbers in ${space}`;
    reports.report("taskValue", place("spacing"), { key: "spacing", expected, found: `${spacing.length} numbers` });
  }
}

function plain(value: ast.ArgumentValue): unknown {
  if (value.kind === "ident") return value.name;
  return value.kind === "number" || value.kind === "string" || value.kind === "boolean" ? value.value : undefined;
}

function showValue(value: ast.ArgumentValue): string {
  const written = plain(value);
  return written === undefined ? "something else" : `\`${written}\``;
}
