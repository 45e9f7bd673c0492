import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import { pathAt } from "./ast-path.js";

/** What a selection at an offset grows to, step by step: from the innermost part to the whole file. Each holds the one before it. */
export function selectionRanges(analysis: Pick<Analysis, "main">, offset: number): Span[] {
  const { file, source } = analysis.main;
  const whole: Span = { file: source.file, start: 0, end: source.text.length };
  const at = Math.max(0, Math.min(offset, source.text.length));
  const comment = file.comments.find(({ span }) => span.start <= at && at <= span.end);
  const spans = comment ? [whole, comment.span] : [whole, ...pathAt(analysis, at).map((node) => node.span)];
  const ranges: Span[] = [];
  for (const span of spans) {
    const last = ranges.at(-1);
    const holds = !last || (last.start <= span.start && span.end <= last.end);
    const smaller = !last || last.start < span.start || span.end < last.end;
    if (holds && smaller && span.start <= at && at <= span.end) ranges.push(span);
  }
  return ranges.reverse();
}
