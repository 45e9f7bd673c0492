import { classesSeen } from "../../check/terms.js";
import { fix, put, type Repair } from "./situation.js";

/** `ce(weights=[1, 2, 3])` with two classes: as many numbers as the term sees classes. */
export const fitList: Repair = ({ analysis, diagnostic, path, written }) => {
  const list = path.at(-1);
  const { span } = diagnostic;
  const term = analysis.draft?.terms.find(
    (t) => t.span.file === span.file && t.span.start <= span.start && span.end <= t.span.end,
  );
  const count = term && classesSeen(term, analysis.task);
  if (list?.kind !== "list" || count === undefined || list.items.some(({ kind }) => kind !== "number")) return [];
  const numbers = list.items.slice(0, count).map((item) => written(item.span));
  while (numbers.length < count) numbers.push("1");
  const text = `[${numbers.join(", ")}]`;
  return [fix(`Change to \`${text}\``, put(list.span, text))];
};
