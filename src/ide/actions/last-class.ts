import { fix, put, type Repair } from "./situation.js";

/** `dice[1..9]` with three classes: up to the last. */
export const lastClass: Repair = ({ analysis, path }) => {
  const item = path.at(-1);
  const count = analysis.task.classes?.length ?? 0;
  if (item?.kind !== "index-range" || count === 0) return [];
  const last = count - 1;
  const text = item.from >= last ? `${last}` : `${item.from}..${last}`;
  return [fix(`Change to \`${text}\``, put(item.span, text))];
};
