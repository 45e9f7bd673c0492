import type { Reports } from "../diagnostics/diagnostic.js";
import type { ResolvedTask } from "../program/program.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import { suggestions } from "./library.js";
import { isTaskKey, type Task, type TaskKeyName, taskKeyNames, taskKeys, taskSchema } from "./task-keys.js";
import { writtenTask } from "./written-task.js";

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
    if (key === "" || Object.hasOwn(kept, key))
      reports.report("hostOption", span, { option: key ? `task.${key}` : "task", expected, found });
    delete kept[key];
  }
  const rest = taskSchema.safeParse(kept);
  return rest.success ? rest.data : {};
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
