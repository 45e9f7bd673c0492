import { insertAt, removeSpan, replaceSpan } from "../edits.js";
import { fix, ifItHelps, type QuickFix } from "../fix-context.js";

/* Characters that do not belong where they stand. */

export const removeUnexpected: QuickFix = {
  examples: [{ before: "dice + * ce", after: "dice +  ce" }],
  offer(context) {
    const { span } = context.diagnostic;
    return ifItHelps(context, fix(`Remove \`${context.textAt(span)}\``, removeSpan(span)));
  },
};

/** An operator or comma that joins nothing. */
export const removeDanglingOperator: QuickFix = {
  examples: [
    { before: "0.5*dice +", after: "0.5*dice" },
    { before: "minimize (dice + ) then@epoch4 ce", after: "minimize (dice ) then@epoch4 ce" },
  ],
  offer(context) {
    const { span } = context.diagnostic;
    const sign = context.textAt(span);
    if (!/^[-+*/,]$/.test(sign)) return [];
    const blanks = /\s*$/.exec(context.module.source.text.slice(0, span.start))![0].length;
    return ifItHelps(context, fix(`Remove \`${sign}\``, removeSpan({ ...span, start: span.start - blanks })));
  },
};

/** A `+` for signs that join elsewhere; anything else can only go. */
export const replaceCharacters: QuickFix = {
  examples: [
    { before: "dice & ce", after: "dice + ce", title: "Write `+`" },
    { before: "dice§ + ce", after: "dice + ce" },
  ],
  offer(context) {
    const { span } = context.diagnostic;
    const joins = /^[&|]+$/.test(context.textAt(span));
    return [
      ...(joins ? ifItHelps(context, fix("Write `+`", replaceSpan(span, "+"))) : []),
      ...ifItHelps(context, fix("Remove it", removeSpan(span))),
    ];
  },
};

export const closeString: QuickFix = {
  examples: [
    {
      before: 'use "shared.loss\nminimize dice',
      after: 'use "shared.loss"\nminimize dice',
      files: { "shared.loss": "def shared = dice" },
    },
  ],
  offer({ diagnostic, textAt }) {
    const { span } = diagnostic;
    const end = span.start + textAt(span).trimEnd().length;
    return [fix('Close it with `"`', replaceSpan({ ...span, end: span.start + 1 }, '"'), insertAt(span, end, '"'))];
  },
};

export const parenthesesForBraces: QuickFix = {
  examples: [{ before: "0.5*{dice + ce}", after: "0.5*(dice + ce)" }],
  offer({ diagnostic, module, textAt }) {
    const { span } = diagnostic;
    if (textAt(span) !== "{") return [];
    const close = closingBrace(module.source.text, span.start);
    const closing = close === undefined ? [] : [replaceSpan({ ...span, start: close, end: close + 1 }, ")")];
    return [fix("Write parentheses", replaceSpan(span, "("), ...closing)];
  },
};

/** Where the brace at an offset is closed. Braces in comments and strings are not looked for: they are rare in a text that has braces by mistake. */
function closingBrace(text: string, open: number): number | undefined {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i;
  }
  return undefined;
}

/** A block comment becomes line comments. */
export const lineComments: QuickFix = {
  examples: [{ before: "/* two\n * lines */ dice", after: "// two\n// lines\n dice" }],
  offer({ diagnostic, module, textAt }) {
    const { span } = diagnostic;
    if (textAt(span) !== "/*") return [];
    const { text } = module.source;
    const close = text.indexOf("*/", span.start + 2);
    const end = close < 0 ? text.length : close + 2;
    const comment = text.slice(span.start + 2, close < 0 ? end : close).split(/\r\n|\r|\n/);
    const lines = comment.map((line) => `// ${line.replace(/^\s*\*?\s?/, "")}`.trimEnd());
    // What follows on the same line would become part of the comment.
    const rest = /^[^\S\n]*(?:\n|$)/.test(text.slice(end)) ? "" : "\n";
    return [fix("Write `//`", replaceSpan({ ...span, end }, `${lines.join("\n")}${rest}`))];
  },
};

/** There are no powers; a weight may have been meant. */
export const productForPower: QuickFix = {
  examples: [{ before: "dice**2", after: "dice*2" }],
  offer(context) {
    const { span } = context.diagnostic;
    return context.textAt(span) === "**" ? ifItHelps(context, fix("Multiply instead", replaceSpan(span, "*"))) : [];
  },
};
