import { taskKeyOf } from "../../check/task-keys.js";
import { seesClass } from "../../program/classes.js";
import type { ProgramTerm } from "../../program/program.js";
import type { Analysis } from "../analysis.js";
import type { ResolvedSymbol } from "../symbol.js";
import { code, enumerated, lossBlock, paragraphs } from "./markdown.js";

/** A class or a range of them: its place among the channels, and which terms see it. */
export function hoverClass(
  { task, draft }: Analysis,
  { name, indices: [from, to] }: Extract<ResolvedSymbol, { kind: "class" }>,
): string | undefined {
  const all = task.classes;
  if (from < 0) return undefined;
  const one = from === to;
  const kind = task.exclusive === false ? "label" : "class";
  const names = all?.slice(from, to + 1).map(code) ?? [];
  const title = one
    ? `**${name ?? `${kind} ${from}`}**`
    : `**${kind === "label" ? "labels" : "classes"} ${from} to ${to}**`;
  const place = one
    ? `${kind} ${from}${all ? ` of ${all.length}, counted from 0` : ""}: channel ${from} of the prediction`
    : names.length > 0
      ? enumerated(names)
      : `channels ${from} to ${to} of the prediction`;
  const how =
    task.exclusive === undefined
      ? undefined
      : task.exclusive
        ? "Classes exclude each other: a softmax over all of them comes first, and the selection after it."
        : "Labels are independent of each other: each has a sigmoid of its own.";
  return paragraphs(
    `${title} — ${place}`,
    how,
    seenBy(draft?.terms, (term) => one && seesClass(term.sees, from)),
  );
}

function seenBy(
  terms: readonly ProgramTerm[] | undefined,
  which: (term: ProgramTerm) => boolean,
  verb = "Used by",
): string | undefined {
  const labels = terms?.filter(which).map(({ label }) => code(label)) ?? [];
  if (labels.length === 0) return undefined;
  const shown = labels.slice(0, 6);
  return `${verb} ${enumerated(labels.length > shown.length ? [...shown, `${labels.length - shown.length} more`] : shown)}.`;
}

/** A head, a mask or a field of the task. */
export function hoverTensor(
  { task, draft }: Analysis,
  { kind, name }: Extract<ResolvedSymbol, { kind: "head" | "mask" | "field" }>,
): string {
  const all = { head: task.heads, mask: task.masks, field: task.fields }[kind];
  const known = all.includes(name);
  return paragraphs(
    `**${name}** — ${known ? `${kind} ${all.indexOf(name) + 1} of ${all.length}: ${enumerated(all.map(code))}` : `a ${kind} that the task does not list`}`,
    tensors[kind],
    seenBy(
      draft?.terms,
      (term) => uses(term, kind, name),
      kind === "field" ? "Read by" : kind === "mask" ? "Restricts" : "Used by",
    ),
  );
}

const tensors = {
  head: "An output of the network. `on` applies a loss to it, with the target resampled to its resolution; some losses take a second head as a parameter.",
  mask: "Pixels outside of it are left out of every sum and mean of the losses before `where`. It comes with each batch.",
  field: "A tensor that comes with each batch. It is a constant: no gradient flows into it.",
} as const;

function uses({ head, mask, inputs }: ProgramTerm, kind: "head" | "mask" | "field", name: string): boolean {
  if (kind === "mask") return mask === name;
  if (kind === "head" && head === name) return true;
  return Object.values(inputs).some((input) => input.kind === kind && input.name === name);
}

/** What a key of the task says, and what it may hold. */
export function hoverTaskKey(_: Analysis, { name }: Extract<ResolvedSymbol, { kind: "task-key" }>): string | undefined {
  const key = taskKeyOf(name);
  return key && paragraphs(lossBlock(`task { ${name}: … }`), key.summary, `Takes: ${key.expected}.`);
}

export function hoverTaskValue({ name, key }: Extract<ResolvedSymbol, { kind: "task-value" }>): string | undefined {
  const told = taskKeyOf(key);
  const option = told?.values?.[name];
  return told && paragraphs(lossBlock(`task { ${key}: ${name} }`), option ?? told.summary);
}

/** A file after `use`: its comment, and the names it defines. */
export function hoverFile({ path, module }: Extract<ResolvedSymbol, { kind: "file" }>): string {
  const names =
    module?.file.items.flatMap((item) =>
      item.kind === "def" && item.name.kind === "ident" ? [code(item.name.name)] : [],
    ) ?? [];
  return paragraphs(
    lossBlock(`use ${JSON.stringify(path)}`),
    module?.file.doc.join("\n"),
    module ? (names.length > 0 ? `Defines ${enumerated(names)}.` : "It defines nothing.") : "It cannot be read.",
  );
}
