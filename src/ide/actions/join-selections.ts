import { enclosing } from "../ast-path.js";
import { fix, put, type Repair } from "./situation.js";

/** `dice[0][1]`: the classes of both. */
export const joinSelections: Repair = ({ path, written }) => {
  const outer = enclosing(path, "select");
  const operand = outer?.operand;
  const inner = operand?.kind === "select" || operand?.kind === "call" ? operand.classes : undefined;
  // Arguments may stand between the two.
  if (!outer || !inner || inner.negated || outer.classes.negated || operand?.span.end !== inner.span.end) return [];
  const all = [...new Set([...inner.items, ...outer.classes.items].map(({ span }) => written(span)))].join(", ");
  return [fix(`Select both: \`[${all}]\``, put({ ...inner.span, end: outer.classes.span.end }, `[${all}]`))];
};
