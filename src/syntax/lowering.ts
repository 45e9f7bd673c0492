import type { IToken } from "chevrotain";
import { Reports } from "../diagnostics/diagnostic.js";
import type { Source, Span } from "../text.js";
import type * as ast from "./ast.js";
import { endOf, isReal, spanOf } from "./terminals.js";

/** What lowering carries from node to node: the text, the reports, and how far it has read. */
export class SyntaxLowering {
  readonly file: string;
  readonly text: string;
  readonly reports = new Reports();
  /** The end of the last token read; what is missing is missing here. */
  at = 0;
  private readonly skipped: readonly Span[];

  constructor({ file, text }: Source, skipped: readonly Span[]) {
    this.file = file;
    this.text = text;
    this.skipped = skipped;
  }

  /** The first token of a kind that was really written; the parser's inventions have no place. */
  token(tokens: readonly IToken[] | undefined): IToken | undefined {
    if (tokens === undefined) return undefined;
    for (const token of tokens) {
      if (!isReal(token)) continue;
      this.at = Math.max(this.at, endOf(token));
      return token;
    }
    return undefined;
  }

  span(token: IToken): Span {
    return spanOf(token, this.file);
  }

  /** From a place to the end of the last token read. */
  since(start: number): Span {
    return { file: this.file, start: Math.min(start, this.at), end: this.at };
  }

  missing(): ast.Missing {
    return { kind: "missing", span: { file: this.file, start: this.at, end: this.at } };
  }

  ident(tokens: readonly IToken[] | undefined): ast.Ident | ast.Missing {
    const token = this.token(tokens);
    return token ? this.identOf(token) : this.missing();
  }

  identOf(token: IToken): ast.Ident {
    return { kind: "ident", name: token.image, span: this.span(token) };
  }

  /** Whether text between two places was passed over and reported, so that what seems odd there is no mistake of its own. */
  tornBetween(start: number, end: number): boolean {
    return this.skipped.some((span) => span.start < end && span.end > start);
  }

  written(span: Span): string {
    const text = this.text.slice(span.start, span.end).replace(/\s+/g, " ");
    return text.length > 30 ? `${text.slice(0, 30)}…` : text;
  }
}

/** In a torn tree a child that the grammar promises can be absent. */
export const only = <T>(children: readonly T[] | undefined): T | undefined => children?.[0];
export const every = <T>(children: readonly T[] | undefined): readonly T[] => children ?? [];
