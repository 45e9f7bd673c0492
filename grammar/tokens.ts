import { createToken, EOF, Lexer, type TokenType } from "chevrotain";
import { easeNames, type itemKeywords, onKeyword, thenKeyword, truths, units, whereKeyword, wordsOf } from "./words.js";

/*
 * Every terminal, in lexing order: the first pattern that matches wins, and a keyword gives way to a longer name (`theny`, `online`).
 *
 * Some patterns also match what a hand trained on other languages writes in the same place (`**`, `==`, `×`, `'…'`, an unclosed string). Such a
 * token has another image than the one in `canonical`, and the reader of the tokens reports it; the parser goes on as if it had been written well.
 */

/** A letter or underscore, then letters, digits and underscores, all ASCII: what is typed on one machine can be typed on every other. */
export const Name = createToken({ name: "Name", pattern: /[A-Za-z_][A-Za-z0-9_]*/ });

const keyword = (name: string, ...words: readonly string[]): TokenType =>
  createToken({ name, pattern: new RegExp(words.join("|")), longer_alt: Name });

/** A keyword's token has its name with a capital: `Use`. */
const keywordOf = (word: string): TokenType => keyword(`${word.charAt(0).toUpperCase()}${word.slice(1)}`, word);

const itemKeyword = (word: keyof typeof itemKeywords): TokenType => keywordOf(word);

// — what opens an item —
export const UseKeyword = itemKeyword("use");
export const TaskKeyword = itemKeyword("task");
export const ParamKeyword = itemKeyword("param");
export const DefKeyword = itemKeyword("def");
export const MinimizeKeyword = itemKeyword("minimize");

// — words inside an expression —
export const ThenKeyword = keywordOf(thenKeyword.word);
export const OnKeyword = keywordOf(onKeyword.word);
export const WhereKeyword = keywordOf(whereKeyword.word);
/** How a fade or a ramp moves. */
export const EaseKeyword = keyword("Ease", ...easeNames);
export const Truth = keyword("Truth", ...wordsOf(truths));

/** The keywords that open an item: they end whatever is open, so that a mistake stays within one item. */
export const itemKeywordTokens: readonly TokenType[] = [
  UseKeyword,
  TaskKeyword,
  ParamKeyword,
  DefKeyword,
  MinimizeKeyword,
];
/** Every word that cannot be a name. */
export const keywordTokens: readonly TokenType[] = [
  ...itemKeywordTokens,
  ThenKeyword,
  OnKeyword,
  WhereKeyword,
  EaseKeyword,
  Truth,
];

// — literals —
const counted = (name: string, unit: string): TokenType =>
  createToken({ name, pattern: new RegExp(`${unit}\\d+(?:\\.\\d+)?(?![A-Za-z0-9_])`) });

/** `epoch40`. A fraction is read along, so that `epoch2.5` is one mistake and not two tokens. */
export const Epoch = counted("Epoch", units.epoch.before);
export const Step = counted("Step", units.step.before);
/** `30%` of the training; no space between. */
export const Percent = createToken({ name: "Percent", pattern: /(?:\d+(?:\.\d+)?|\.\d+)%/ });
/** `2d`, `3d`: the spatial dimensions of a task. */
export const Dimension = createToken({ name: "Dimension", pattern: /\d+d(?![A-Za-z0-9_])/ });
/** `1`, `0.5`, `.5`, `1.`, `1e-3`. The dot of `1..3` belongs to the range. */
export const Numeral = createToken({
  name: "Numeral",
  pattern: /(?:\d+\.\d+|\d+\.(?!\.)|\d+|\.\d+)(?:[eE][+-]?\d+)?/,
});
/** On one line; a backslash before `"` or `\` makes it an ordinary character. */
export const Quoted = createToken({
  name: "Quoted",
  pattern: /"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?|[“”][^“”"\r\n]*[“”"]?/,
  line_breaks: false,
});

// — signs —
export const DotDot = createToken({ name: "DotDot", pattern: /\.\.|…/ });
export const At = createToken({ name: "At", pattern: /@/ });
export const Bang = createToken({ name: "Bang", pattern: /!/ });
export const Plus = createToken({ name: "Plus", pattern: /\+/ });
export const Minus = createToken({ name: "Minus", pattern: /[-−–]/ });
export const Star = createToken({ name: "Star", pattern: /\*\*|[*×·]/ });
export const Slash = createToken({ name: "Slash", pattern: /[/÷]/ });
export const Equals = createToken({ name: "Equals", pattern: /==|:=|=/ });
export const Colon = createToken({ name: "Colon", pattern: /:/ });
export const Comma = createToken({ name: "Comma", pattern: /,/ });
export const LParen = createToken({ name: "LParen", pattern: /\(/ });
export const RParen = createToken({ name: "RParen", pattern: /\)/ });
export const LSquare = createToken({ name: "LSquare", pattern: /\[/ });
export const RSquare = createToken({ name: "RSquare", pattern: /\]/ });
export const LCurly = createToken({ name: "LCurly", pattern: /\{/ });
export const RCurly = createToken({ name: "RCurly", pattern: /\}/ });

/** What stands after the last token. It has no place: its offsets are NaN. */
export const EndOfFile = EOF;

// — what the parser never sees —
const Space = createToken({ name: "Space", pattern: /[\s\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });
/** `//! …` documents the file. */
export const FileDoc = createToken({ name: "FileDoc", pattern: /\/\/!.*/, group: "comments" });
/** `/// …` documents the next item; four slashes are an ordinary comment. */
export const Doc = createToken({ name: "Doc", pattern: /\/\/\/(?!\/).*/, group: "comments" });
export const CommentToken = createToken({ name: "Comment", pattern: /\/\/.*/, group: "comments" });
/** Comments and separators of other languages, taken out whole so that one mistake stays one. */
export const Foreign = createToken({
  name: "Foreign",
  pattern: /\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|#.*|;+/,
  group: "foreign",
  line_breaks: true,
});

export const vocabulary: TokenType[] = [
  Space,
  FileDoc,
  Doc,
  CommentToken,
  Foreign,
  Epoch,
  Step,
  ...keywordTokens,
  Name,
  Percent,
  Dimension,
  Numeral,
  Quoted,
  DotDot,
  At,
  Bang,
  Plus,
  Minus,
  Star,
  Slash,
  Equals,
  Colon,
  Comma,
  LParen,
  RParen,
  LSquare,
  RSquare,
  LCurly,
  RCurly,
];

/** How a sign is written here. */
export const canonical: ReadonlyMap<TokenType, string> = new Map([
  [DotDot, ".."],
  [Minus, "-"],
  [Star, "*"],
  [Slash, "/"],
  [Equals, "="],
]);

/** Built on first use: a program that never parses pays nothing. */
export const createLexer = (validate = false): Lexer =>
  new Lexer(vocabulary, { positionTracking: "onlyOffset", skipValidations: !validate });
