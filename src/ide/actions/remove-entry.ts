import { enclosing } from "../ast-path.js";
import { withoutEntry, withoutItem } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** An entry of the task goes, or one of its names where that is what was reported. */
export const removeEntry: Repair = ({ diagnostic, module, path }) => {
  const entry = enclosing(path, "task-entry");
  if (!entry) return [];
  const list = enclosing(path, "list");
  const items = list ? list.items : entry.values;
  const index = items.findIndex(({ span }) => span.start === diagnostic.span.start);
  const single = diagnostic.code === "L222" && index > 0;
  return [
    single
      ? fix("Remove the second", withoutItem(items, index))
      : fix(`Remove \`${entry.key.name}\``, withoutEntry(entry, module)),
  ];
};
