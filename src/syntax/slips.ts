import type { IToken } from "chevrotain";
import { countedUnits } from "../../grammar/words.js";
import type { Extra } from "../diagnostics/diagnostic.js";
import type { Span } from "../text.js";
import type * as ast from "./ast.js";
import type { SyntaxLowering } from "./lowering.js";

/* Reports about what the grammar reads although it is not the language: see parser.ts. */

const edit = (title: string, certain: boolean, span: Span, text: string): Extra => ({
  fixes: [{ title, certain, edits: [{ span, text }] }],
});

/** `0.5 dice`, `dice ce`. */
export function missingOperator(r: SyntaxLowering, left: ast.Expression, right: ast.Expression): void {
  if (left.kind === "missing" || right.kind === "missing" || r.tornBetween(left.span.end, right.span.start + 1)) return;
  const gap: Span = { file: r.file, start: left.span.end, end: right.span.start };
  const span: Span = { file: r.file, start: left.span.start, end: right.span.end };
  const holes = { left: r.written(left.span), right: r.written(right.span) };
  if (left.kind === "number") {
    const fix = edit("write `*`", right.kind !== "number", gap, "*");
    const hint =
      right.kind === "number"
        ? "a number stands alone, or is joined to a loss by `*`"
        : `a weight is joined by \`*\`: \`${holes.left}*${holes.right}\``;
    r.reports.report("missingOperator", span, holes, { hint, ...fix });
    return;
  }
  if (/[\r\n]/.test(r.text.slice(gap.start, gap.end))) {
    const before = { ...gap, start: gap.end };
    r.reports.report("missingOperator", span, holes, {
      hint: "line breaks separate nothing: to add them write `+`; if a new item begins here, open it with its keyword, such as `minimize`",
      ...edit("write `+`", false, before, "+ "),
    });
    return;
  }
  const hint = "to have both at once, add them: `a + b`; to have one after the other, `a then@epoch40 b`";
  r.reports.report("missingOperator", span, holes, { hint, ...edit("write `+`", false, gap, " + ") });
}

/** `dice(smooth: 1)`. */
export function colonForEquals(r: SyntaxLowering, colon: IToken): void {
  const span = r.span(colon);
  const instead = "a named argument is written `name=value`";
  r.reports.report("foreignSign", span, { found: ":", instead }, edit("write `=`", true, span, "="));
}

/** `task { space = 2d }`. */
export function equalsForColon(r: SyntaxLowering, equals: IToken): void {
  const span = r.span(equals);
  const instead = "an entry of a task is written `key: value`";
  // `==` is already reported as such.
  if (equals.image === "=")
    r.reports.report("foreignSign", span, { found: "=", instead }, edit("write `:`", true, span, ":"));
}

/** `dice then betti`, `dice then epoch40 betti`. */
export function thenWithout(r: SyntaxLowering, then: IToken, when: ast.When | undefined): void {
  const span = r.span(then);
  if (when) {
    const place = { ...span, start: span.end, end: when.span.start };
    r.reports.report("missingAt", { ...span, end: when.span.end }, {}, edit("write `then@`", true, place, "@"));
    return;
  }
  const after = { ...span, start: span.end };
  r.reports.report(
    "missingMoment",
    span,
    {},
    {
      hint: "say from when on: `then@epoch40`, `then@step1000`, `then@30%`",
      ...edit("write `then@epoch…`", false, after, "@epoch40"),
    },
  );
}

/** `then@40 betti`, `over=10..40`. */
export function momentWithoutUnit(r: SyntaxLowering, number: IToken): void {
  const span = r.span(number);
  const whole = /^\d+$/.test(number.image);
  const units = whole ? countedUnits : [];
  r.reports.report(
    "momentWithoutUnit",
    span,
    { number: number.image },
    {
      hint: whole
        ? `write \`epoch${number.image}\` or \`step${number.image}\``
        : "write a moment such as `epoch40`, `step1000` or `30%`",
      fixes: units.map((unit) => ({
        title: `write \`${unit}${number.image}\``,
        certain: false,
        edits: [{ span, text: `${unit}${number.image}` }],
      })),
    },
  );
}

/** `then@epoch40 cosine betti`. */
export function easeWithoutFade(r: SyntaxLowering, ease: IToken, at: Span): void {
  const moment = r.written(at);
  r.reports.report(
    "easeWithoutFade",
    r.span(ease),
    { ease: ease.image, moment },
    {
      hint: `to fade, say until when: \`then@${moment}..60 ${ease.image}\``,
      ...edit("remove it", false, r.span(ease), ""),
    },
  );
}
