import type { Module } from "../modules/load.js";
import { reserved } from "../syntax/index.js";
import type { Span } from "../text.js";

export interface SourceWord {
  readonly text: string;
  readonly span: Span;
  /** One of the language's own words, which is never a name. */
  readonly reserved: boolean;
}

/** The word that an offset touches, outside of comments and strings. */
export function wordAt({ source, file }: Pick<Module, "source" | "file">, offset: number): SourceWord | undefined {
  const { text } = source;
  if (inComment(text, file.comments, offset)) return undefined;
  let [start, end] = [offset, offset];
  while (start > 0 && part.test(text[start - 1]!)) start--;
  while (end < text.length && part.test(text[end]!)) end++;
  const word = text.slice(start, end);
  if (!/^[A-Za-z_]/.test(word)) return undefined;
  return { text: word, span: { file: source.file, start, end }, reserved: reserved.includes(word) };
}

const part = /[A-Za-z0-9_]/;

/** Whether an offset lies in a comment, which goes on to the end of its line; after its last character one still writes it. */
export const inComment = (text: string, comments: readonly { readonly span: Span }[], offset: number): boolean =>
  comments.some(({ span }) => span.start < offset && !text.slice(span.end, Math.max(span.end, offset)).includes("\n"));
