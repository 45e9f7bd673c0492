import { enclosing } from "../ast-path.js";
import { withoutTerm } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** A term of a sum goes. */
export const removeTerm: Repair = ({ path, written }) => {
  const call = path.at(-1)?.kind === "number" ? path.at(-1) : enclosing(path, "call");
  if (!call) return [];
  const edit = withoutTerm(path.slice(0, path.lastIndexOf(call) + 1));
  return edit ? [fix(`Remove \`${written(call.span)}\``, edit)] : [];
};
