import { type TaskKey, taskKeyOf } from "../check/task-keys.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";

/** Where the task of the main file lists a name. */
export function declarationInTask(
  { main }: Analysis,
  kind: NonNullable<TaskKey["lists"]>,
  name: string,
): Span | undefined {
  for (const item of main.file.items) {
    if (item.kind !== "task") continue;
    for (const { key, values } of item.entries) {
      if (taskKeyOf(key.name)?.lists !== kind) continue;
      const flat = values.flatMap((value) => (value.kind === "list" ? value.items : [value]));
      const found = flat.find(
        (value) => (value.kind === "ident" && value.name === name) || (value.kind === "string" && value.value === name),
      );
      if (found) return found.span;
    }
  }
  return undefined;
}
