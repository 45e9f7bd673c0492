import type { Edit } from "../diagnostics/diagnostic.js";
import { format } from "../syntax/index.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";

/** What to change so that the text is laid out as the formatter would: only blanks, line breaks and needless commas. Nothing while there is a mistake. */
export const formatting = ({ source }: Pick<Analysis, "source">): Edit[] =>
  differences(source.text, format(source.text), source.file);

/** The same for a part of the text: the edits that touch it, whole. */
export const rangeFormatting = (
  analysis: Pick<Analysis, "source">,
  { start, end }: Pick<Span, "start" | "end">,
): Edit[] => formatting(analysis).filter(({ span }) => span.start <= end && start <= span.end);

/**
 * The least edits between a text and its formatted form. Both hold the same words in the same order, but for commas that separate nothing, so they are compared piece by
 * piece: what stands between two words is replaced where it differs.
 */
function differences(before: string, after: string, file: string): Edit[] {
  if (before === after) return [];
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (before[i] === after[j] && !isBlank(before[i]) && !isBlank(after[j])) {
      i++;
      j++;
      continue;
    }
    const [from, to] = [skip(before, i), skip(after, j)];
    const [end, until] = settle(before, from, after, to);
    const [old, next] = [before.slice(i, end), after.slice(j, until)];
    if (end === i && until === j) return [{ span: { file, start: 0, end: before.length }, text: after }];
    if (old !== next) edits.push(trimmed(old, next, i, file));
    i = end;
    j = until;
  }
  return edits;
}

/** Past blanks on both sides, and past a comma that only the first text has. */
function settle(before: string, from: number, after: string, to: number): readonly [number, number] {
  let end = from;
  while (before[end] === "," && after[to] !== ",") end = skip(before, end + 1);
  return [end, to];
}

const isBlank = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

function skip(text: string, from: number): number {
  let at = from;
  while (isBlank(text[at])) at++;
  return at;
}

/** What both have at their beginning and end stays. */
function trimmed(old: string, next: string, at: number, file: string): Edit {
  const most = Math.min(old.length, next.length);
  let head = 0;
  while (head < most && old[head] === next[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
  return {
    span: { file, start: at + head, end: at + old.length - tail },
    text: next.slice(head, next.length - tail),
  };
}
