import { enclosing } from "../ast-path.js";
import { withoutItemOf } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** A task that a used file may not have goes. */
export const removeTask: Repair = ({ module, path }) => {
  const task = enclosing(path, "task");
  return task ? [fix("Remove this task", withoutItemOf(task, module))] : [];
};
