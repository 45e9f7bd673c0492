import type { TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.js";
import type { Source, Span } from "../text.js";
import { measureText } from "./limits.js";
import { keywords, spanOf } from "./terminals.js";
import { tokenize } from "./tokenize.js";

/** A token as a reader of the text sees it: `epoch40`, `30%` and `2d` are a number with its unit. */
export interface Lexeme {
  readonly kind:
    | "keyword"
    | "name"
    | "number"
    | "unit"
    | "string"
    | "operator"
    | "bracket"
    | "comment"
    | "documentation";
  readonly span: Span;
}

const kinds: ReadonlyMap<TokenType, Lexeme["kind"]> = new Map<TokenType, Lexeme["kind"]>([
  ...[...keywords].map((type) => [type, "keyword"] as const),
  [t.Name, "name"],
  [t.Numeral, "number"],
  [t.Quoted, "string"],
  ...[t.LParen, t.RParen, t.LSquare, t.RSquare, t.LCurly, t.RCurly, t.Comma, t.Colon].map(
    (type) => [type, "bracket"] as const,
  ),
]);

const united: ReadonlySet<TokenType> = new Set([t.Epoch, t.Step, t.Percent, t.Dimension]);

/** Every token and comment of a text, torn or whole, in order. A text beyond the limits has none. */
export function lexemes(source: Source): Lexeme[] {
  if (measureText(source)) return [];
  const { tokens, comments } = tokenize(source);
  const read = tokens.flatMap((token): Lexeme[] => {
    const span = spanOf(token, source.file);
    return united.has(token.tokenType)
      ? withUnit(token.image, span)
      : [{ kind: kinds.get(token.tokenType) ?? "operator", span }];
  });
  const said = comments.map(
    ({ kind, span }): Lexeme => ({ kind: kind === "comment" ? "comment" : "documentation", span }),
  );
  return [...read, ...said].sort((a, b) => a.span.start - b.span.start);
}

/** The unit stands in front of its number or behind it. */
function withUnit(image: string, span: Span): Lexeme[] {
  const digits = /[\d.]+/.exec(image)!;
  const from = span.start + digits.index;
  const to = from + digits[0].length;
  const parts: Lexeme[] = [
    { kind: "unit", span: { ...span, end: from } },
    { kind: "number", span: { ...span, start: from, end: to } },
    { kind: "unit", span: { ...span, start: to } },
  ];
  return parts.filter(({ span: { start, end } }) => start < end);
}
