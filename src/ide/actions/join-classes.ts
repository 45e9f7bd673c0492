import { enclosing } from "../ast-path.js";
import { withoutEntry } from "./pieces.js";
import { fix, insert, type Repair } from "./situation.js";

/** `classes` and `labels`: all under one of the two. */
export const joinClasses: Repair = ({ module, path, written }) => {
  const labels = enclosing(path, "task-entry");
  const task = enclosing(path, "task");
  const classes = task?.entries.find(({ key }) => key.name === (labels?.key.name === "labels" ? "classes" : "labels"));
  if (!labels || !classes) return [];
  const names = (entry: typeof labels) => entry.values.map(({ span }) => written(span)).join(", ");
  const under = (kept: typeof labels, gone: typeof labels) =>
    fix(
      `List all as \`${kept.key.name}\``,
      insert(kept.span, kept.values.at(-1)!.span.end, `, ${names(gone)}`),
      withoutEntry(gone, module),
    );
  const lists = [...labels.values, ...classes.values].some(({ kind }) => kind === "list" || kind === "missing");
  return lists ? [] : [under(classes, labels), under(labels, classes)];
};
