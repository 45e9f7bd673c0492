import type { Reports } from "../diagnostics/diagnostic.js";
import { oneOf } from "../diagnostics/nearest.js";
import type { ResolvedTask } from "../program/program.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import { suggestions } from "./library.js";
import { isTaskKey, type Task, type TaskKeyName, takesList, taskKeyNames, taskKeys, taskSchema } from "./task-keys.js";

/** The host's task and the file's, which wins where both speak, with what neither says left open. */
export function resolveTask(host: unknown, file: ast.File, reports: Reports): ResolvedTask {
  const start: Span = { file: file.span.file, start: 0, end: 0 };
  const given = hostTask(host, start, reports);
  const { task: written, places } = writtenTask(file, reports);
  const merged: { -readonly [K in TaskKeyName]?: Task[K] | undefined } = { ...given, ...written };
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
      reports.report("unknownTaskKey", span, { name }, { ...suggestions(name, span, taskKeyNames), fixes: [] });
      delete kept[name];
    }
    if (unknown.length > 0) continue;
    const key = String(issue.path[0] ?? "");
    const expected = isTaskKey(key) ? taskKeys[key].expected : "an object";
    const found = JSON.stringify(key ? kept[key] : host) ?? "nothing";
    if (key === "" || key in kept)
      reports.report("hostOption", span, { option: key ? `task.${key}` : "task", expected, found });
    delete kept[key];
  }
  const rest = taskSchema.safeParse(kept);
  return rest.success ? rest.data : {};
}

/** What the file's task says, entry by entry, as far as it makes sense. */
function writtenTask(file: ast.File, reports: Reports): { task: Task; places: ReadonlyMap<TaskKeyName, Span> } {
  const said: Record<string, unknown> = {};
  const places = new Map<TaskKeyName, Span>();
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
  places: Map<TaskKeyName, Span>,
  reports: Reports,
): void {
  const { name, span } = entry.key;
  if (!isTaskKey(name)) {
    reports.report(
      "unknownTaskKey",
      span,
      { name },
      suggestions(name, span, taskKeyNames, `the keys of a task are ${oneOf(taskKeyNames, "and")}`),
    );
    return;
  }
  const first = places.get(name);
  if (first) {
    reports.report("duplicateTaskKey", span, { name }, { related: [{ span: first, message: "first given here" }] });
    return;
  }
  places.set(name, entry.span);
  const flat = entry.values.flatMap((value) => (value.kind === "list" ? value.items : [value]));
  if (flat.some((value) => value.kind === "missing")) return;
  const values = flat.map(plain);
  const value = takesList(name) ? values : values.length === 1 ? values[0] : values;
  const result = taskSchema.shape[name].safeParse(value);
  if (result.success) {
    said[name] = value;
    if (taskKeys[name].lists) findRepeated(name, flat, reports);
    return;
  }
  const index = result.error.issues[0]?.path[0];
  const culprit = (typeof index === "number" ? flat[index] : undefined) ?? (flat.length === 1 ? flat[0] : undefined);
  const place = culprit?.span ?? entry.span;
  // Only names are misspelled: `4d` does not mean `3d`.
  const known = Object.keys(taskKeys[name].values ?? {}).filter((word) => /^[a-z]/.test(word));
  const found = culprit ? showValue(culprit) : `${flat.length} values`;
  reports.report(
    "taskValue",
    place,
    { key: name, expected: taskKeys[name].expected, found },
    culprit?.kind === "ident" ? suggestions(culprit.name, culprit.span, known) : {},
  );
}

function findRepeated(key: TaskKeyName, values: readonly ast.ArgumentValue[], reports: Reports): void {
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
function judge(
  task: { readonly [K in TaskKeyName]?: Task[K] | undefined },
  place: (key: TaskKeyName) => Span,
  reports: Reports,
): void {
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
