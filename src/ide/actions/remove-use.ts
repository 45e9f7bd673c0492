import { enclosing } from "../ast-path.js";
import { withoutItemOf } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** A `use` that leads nowhere goes. */
export const removeUse: Repair = ({ module, path }) => {
  const use = enclosing(path, "use");
  return use ? [fix("Remove this `use`", withoutItemOf(use, module))] : [];
};
