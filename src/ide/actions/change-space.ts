import { enclosing } from "../ast-path.js";
import { calleeOf } from "../callee.js";
import { fix, put, type Repair } from "./situation.js";

/** A loss that is not defined in the task's space: another space. */
export const changeSpace: Repair = ({ analysis, module, path }) => {
  const call = enclosing(path, "call");
  const owner = call && calleeOf(analysis, call, module);
  const dimensions = owner?.kind === "loss" ? (owner.declaration.dimensions ?? []) : [];
  const task = analysis.main.file.items.find((item) => item.kind === "task");
  const value = task?.entries.find(({ key }) => key.name === "space")?.values[0];
  if (!value) return [];
  return dimensions.map((d) => fix(`Change the task to \`space: ${d}d\``, put(value.span, `${d}d`)));
};
