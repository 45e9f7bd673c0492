import * as t from "../../grammar/tokens.js";
import { reserved } from "../../grammar/words.js";

type TokenType = typeof t.Name;

/** A rule of a TextMate grammar. */
interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
  readonly include?: string;
}

type Captures = Readonly<Record<number, { readonly name?: string; readonly patterns?: readonly Rule[] }>>;

/** What editors and pages colour a text by that have no compiler at hand. Scopes are those that themes know. */
export interface TextMateGrammar {
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, Rule>>;
}

/** The scope of every kind of token; names depend on where they stand. */
const scopes: ReadonlyMap<TokenType, string> = new Map([
  [t.FileDoc, "comment.line.documentation.file"],
  [t.Doc, "comment.line.documentation"],
  [t.CommentToken, "comment.line.double-slash"],
  [t.UseKeyword, "keyword.control.import"],
  [t.TaskKeyword, "storage.type.task"],
  [t.ParamKeyword, "storage.type.param"],
  [t.DefKeyword, "storage.type.function"],
  [t.MinimizeKeyword, "keyword.control.minimize"],
  [t.ThenKeyword, "keyword.control.then"],
  [t.OnKeyword, "keyword.operator.word.on"],
  [t.WhereKeyword, "keyword.operator.word.where"],
  [t.EaseKeyword, "support.constant.easing"],
  [t.Truth, "constant.language.boolean"],
  [t.Numeral, "constant.numeric"],
  [t.DotDot, "keyword.operator.range"],
  [t.At, "keyword.control.at"],
  [t.Bang, "keyword.operator.logical"],
  [t.Plus, "keyword.operator.arithmetic"],
  [t.Minus, "keyword.operator.arithmetic"],
  [t.Star, "keyword.operator.arithmetic"],
  [t.Slash, "keyword.operator.arithmetic"],
  [t.Equals, "keyword.operator.assignment"],
  [t.Colon, "punctuation.separator.key-value"],
  [t.Comma, "punctuation.separator.comma"],
  [t.LParen, "punctuation.section.parens.begin"],
  [t.RParen, "punctuation.section.parens.end"],
  [t.LSquare, "punctuation.section.brackets.begin"],
  [t.RSquare, "punctuation.section.brackets.end"],
  [t.LCurly, "punctuation.section.braces.begin"],
  [t.RCurly, "punctuation.section.braces.end"],
]);

const illegal = "invalid.illegal.loss";
const scopeOf = (token: TokenType): string => `${scopes.get(token)}.loss`;

/** A token's pattern in the dialect of TextMate: digits are those of ASCII, a keyword ends where a longer name does not go on. */
function patternOf(token: TokenType): string {
  const { source } = token.PATTERN as RegExp;
  const plain = source.replaceAll("\\d", "[0-9]");
  return token.LONGER_ALT ? `(?:${plain})(?![A-Za-z0-9_])` : plain;
}

const rule = (token: TokenType): Rule => ({ name: scopeOf(token), match: patternOf(token) });

/** `epoch40`, `30%`, `2d`: a number and its unit. */
const united = (token: TokenType): Rule => ({
  match: patternOf(token),
  captures: {
    0: {
      patterns: [
        { name: "constant.numeric.loss", match: "[0-9.]+" },
        { name: "keyword.other.unit.loss", match: "[A-Za-z%]+" },
      ],
    },
  },
});

const quoted: Rule = {
  match: patternOf(t.Quoted),
  captures: {
    0: {
      name: "string.quoted.loss",
      patterns: [{ name: "constant.character.escape.loss", match: '\\\\["\\\\]' }],
    },
  },
};

/** What other languages write: comments in blocks, which may span lines, `#` and `;`. */
const foreign: readonly Rule[] = [
  { name: illegal, begin: "/\\*", end: "\\*/" },
  { name: illegal, match: "#.*|;+" },
];

