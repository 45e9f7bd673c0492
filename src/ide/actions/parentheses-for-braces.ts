import { fix, put, type Repair } from "./situation.js";

/** `{dice + ce}`: parentheses. */
export const parenthesesForBraces: Repair = ({ diagnostic, module, written }) => {
  const { span } = diagnostic;
  if (written(span) !== "{") return [];
  const close = partnerOf(module.source.text, span.start);
  const closing = close === undefined ? [] : [put({ ...span, start: close, end: close + 1 }, ")")];
  return [fix("Write parentheses", put(span, "("), ...closing)];
};

/** Where the brace at an offset is closed; braces in comments and strings are rare enough where none are written. */
function partnerOf(text: string, open: number): number | undefined {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i;
  }
  return undefined;
}
