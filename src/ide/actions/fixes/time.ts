import { countedUnits } from "../../../../grammar/words.js";
import { writtenMoment } from "../../../program/training-axis.js";
import type { ast } from "../../../syntax/index.js";
import { enclosing } from "../../ast-path.js";
import { momentInText } from "../../moments.js";
import { removeSpan, replaceSpan } from "../edits.js";
import { fix, ifItHelps, type QuickFix } from "../fix-context.js";

/* Times (`epoch40`, `step1000`, `30%`) and spans of them. */

/** The whole numbers next to one that is not: epochs, steps and classes are counted. */
export const roundNumber: QuickFix = {
  examples: [
    { before: "dice[1.5]", after: "dice[1]", title: "Change to `1`" },
    { before: "dice then@epoch2.5 ce", after: "dice then@epoch3 ce", title: "Change to `epoch3`" },
  ],
  offer({ diagnostic, textAt }) {
    const { span } = diagnostic;
    const [, unit = "", digits = ""] = /^([a-z]*)(.*)$/.exec(textAt(span)) ?? [];
    const value = Number(digits);
    if (!Number.isFinite(value) || value > Number.MAX_SAFE_INTEGER) return [];
    const near = [...new Set([Math.floor(value), Math.ceil(value)])];
    return near.map((whole) => fix(`Change to \`${unit}${whole}\``, replaceSpan(span, `${unit}${whole}`)));
  },
};

/** A time where a number should be: the number without its unit. */
export const numberForTime: QuickFix = {
  examples: [{ before: "dice + epoch4*ce", after: "dice + 4*ce" }],
  offer(context) {
    const { span } = context.diagnostic;
    const digits = /^(?:epoch|step)(\d+)$/.exec(context.textAt(span))?.[1];
    if (digits === undefined) return [];
    return ifItHelps(context, fix(`Write the number \`${digits}\``, replaceSpan(span, digits)));
  },
};

/** A `param` that holds a bare number, used as a time: epochs or steps. */
export const addUnitToParam: QuickFix = {
  examples: [
    {
      before: "param late = 40  minimize dice then@late ce",
      after: "param late = epoch40  minimize dice then@late ce",
      title: "Change it to `epoch40`",
    },
  ],
  offer({ analysis, module, diagnostic, textAt }) {
    const entity = analysis.library.find(module, textAt(diagnostic.span));
    const value = entity?.kind === "param" ? entity.param.value : undefined;
    if (value?.kind !== "number" || !/^\d+$/.test(value.text)) return [];
    return countedUnits.map((unit) =>
      fix(`Change it to \`${unit}${value.text}\``, replaceSpan(value.span, `${unit}${value.text}`)),
    );
  },
};

/** A time before the beginning of the training: without what is subtracted. */
export const removeOffset: QuickFix = {
  examples: [
    {
      before: "param late = epoch40  minimize dice then@late-50 ce",
      after: "param late = epoch40  minimize dice then@late ce",
    },
  ],
  offer({ path, textAt }) {
    const moment = enclosing(path, "moment");
    if (!moment || moment.offset >= 0) return [];
    const gone = { ...moment.span, start: moment.base.span.end };
    return [fix(`Remove \`${textAt(gone).trim()}\``, removeSpan(gone))];
  },
};

/** A span that ends before it begins has its ends swapped; one whose ends are equal is a switch. */
export const swapEnds: QuickFix = {
  examples: [
    { before: "dice then@step40..30 ce", after: "dice then@step30..40 ce" },
    { before: "dice then@epoch40..40 cosine ce", after: "dice then@epoch40 ce" },
  ],
  offer({ analysis, path, textAt }) {
    const span = enclosing(path, "fade", "span-of-time");
    if (!span || span.from.kind === "missing" || span.to.kind === "missing") return [];
    const from = momentInText(span.from, undefined, analysis);
    const to = momentInText(span.to, from?.unit, analysis);
    if (!from || !to) return [];
    if (from.value === to.value && from.unit === to.unit) {
      if (span.kind !== "fade") return [];
      return [fix(`Switch at \`${textAt(span.from.span)}\``, removeSpan({ ...span.span, start: span.from.span.end }))];
    }
    const first = span.to.base.kind === "plain" ? writtenMoment(to) : textAt(span.to.span);
    const text = `${first}..${asSpanEnd(span.from, to.unit, textAt(span.from.span))}`;
    const ends = { ...span.span, start: span.from.span.start, end: span.to.span.end };
    return [fix(`Swap the ends: \`${text}\``, replaceSpan(ends, text))];
  },
};

/** A time as the end of a span, which takes its unit from the beginning: `epoch40` in `epoch30..40`. */
export function asSpanEnd(moment: ast.MomentExpr, unit: string, text: string): string {
  const { base } = moment;
  return base.kind === unit && unit !== "percent" ? text.slice(unit.length) : text;
}

/** A ramp that ends before its phase begins: the same length, counted from the beginning of the phase. */
export const lengthForSpan: QuickFix = {
  examples: [
    {
      before: "dice then@epoch40 dice + ramp(0, 1, over=epoch0..epoch20)*ce",
      after: "dice then@epoch40 dice + ramp(0, 1, over=20)*ce",
    },
  ],
  offer({ analysis, path }) {
    const over = enclosing(path, "call")?.args?.find(({ name }) => name?.name === "over")?.value;
    if (over?.kind !== "span-of-time") return [];
    const from = momentInText(over.from, undefined, analysis);
    const to = momentInText(over.to, from?.unit, analysis);
    if (!from || !to || from.unit !== to.unit || to.value <= from.value) return [];
    const length = `${to.value - from.value}`;
    return [fix(`Change to \`over=${length}\`, from the beginning of the phase`, replaceSpan(over.span, length))];
  },
};