/** A sign, and before it the ways in which a hand trained on other languages writes it. */
function sign(token: TokenType): Rule[] {
  const own = t.canonical.get(token);
  const others = own === undefined ? [] : spellings(token).filter((spelling) => spelling !== own);
  // A spelling that begins like another goes first.
  others.sort((a, b) => b.length - a.length);
  const wrong = others.length > 0 ? [{ name: illegal, match: others.map(escaped).join("|") }] : [];
  return [...wrong, own === undefined ? rule(token) : { name: scopeOf(token), match: escaped(own) }];
}

/** Every text that a pattern of alternatives and sets matches. */
const spellings = (token: TokenType): string[] =>
  (token.PATTERN as RegExp).source.split("|").flatMap((alternative) => {
    const set = /^\[(.*)\]$/.exec(alternative);
    return set ? [...set[1]!] : alternative.replace(/\\(.)/g, "$1");
  });

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

const name = patternOf(t.Name);
/** A name that is no word of the language. */
const ownName = `(?!(?:${reserved.join("|")})(?![A-Za-z0-9_]))${name}`;
/** What opens the next item ends every bracket, as it does for the parser. */
const nextItem = `(?=(?:${t.itemKeywordTokens.map((token) => (token.PATTERN as RegExp).source).join("|")})(?![A-Za-z0-9_]))`;

const named = (scope: string): Rule => ({ name: `${scope}.loss`, match: name });
/** A name that something follows or precedes on its line. */
const declared = (keyword: TokenType, scope: string): Rule => ({
  match: `(${patternOf(keyword)})\\s+(${ownName})`,
  captures: { 1: { name: scopeOf(keyword) }, 2: { name: `${scope}.loss` } },
});

const comments = [t.FileDoc, t.Doc, t.CommentToken].map(rule);
const moments = [t.Epoch, t.Step].map(united);
const keywords = t.keywordTokens.map(rule);
const literals = [united(t.Percent), united(t.Dimension), rule(t.Numeral), quoted];
const signs = t.vocabulary.slice(t.vocabulary.indexOf(t.Quoted) + 1).flatMap(sign);
const unknown: Rule = { name: illegal, match: "\\S" };

/** Everything but names, which come between the keywords they give way to and the numbers. */
const around = (...names: readonly Rule[]): Rule[] => [
  ...[...comments, ...foreign, ...moments],
  ...names,
  ...[...literals, ...signs, unknown],
];

const enclosed = (open: TokenType, close: TokenType) => ({
  begin: patternOf(open),
  beginCaptures: { 0: { name: scopeOf(open) } },
  end: `${patternOf(close)}|${nextItem}`,
  endCaptures: { 0: { name: scopeOf(close) } },
});

const task: Rule = {
  name: "meta.task.loss",
  begin: patternOf(t.TaskKeyword),
  beginCaptures: { 0: { name: scopeOf(t.TaskKeyword) } },
  end: `${patternOf(t.RCurly)}|${nextItem}`,
  endCaptures: { 0: { name: scopeOf(t.RCurly) } },
  patterns: around(
    { name: "variable.other.property.loss", match: `${ownName}(?=\\s*:)` },
    ...keywords,
    named("variable.other.enummember"),
  ),
};

/** Classes, or the items of a list. */
const brackets: Rule = {
  name: "meta.brackets.loss",
  ...enclosed(t.LSquare, t.RSquare),
  patterns: around(...keywords, named("variable.other.enummember")),
};

/** The grammar for TextMate, made from the tokens of the parser: what one calls a keyword the other does, too. */
export const textMateGrammar = (): TextMateGrammar => ({
  name: "Loss",
  scopeName: "source.loss",
  fileTypes: ["loss"],
  patterns: [...comments, { include: "#task" }, { include: "#brackets" }, { include: "#expression" }],
  repository: {
    task,
    brackets,
    expression: {
      patterns: around(
        declared(t.DefKeyword, "entity.name.function"),
        declared(t.ParamKeyword, "variable.other.constant"),
        declared(t.OnKeyword, "variable.other.head"),
        declared(t.WhereKeyword, "variable.other.mask"),
        ...keywords,
        { name: "variable.parameter.loss", match: `${name}(?=\\s*=(?!=))` },
        // A name alone in an expression is nearly always a loss.
        named("entity.name.function"),
      ),
    },
  },
});
