import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.js";
import { type Diagnostic, report } from "../diagnostics/diagnostic.js";
import { editDistance } from "../diagnostics/nearest.js";
import { endOf, spanOf } from "./terminals.js";

const opens: readonly (readonly [word: string, keyword: TokenType, ...next: TokenType[]])[] = [
  ["task", t.TaskKeyword, t.LCurly],
  ["param", t.ParamKeyword, t.Name, t.Equals],
  ["def", t.DefKeyword, t.Name, t.Equals],
  ["def", t.DefKeyword, t.Name, t.LParen],
  ["use", t.UseKeyword, t.Quoted],
  ["minimize", t.MinimizeKeyword, t.Name],
  ["minimize", t.MinimizeKeyword, t.Numeral],
  ["then", t.ThenKeyword, t.At],
];

/** Behind these a name is a name: a moment, or an operand. */
const expectsName: ReadonlySet<TokenType> = new Set([
  ...[t.At, t.DotDot, t.Plus, t.Minus, t.Star, t.Slash, t.Equals, t.LParen, t.Comma],
]);

/** As many letters as may be wrong: half of a short word would be another word. */
const tolerance = (word: string): number => (word.length > 5 ? 2 : 1);

/** Keywords that are misspelt where no name could stand, read as what they were meant to be: each mistake is reported once, here. */
export function mendKeywords(tokens: IToken[], file: string): { tokens: IToken[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const mended: IToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.tokenType !== t.Name) {
      mended.push(token);
      continue;
    }
    const next = tokens[i + 1];
    const counted = token.image === "epoch" || token.image === "step";
    const before = tokens[i - 1]?.tokenType;
    if (counted && next?.tokenType === t.Numeral && (before === t.At || before === t.DotDot)) {
      const span = { ...spanOf(token, file), end: endOf(next) };
      const right = `${token.image}${next.image}`;
      diagnostics.push(misspelt(span, `${token.image} ${next.image}`, right));
      mended.push({ ...token, image: right, ...kindOf(token.image === "epoch" ? t.Epoch : t.Step) });
      i++;
      continue;
    }
    const keyword = meant(tokens, i);
    if (keyword) {
      diagnostics.push(misspelt(spanOf(token, file), token.image, keyword[0]));
      mended.push({ ...token, ...kindOf(keyword[1]) });
    } else mended.push(token);
  }
  return { tokens: mended, diagnostics };
}

const kindOf = (tokenType: TokenType) => ({ tokenType, tokenTypeIdx: tokenType.tokenTypeIdx! });

function meant(tokens: readonly IToken[], i: number): (typeof opens)[number] | undefined {
  const { image } = tokens[i]!;
  const before = tokens[i - 1]?.tokenType;
  return opens.find(
    ([word, , ...next]) =>
      (word === "then" || before === undefined || !expectsName.has(before)) &&
      next.every((type, k) => tokens[i + 1 + k]?.tokenType === type) &&
      editDistance(image.toLowerCase(), word, tolerance(word)) <= tolerance(word) &&
      !(word === "minimize" && image.length < 6),
  );
}

const misspelt = (span: Diagnostic["span"], found: string, right: string): Diagnostic =>
  report(
    "misspeltKeyword",
    span,
    { found, right },
    {
      hint: `write \`${right}\``,
      fixes: [{ title: `Change to \`${right}\``, certain: true, edits: [{ span, text: right }] }],
    },
  );
