import type { Span } from "../text.js";
import type { Comment } from "./ast.js";

/** An item with the `///` lines above it, and with its lines where it has them for itself: what to take out so that nothing of it stays behind. */
export function extentOf(item: Span, comments: readonly Comment[], text: string): Span {
  let { start, end } = item;
  for (let i = lastBefore(comments, start); i >= 0; i--) {
    const comment = comments[i]!;
    if (comment.kind !== "doc" || blankUntil(text, comment.span.end) < start) break;
    start = comment.span.start;
  }
  const lineStart = blanksBefore(text, start);
  const lineEnd = blanksAfter(text, end);
  const alone = lineStart === 0 || text[lineStart - 1] === "\n";
  if (alone && (lineEnd === text.length || text[lineEnd] === "\n")) {
    start = lineStart;
    end = Math.min(text.length, lineEnd + 1);
  }
  return { ...item, start, end };
}

/** The index of the last comment that ends at or before an offset; −1 if there is none. */
function lastBefore(comments: readonly Comment[], offset: number): number {
  let [low, high] = [0, comments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.span.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const isBlank = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

/** Where the blanks of a line begin that end at an offset. */
export function blanksBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== "\n" && isBlank(text[at - 1])) at--;
  return at;
}

/** Where the blanks of a line end that begin at an offset. */
function blanksAfter(text: string, offset: number): number {
  let at = offset;
  while (text[at] !== "\n" && isBlank(text[at])) at++;
  return at;
}

/** Where blanks and line breaks end that begin at an offset. */
function blankUntil(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text[at])) at++;
  return at;
}
