import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.js";
import type * as ast from "./ast.js";
import { blank, comment, concat, type FormatDocument, nothing, text } from "./format-document.js";
import { endOf } from "./terminals.js";

/**
 * Copies a text's tokens in order, with every comment between the two tokens it was written between. A layout built from it holds the same tokens as
 * the text, so it means the same; and it depends only on the tokens and on which comments begin their line, both of which printing keeps, so that
 * formatting twice is formatting once.
 */
export class Copy {
  private readonly source: string;
  private readonly tokens: readonly IToken[];
  private readonly comments: readonly ast.Comment[];
  private nextToken = 0;
  private nextComment = 0;
  /** The end of what was copied last. */
  private at = 0;

  constructor(source: string, tokens: readonly IToken[], comments: readonly ast.Comment[]) {
    this.source = source;
    this.tokens = tokens;
    this.comments = comments;
  }

  /** The next token, as written. */
  token(): FormatDocument {
    const token = this.tokens[this.nextToken++]!;
    this.at = endOf(token);
    return text(token.image);
  }

  /** The comments before the next token, then a separator, then the token. */
  after(separator: FormatDocument): FormatDocument {
    return concat([this.gap(separator), this.token()]);
  }

  /** The comments before the next token, then a separator. */
  gap(separator: FormatDocument): FormatDocument {
    const before = this.takeComments().map(({ comment: { text }, own }) => comment(text, own));
    return before.length === 0 ? separator : concat([...before, separator]);
  }

  /** The comments before the next token, and whether each begins its line and stands after an empty one. */
  takeComments(): { comment: ast.Comment; own: boolean; apart: boolean }[] {
    const until = this.tokens[this.nextToken]?.startOffset ?? Number.POSITIVE_INFINITY;
    const taken = [];
    for (
      let next = this.comments[this.nextComment];
      next && next.span.start < until;
      next = this.comments[++this.nextComment]
    ) {
      taken.push({ comment: next, ...this.breaksBefore(next.span.start) });
      this.at = next.span.end;
    }
    return taken;
  }

  /** Whether a new line, or an empty one, stands between what was copied last and a place. */
  private breaksBefore(start: number): { own: boolean; apart: boolean } {
    const newlines = this.source.slice(this.at, start).split(/\r\n|\r|\n/).length - 1;
    return { own: newlines > 0, apart: newlines > 1 };
  }

  /** Whether an empty line stands before the next token. */
  get apart(): boolean {
    const next = this.tokens[this.nextToken];
    return next !== undefined && this.breaksBefore(next.startOffset).apart;
  }

  nextIs(image: string): boolean {
    return this.tokens[this.nextToken]?.image === image;
  }

  /** Everything up to a place without blanks between: moments, signed numbers. */
  tight(end: number): FormatDocument {
    const parts = [this.token()];
    for (let next = this.tokens[this.nextToken]; next && next.startOffset < end; next = this.tokens[this.nextToken]) {
      // `1.` and `..` would read as `1`, `..` and a dot.
      const clash = next.tokenType === t.DotDot && this.source[this.at - 1] === ".";
      parts.push(this.after(clash ? blank : nothing));
    }
    return concat(parts);
  }

  /** Leave out a comma that separates nothing. */
  dropComma(): void {
    const next = this.tokens[this.nextToken];
    if (next?.tokenType !== t.Comma) return;
    // A comment before it keeps its place relative to the tokens that stay.
    if (
      this.comments[this.nextComment] === undefined ||
      this.comments[this.nextComment]!.span.start > next.startOffset
    ) {
      this.at = endOf(next);
    }
    this.nextToken++;
  }
}
