/** A half-open range of UTF-16 offsets in one source. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** One text a person wrote: a file, or the argument of `compile`. */
export interface Source {
  /** The path as the person knows it; `<inline>` for text that has none. */
  readonly file: string;
  readonly text: string;
}

/** A place as editors and terminals count it: both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The smallest span that covers both; the file is the first one's. */
export const cover = (a: Span, b: Span): Span => ({
  file: a.file,
  start: Math.min(a.start, b.start),
  end: Math.max(a.end, b.end),
});

/** Offsets at which lines begin. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 10) starts.push(i + 1);
  return starts;
}

/** The line and column of an offset, clamped to the text. */
export function positionAt(text: string, offset: number, starts = lineStarts(text)): Position {
  const at = Math.max(0, Math.min(offset, text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - starts[low]! + 1 };
}
