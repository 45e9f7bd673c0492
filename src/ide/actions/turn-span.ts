import { writtenMoment as spelt } from "../../check/units.js";
import type { ast } from "../../syntax/index.js";
import { enclosing } from "../ast-path.js";
import { resolveMoment } from "../moments.js";
import { fix, put, type Repair, remove } from "./situation.js";

/** `epoch40..30`: turned round. A span whose ends are one is a switch. */
export const turnSpan: Repair = ({ analysis, path, written }) => {
  const span = enclosing(path, "fade", "span-of-time");
  if (!span || span.from.kind === "missing" || span.to.kind === "missing") return [];
  const from = resolveMoment(span.from, undefined, analysis);
  const to = resolveMoment(span.to, from?.unit, analysis);
  if (!from || !to) return [];
  if (from.value === to.value && from.unit === to.unit) {
    if (span.kind !== "fade") return [];
    return [fix(`Switch at \`${written(span.from.span)}\``, remove({ ...span.span, start: span.from.span.end }))];
  }
  const first = span.to.base.kind === "plain" ? spelt(to) : written(span.to.span);
  const last = counted(span.from, to.unit, written(span.from.span));
  const text = `${first}..${last}`;
  return [
    fix(`Turn it round: \`${text}\``, put({ ...span.span, start: span.from.span.start, end: span.to.span.end }, text)),
  ];
};

/** The end of a span takes its unit from the beginning. */
export function counted(moment: ast.MomentExpr, unit: string, text: string): string {
  const { base } = moment;
  return base.kind === unit && unit !== "percent" ? text.slice(unit.length) : text;
}
