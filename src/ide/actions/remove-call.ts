import { around } from "../places.js";
import { fix, type Repair, remove } from "./situation.js";

/** `w(2)`: the name alone. */
export const removeCall: Repair = ({ path, written }) => {
  const call = around(path, "call");
  if (!call) return [];
  const gone = { ...call.span, start: call.name.span.end };
  return [fix(`Remove \`${written(gone).trim()}\``, remove(gone))];
};
