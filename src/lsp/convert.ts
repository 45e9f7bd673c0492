import { type Range, TextEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Edit } from "../diagnostics/diagnostic.js";

/** A stretch of a text, in UTF-16 offsets: what the compiler calls a span, without its file. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Lines and characters from 0, characters in UTF-16. A place between the two signs that end a line is the end of that line. */
export const rangeOf = (document: TextDocument, { start, end }: Stretch): Range => ({
  start: document.positionAt(start),
  end: document.positionAt(end),
});

export const stretchOf = (document: TextDocument, { start, end }: Range): Stretch => ({
  start: document.offsetAt(start),
  end: document.offsetAt(end),
});

export const textEditOf = (document: TextDocument, { span, text }: Edit): TextEdit =>
  TextEdit.replace(rangeOf(document, span), text);

/** The least edit that turns one text into another: what both begin and end with stays, and cursors in it do not move. */
export function leastEdit(document: TextDocument, text: string): TextEdit[] {
  const before = document.getText();
  if (before === text) return [];
  const longest = Math.min(before.length, text.length);
  let start = 0;
  while (start < longest && before[start] === text[start]) start++;
  let shared = 0;
  while (shared < longest - start && before.at(-1 - shared) === text.at(-1 - shared)) shared++;
  // No edit may begin or end between the signs of a line's end, which no position can name.
  if (start > 0 && before[start - 1] === "\r" && before[start] === "\n") start--;
  if (shared > 0 && before.at(-shared) === "\n" && before.at(-1 - shared) === "\r") shared--;
  const range = rangeOf(document, { start, end: before.length - shared });
  return [TextEdit.replace(range, text.slice(start, text.length - shared))];
}
