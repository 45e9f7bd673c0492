import type { Reports } from "../diagnostics/diagnostic.js";
import { oneOf } from "../diagnostics/nearest.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import { suggestions } from "./library.js";
import { isTaskKey, type Task, type TaskKeyName, takesList, taskKeyNames, taskKeys, taskSchema } from "./task-keys.js";

/** What the file's task says, entry by entry, as far as it makes sense. */
export function writtenTask(file: ast.File, reports: Reports): { task: Task; places: ReadonlyMap<TaskKeyName, Span> } {
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
    reports.report("unknownTaskKey", span, { name }, () =>
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

function plain(value: ast.ArgumentValue): unknown {
  if (value.kind === "ident") return value.name;
  return value.kind === "number" || value.kind === "string" || value.kind === "boolean" ? value.value : undefined;
}

function showValue(value: ast.ArgumentValue): string {
  const written = plain(value);
  return written === undefined ? "something else" : `\`${written}\``;
}
