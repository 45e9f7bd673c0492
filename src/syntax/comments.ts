import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.js";
import type { Comment } from "./ast.js";
import { endOf, spanOf } from "./terminals.js";

const kinds = new Map([
  [t.FileDoc, "file-doc"],
  [t.Doc, "doc"],
  [t.CommentToken, "comment"],
] as const);

export const commentsOf = (tokens: readonly IToken[], file: string): Comment[] =>
  tokens.map((token) => ({
    kind: kinds.get(token.tokenType) ?? "comment",
    text: token.image.trimEnd(),
    span: { ...spanOf(token, file), end: token.startOffset + token.image.trimEnd().length },
  }));

/** A documentation line without its mark and the space after it. */
const prose = (comment: Comment): string => comment.text.replace(/^\/\/[/!] ?/, "");

export const fileDoc = (comments: readonly Comment[]): string[] =>
  comments.filter((c) => c.kind === "file-doc").map(prose);

/** The `///` lines that stand between an item's first token and the token before it. */
export function docsBefore(comments: readonly Comment[], tokens: readonly IToken[], start: number): string[] {
  const before = tokens[lowest(tokens.length, (i) => tokens[i]!.startOffset >= start) - 1];
  const from = before ? endOf(before) : 0;
  const docs: string[] = [];
  for (let i = lowest(comments.length, (i) => comments[i]!.span.start >= from); i < comments.length; i++) {
    const comment = comments[i]!;
    if (comment.span.start >= start) break;
    if (comment.kind === "doc") docs.push(prose(comment));
  }
  return docs;
}

/** The least index for which a condition holds that, once true, stays true. */
function lowest(length: number, holds: (i: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
