import { fix, ifItHelps, type Repair, remove } from "./situation.js";

/** `0.5*dice +`: without the operator that joins nothing. */
export const removeDanglingOperator: Repair = (situation) => {
  const { span } = situation.diagnostic;
  const sign = situation.written(span);
  if (!/^[-+*/,]$/.test(sign)) return [];
  const blanks = /\s*$/.exec(situation.module.source.text.slice(0, span.start))![0].length;
  return ifItHelps(situation, fix(`Remove \`${sign}\``, remove({ ...span, start: span.start - blanks })));
};
