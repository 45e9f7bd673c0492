import { enclosing } from "../ast-path.js";
import { fix, insert, put, type Repair } from "./situation.js";

/** One exclusive class: a label of its own, or one of two classes. */
export const labelsForClass: Repair = ({ path, written }) => {
  const entry = enclosing(path, "task-entry");
  const value = entry?.values[0];
  if (!entry || !value) return [];
  const name = written(value.span);
  const background = fix(
    `Name two classes: \`background, ${name}\``,
    insert(value.span, value.span.start + (value.kind === "list" ? 1 : 0), "background, "),
  );
  return [
    fix("Change to `labels`", put(entry.key.span, "labels")),
    ...(name.includes("background") ? [] : [background]),
  ];
};
