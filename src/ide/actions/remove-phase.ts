import { fix, type Repair, remove } from "./situation.js";

/** A phase that never begins goes, with its moment; the first with the moment of the next. */
export const removePhase: Repair = ({ diagnostic, path }) => {
  const at = path.findLastIndex((node) => node.kind === "then");
  const then = path[at];
  if (then?.kind !== "then") return [];
  const { before, after, span } = then;
  if (after.span.start === diagnostic.span.start)
    return [fix("Remove this phase", remove({ ...span, start: before.span.end }))];
  if (before.kind === "then") return [];
  return [fix("Remove this phase", remove({ ...span, end: after.span.start }))];
};
