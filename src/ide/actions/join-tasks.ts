import type { ast } from "../../syntax/index.js";
import { newEntry, withoutItemOf } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** A second task: its entries go to the first. */
export const joinTasks: Repair = ({ diagnostic, module, written }) => {
  const tasks = module.file.items.filter((item): item is ast.Task => item.kind === "task");
  const first = tasks[0];
  const second = tasks.find(({ span }) => span.start === diagnostic.span.start);
  if (!first || !second || first === second) return [];
  const said = new Set(first.entries.map(({ key }) => key.name));
  const more = second.entries
    .filter(({ key }) => !said.has(key.name))
    .map(({ span }) => written(span).replace(/,\s*$/, ""));
  const joined = more.length > 0 ? [newEntry(more.join(" "), first, module)] : [];
  return [fix("Join the two", ...joined, withoutItemOf(second, module))];
};
