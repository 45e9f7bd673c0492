import type { Span } from "../text.js";
import type { Comment } from "./ast.js";

/** An item with the `///` lines above it, and with its lines where it has them for itself: what to take out so that nothing of it stays behind. */
export function extentOf(item: Span, comments: readonly Comment[], text: string): Span {
  let { start, end } = item;
  for (const comment of [...comments].reverse()) {
    if (comment.span.end > start) continue;
    if (comment.kind !== "doc" || text.slice(comment.span.end, start).trim() !== "") break;
    start = comment.span.start;
  }
  const before = /(?:^|\n)[^\S\n]*$/.exec(text.slice(0, start));
  const after = /^[^\S\n]*(?:\n|$)/.exec(text.slice(end));
  if (before && after) {
    start = start - before[0].length + (before[0].startsWith("\n") ? 1 : 0);
    end += after[0].length;
  }
  return { ...item, start, end };
}
