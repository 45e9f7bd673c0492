import type { ast } from "../../syntax/index.js";
import { fix, type Repair, remove } from "./situation.js";

/** `(dice on main) on aux`, `0.5[1]`: without what is selected last. */
export const removeSelection: Repair = ({ diagnostic, path, written }) => {
  const { span } = diagnostic;
  const node = path.findLast((n): n is ast.Select | ast.On | ast.Where | ast.Classes =>
    ["select", "on", "where", "classes"].includes(n.kind),
  );
  if (!node) return [];
  const gone = node.kind === "classes" ? node.span : { ...span, start: node.operand.span.end, end: node.span.end };
  return [fix(`Remove \`${written(gone).trim()}\``, remove(gone))];
};
