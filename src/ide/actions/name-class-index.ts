import { enclosing, pathAt } from "../ast-path.js";
import type { Refactoring } from "./refactoring.js";
import { fix, put } from "./situation.js";

/** `dice[1]`, `dice[1..2]`: the names of the classes. */
export const nameClassIndex: Refactoring = ({ analysis, start }) => {
  const item =
    enclosing(pathAt(analysis, start), "index-range") ?? enclosing(pathAt(analysis, start, "before"), "index-range");
  const names = item && analysis.task.classes?.slice(item.from, item.to + 1);
  if (!item || names?.length !== item.to - item.from + 1 || !names.every((name) => /^[A-Za-z_]\w*$/.test(name)))
    return [];
  const text = names.join(", ");
  return [{ ...fix(`Write the name: \`${text}\``, put(item.span, text)), kind: "refactor.rewrite" }];
};
