import { enclosing } from "../ast-path.js";
import { fix, type Repair, remove } from "./situation.js";

/** `w(2)`: the name alone. */
export const removeCall: Repair = ({ path, written }) => {
  const call = enclosing(path, "call");
  if (!call) return [];
  const gone = { ...call.span, start: call.name.span.end };
  return [fix(`Remove \`${written(gone).trim()}\``, remove(gone))];
};
