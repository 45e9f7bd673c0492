import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.js";
import { type Diagnostic, report } from "../diagnostics/diagnostic.js";
import type { Source, Span } from "../text.js";
import { isCloser, isOpener, itemStarts, joins, spanOf } from "./terminals.js";

/**
 * What is read at most. A recursive-descent parser and every later walk of the tree use the stack, so depth is bounded before either begins: a text
 * at the limits uses less than half of the stack Node and browsers give.
 */
export const limits = {
  /** UTF-16 units in one text. */
  characters: 262_144,
  /** Brackets within brackets. A level of calls takes most: Node's default stack holds about 140, before any code is optimised. */
  nesting: 64,
  /** Operators from an expression to its innermost part: the depth of its tree. */
  operators: 1_000,
  /** Reports for one text. */
  reports: 60,
} as const;

export function measureText(source: Source): Diagnostic | undefined {
  const { file, text } = source;
  if (text.length <= limits.characters) return undefined;
  const span: Span = { file, start: 0, end: 1 };
  const holes = { size: text.length.toLocaleString("en-US"), limit: limits.characters.toLocaleString("en-US") };
  return report("textTooLarge", span, holes, {
    hint: "is this the file you meant? A library of recipes can be split with `use`",
  });
}

/** One level of brackets: operators so far in this part, and the deepest of what it encloses. */
interface Level {
  links: number;
  inner: number;
  deepest: number;
}

/** The first place where brackets or operators pile up beyond the limits. */
export function measureTokens(tokens: readonly IToken[], file: string): Diagnostic | undefined {
  let levels: Level[] = [{ links: 0, inner: 0, deepest: 0 }];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    let top = levels.at(-1)!;
    if (itemStarts.has(token.tokenType)) levels = [{ links: 0, inner: 0, deepest: 0 }];
    else if (isCloser(token)) {
      if (levels.length > 1) {
        levels.pop();
        const depth = Math.max(top.deepest, top.links + top.inner);
        top = levels.at(-1)!;
        top.inner = Math.max(top.inner, depth);
      }
    } else if (token.tokenType === t.Comma) {
      top.deepest = Math.max(top.deepest, top.links + top.inner);
      top.links = 0;
      top.inner = 0;
    } else if (joins(tokens[i - 1], token)) top.links++;
    if (isOpener(token)) {
      if (levels.length > limits.nesting) return tooDeep(token, levels.length, file);
      levels.push({ links: 0, inner: 0, deepest: 0 });
    }
    if (levels.at(-1)!.links + levels.at(-1)!.inner > limits.operators) {
      return report(
        "chainTooLong",
        spanOf(token, file),
        { limit: limits.operators.toLocaleString("en-US") },
        { hint: "give parts of it a name: `def part = …`, then add the names" },
      );
    }
  }
  return undefined;
}

const tooDeep = (token: IToken, depth: number, file: string): Diagnostic =>
  report(
    "nestedTooDeeply",
    spanOf(token, file),
    { depth: `${depth}`, limit: `${limits.nesting}` },
    { hint: "give the inner parts a name with `def`" },
  );
