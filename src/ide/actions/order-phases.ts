import type { ast } from "../../syntax/index.js";
import { resolveSpan } from "../moments.js";
import { phasesOf } from "../symbols.js";
import { fix, put, type Repair } from "./situation.js";

/** `a then@epoch40 b then@epoch10 c`: the phases in the order of time. */
export const orderPhases: Repair = ({ analysis, path, written }) => {
  const inner = path.findLastIndex((node) => node.kind === "then");
  let outer = inner;
  while (path[outer - 1]?.kind === "then") outer--;
  if (inner < 0) return [];
  const phases = phasesOf(path[outer] as ast.Then).flatMap(({ at, expr }) => {
    const begins = at && at.kind !== "trigger" ? resolveSpan(at, analysis)?.[0] : undefined;
    return at ? [{ span: { ...at.span, end: expr.span.end }, begins }] : [];
  });
  const units = new Set(phases.map(({ begins }) => begins?.unit));
  if (units.size !== 1 || units.has(undefined)) return [];
  const sorted = [...phases].sort((a, b) => a.begins!.value - b.begins!.value);
  const edits = phases.flatMap(({ span }, i) =>
    sorted[i]!.span === span ? [] : [put(span, written(sorted[i]!.span))],
  );
  return edits.length > 0 ? [fix("Put the phases in order", ...edits)] : [];
};
