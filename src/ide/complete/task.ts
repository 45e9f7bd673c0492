import { taskKeyOf, taskKeys } from "../../check/task-keys.js";
import type { ast } from "../../syntax/index.js";
import type { Analysis } from "../analysis.js";
import type { Proposal } from "./completion.js";

/** The heads, masks or fields of the task. */
export function tensorNames({ task }: Analysis, kind: "head" | "mask" | "field"): Proposal[] {
  const names = { head: task.heads, mask: task.masks, field: task.fields }[kind];
  return names.map((name, i) => ({ label: name, kind, detail: `${kind} ${i + 1} of ${names.length}`, rank: 1 }));
}

/** The classes of the task that are not chosen yet; behind nothing else, all but one of them, too. */
export function classes({ task }: Analysis, chosen: readonly string[], alone: boolean): Proposal[] {
  const names = task.classes ?? [];
  const kind = task.exclusive ? "class" : "label";
  const ones = names.map((name, i): Proposal => ({ label: name, kind: "class", detail: `${kind} ${i}`, rank: 1 }));
  const others = names.map(
    (name): Proposal => ({ label: `!${name}`, kind: "class", detail: `all but ${name}`, rank: 2 }),
  );
  return [...ones.filter(({ label }) => !chosen.includes(label)), ...(alone && names.length > 1 ? others : [])];
}

/** The keys that the task does not say yet. */
export function keys(written: ast.TaskItem | undefined): Proposal[] {
  const said = written?.entries.map(({ key }) => key.name) ?? [];
  return Object.entries(taskKeys)
    .filter(([name, { excludes }]) => !said.includes(name) && !(excludes && said.includes(excludes)))
    .map(([name, { summary, expected, values }]) => ({
      label: name,
      kind: "task-key",
      detail: expected.replaceAll("`", ""),
      documentation: summary,
      insert: `${name}: ${values ? `\${1|${Object.keys(values).join(",")}|}` : "$1"}`,
      snippet: true,
      rank: 1,
    }));
}

/** The words that a key chooses from. */
export const valuesOfKey = (name: string): Proposal[] =>
  Object.entries(taskKeyOf(name)?.values ?? {}).map(([label, documentation]) => ({
    label,
    kind: "value",
    documentation,
    rank: 1,
  }));
