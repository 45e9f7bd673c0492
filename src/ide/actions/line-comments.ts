import { fix, put, type Repair } from "./situation.js";

/** A block comment with `//` in front of each of its lines. */
export const lineComments: Repair = ({ diagnostic, module, written }) => {
  const { span } = diagnostic;
  if (written(span) !== "/*") return [];
  const { text } = module.source;
  const close = text.indexOf("*/", span.start + 2);
  const end = close < 0 ? text.length : close + 2;
  const said = text.slice(span.start + 2, close < 0 ? end : close).split(/\r\n|\r|\n/);
  const lines = said.map((line) => `// ${line.replace(/^\s*\*?\s?/, "")}`.trimEnd());
  // What follows on the same line would become part of the comment.
  const rest = /^[^\S\n]*(?:\n|$)/.test(text.slice(end)) ? "" : "\n";
  return [fix("Write `//`", put({ ...span, end }, `${lines.join("\n")}${rest}`))];
};
