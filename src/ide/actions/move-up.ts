import { extentOf } from "../../syntax/index.js";
import { keyworded } from "./pieces.js";
import { fix, insert, type Repair, remove } from "./situation.js";

/** An item that stands behind the program moves in front of it. */
export const moveUp: Repair = ({ diagnostic, module }) => {
  const { file, source } = module;
  const program = file.minimize;
  const item = file.items.find(({ span }) => span.start === diagnostic.span.start);
  if (!program || !item) return [];
  const from = extentOf(item.span, file.comments, source.text);
  const to = extentOf(program.span, file.comments, source.text).start;
  const text = source.text.slice(from.start, from.end).trim();
  return [fix("Move it up", insert(from, to, `${text}\n`), ...keyworded(file), remove(from))];
};
