import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.js";
import type { Span } from "../text.js";

/** Where a token ends. Chevrotain gives no end when only offsets are tracked, and a token put in by repair is empty. */
export const endOf = (token: IToken): number => token.startOffset + token.image.length;

export const spanOf = (token: IToken, file: string): Span => ({ file, start: token.startOffset, end: endOf(token) });

/** False for the end of the text and for what error recovery made up: those have no place. */
export const isReal = (token: IToken): boolean => Number.isFinite(token.startOffset) && !token.isInsertedInRecovery;

/** They end whatever is open, so that a mistake stays within one item. */
export const itemStarts: ReadonlySet<TokenType> = new Set(t.itemKeywordTokens);

export const keywords: ReadonlySet<TokenType> = new Set(t.keywordTokens);

const closers: ReadonlyMap<TokenType, TokenType> = new Map([
  [t.LParen, t.RParen],
  [t.LSquare, t.RSquare],
  [t.LCurly, t.RCurly],
]);
const closing: ReadonlySet<TokenType> = new Set(closers.values());

export const isOpener = (token: IToken): boolean => closers.has(token.tokenType);
export const isCloser = (token: IToken): boolean => closing.has(token.tokenType);
export const closerOf = (opener: TokenType): TokenType => closers.get(opener)!;

/** How a bracket is written. */
export const image = (bracket: TokenType): string => brackets.get(bracket)!;
const brackets: ReadonlyMap<TokenType, string> = new Map([
  [t.LParen, "("],
  [t.RParen, ")"],
  [t.LSquare, "["],
  [t.RSquare, "]"],
  [t.LCurly, "{"],
  [t.RCurly, "}"],
]);

const endsOperand: ReadonlySet<TokenType> = new Set([t.Name, t.Numeral, t.RParen, t.RSquare]);
const opensOperand: ReadonlySet<TokenType> = new Set([t.Name, t.Numeral, t.LParen]);
const operators: ReadonlySet<TokenType> = new Set([
  t.Plus,
  t.Minus,
  t.Star,
  t.Slash,
  t.ThenKeyword,
  t.OnKeyword,
  t.WhereKeyword,
  t.LSquare,
]);

/** Whether the token makes the tree one deeper: an operator, a selection, or an operand that lacks its operator. */
export const joins = (previous: IToken | undefined, token: IToken): boolean =>
  operators.has(token.tokenType) ||
  (previous !== undefined && endsOperand.has(previous.tokenType) && opensOperand.has(token.tokenType));
