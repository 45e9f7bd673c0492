import { writtenMoment } from "../../../program/training-axis.js";
import type { ast } from "../../../syntax/index.js";
import { enclosing } from "../../ast-path.js";
import { momentInText, spanInText } from "../../moments.js";
import { phasesOf } from "../../symbols.js";
import { removeSpan, replaceSpan } from "../edits.js";
import { fix, type QuickFix } from "../fix-context.js";
import { asSpanEnd } from "./time.js";

/* Phases: `a then@epoch40 b then@epoch60 c`. */

export const orderPhases: QuickFix = {
  examples: [
    {
      before: "dice then@epoch40 ce then@epoch10 tversky",
      after: "dice then@epoch10 tversky then@epoch40 ce",
    },
  ],
  offer({ analysis, path, textAt }) {
    const inner = path.findLastIndex((node) => node.kind === "then");
    let outer = inner;
    while (path[outer - 1]?.kind === "then") outer--;
    if (inner < 0) return [];
    const phases = phasesOf(path[outer] as ast.Then).flatMap(({ at, expr }) => {
      const begins = at && at.kind !== "trigger" ? spanInText(at, analysis)?.[0] : undefined;
      return at ? [{ span: { ...at.span, end: expr.span.end }, begins }] : [];
    });
    const units = new Set(phases.map(({ begins }) => begins?.unit));
    if (units.size !== 1 || units.has(undefined)) return [];
    const sorted = [...phases].sort((a, b) => a.begins!.value - b.begins!.value);
    const edits = phases.flatMap(({ span }, i) =>
      sorted[i]!.span === span ? [] : [replaceSpan(span, textAt(sorted[i]!.span))],
    );
    return edits.length > 0 ? [fix("Put the phases in order", ...edits)] : [];
  },
};

/** A phase that never begins goes, with its time; the first with the time of the next. */
export const removePhase: QuickFix = {
  examples: [
    { before: "dice then@epoch5 ce then@epoch5 tversky", after: "dice then@epoch5 tversky" },
    { before: "dice then@epoch0 ce", after: "ce" },
  ],
  offer({ diagnostic, path }) {
    const at = path.findLastIndex((node) => node.kind === "then");
    const then = path[at];
    if (then?.kind !== "then") return [];
    const { before, after, span } = then;
    if (after.span.start === diagnostic.span.start)
      return [fix("Remove this phase", removeSpan({ ...span, start: before.span.end }))];
    if (before.kind === "then") return [];
    return [fix("Remove this phase", removeSpan({ ...span, end: after.span.start }))];
  },
};

/** A phase begins while the fade before it is not over: the fade ends earlier, or the phase begins later. */
export const separateFades: QuickFix = {
  examples: [
    {
      before: "dice then@epoch10..30 ce then@epoch20 tversky",
      after: "dice then@epoch10..20 ce then@epoch20 tversky",
      title: "End the fade at `epoch20`",
    },
    {
      before: "dice then@epoch10..30 ce then@epoch20 tversky",
      after: "dice then@epoch10..30 ce then@epoch30 tversky",
      title: "Begin the phase at `epoch30`",
    },
  ],
  offer({ analysis, path, textAt }) {
    const then = enclosing(path, "then");
    const fade = then?.before.kind === "then" ? then.before.when : undefined;
    const start = then?.when.kind === "switch" ? then.when.at : then?.when.kind === "fade" ? then.when.from : undefined;
    if (fade?.kind !== "fade" || start?.kind !== "moment" || fade.to.kind !== "moment") return [];
    const from = momentInText(fade.from, undefined, analysis);
    const to = momentInText(fade.to, from?.unit, analysis);
    if (!from || !to) return [];
    const earlier = asSpanEnd(start, from.unit, textAt(start.span));
    const later = fade.to.base.kind === "plain" ? writtenMoment(to) : textAt(fade.to.span);
    return [
      fix(`End the fade at \`${textAt(start.span)}\``, replaceSpan(fade.to.span, earlier)),
      fix(`Begin the phase at \`${later}\``, replaceSpan(start.span, later)),
    ];
  },
};
