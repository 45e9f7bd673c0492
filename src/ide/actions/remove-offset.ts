import { enclosing } from "../ast-path.js";
import { fix, type Repair, remove } from "./situation.js";

/** `late-50` lies before the beginning: without what is taken off. */
export const removeOffset: Repair = ({ path, written }) => {
  const moment = enclosing(path, "moment");
  if (!moment || moment.offset >= 0) return [];
  const gone = { ...moment.span, start: moment.base.span.end };
  return [fix(`Remove \`${written(gone).trim()}\``, remove(gone))];
};
