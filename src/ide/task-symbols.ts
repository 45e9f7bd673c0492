import { taskKeyOf } from "../check/task-keys.js";
import type { ast } from "../syntax/index.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import type { ResolvedSymbol } from "./symbol.js";
import { declarationInTask } from "./task-declarations.js";

/** A head, a mask or a field, which the task lists. */
export const tensorSymbol = (
  analysis: Analysis,
  kind: "head" | "mask" | "field",
  { name, span }: { name: string; span: Span },
): ResolvedSymbol => ({
  kind,
  name,
  span,
  declared: declarationInTask(analysis, kind, name),
});

/** A class, or an independent label, by its name. */
export function classSymbol(analysis: Analysis, { name, span }: { name: string; span: Span }): ResolvedSymbol {
  const index = analysis.task.classes?.indexOf(name) ?? -1;
  return { kind: "class", name, indices: [index, index], span, declared: declarationInTask(analysis, "class", name) };
}

/** Classes by their numbers. */
export function classRangeSymbol(
  analysis: Analysis,
  { from, to, span }: Extract<ast.ClassItem, { kind: "index-range" }>,
): ResolvedSymbol {
  const name = from === to ? analysis.task.classes?.[from] : undefined;
  const declared = name === undefined ? undefined : declarationInTask(analysis, "class", name);
  return { kind: "class", name, indices: [from, to], span, declared };
}

/** What stands behind a key of the task. */
export function taskValueSymbol(
  analysis: Analysis,
  { key }: ast.TaskEntry,
  value: { name: string; span: Span },
): ResolvedSymbol {
  const { name, span } = value;
  const kind = taskKeyOf(key.name)?.lists;
  if (kind === "class") return classSymbol(analysis, value);
  return kind ? tensorSymbol(analysis, kind, value) : { kind: "task-value", name, key: key.name, span };
}
