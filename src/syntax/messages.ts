import { EOF, type IParserErrorMessageProvider, type IRecognitionException, type IToken } from "chevrotain";
import * as t from "../../grammar/tokens.js";
import { type Diagnostic, report } from "../diagnostics/diagnostic.js";
import type { Span } from "../text.js";
import { contextOf, expectationOf, hintFor, roleOf } from "./expectations.js";
import { endOf, isCloser, isReal, itemStarts, keywords, spanOf } from "./terminals.js";

/** The parser gave up: more mistakes than anybody would read. */
export class TooManyErrors extends Error {
  private readonly token: IToken;

  constructor(token: IToken) {
    super("too many syntax errors");
    this.token = token;
  }

  /** How many of the tokens come before the last mistake. */
  index(tokens: readonly IToken[]): number {
    const at = tokens.indexOf(this.token);
    return at < 0 ? tokens.length - 1 : at;
  }
}

/**
 * Chevrotain's hook for messages, used to carry facts instead: the name of the token type that was expected, or nothing where there were several. The
 * sentences are made from those in `describe`.
 */
export function expectations(limit: number, errorsSoFar: () => number): IParserErrorMessageProvider {
  const guard = (token: IToken | undefined, fact: string): string => {
    if (errorsSoFar() >= limit) throw new TooManyErrors(token ?? ({} as IToken));
    return fact;
  };
  return {
    buildMismatchTokenMessage: ({ expected, actual }) => guard(actual, expected.name),
    buildNotAllInputParsedMessage: ({ firstRedundant }) => guard(firstRedundant, EOF.name),
    buildNoViableAltMessage: ({ actual }) => guard(actual[0], ""),
    buildEarlyExitMessage: ({ actual }) => guard(actual[0], ""),
  };
}

/** Tokens that must have been read without a mistake before another one is believed. */
const confidence = 3;

/** Turn the parser's errors into reports: one for each cause, none for what follows from an earlier one. */
export function describeErrors(
  errors: readonly IRecognitionException[],
  tokens: readonly IToken[],
  file: string,
  textual: readonly Span[],
): { diagnostics: Diagnostic[]; skipped: Span[] } {
  const indices = new Map(errors.length > 0 ? tokens.map((token, i) => [token, i]) : []);
  const diagnostics: Diagnostic[] = [];
  const skipped: Span[] = [...textual];
  let resumed = Number.NEGATIVE_INFINITY;
  for (const error of errors) {
    const index = indices.get(error.token) ?? tokens.length;
    const before = tokens[index - 1];
    const gap = {
      start: before?.startOffset ?? 0,
      end: isReal(error.token) ? endOf(error.token) : Number.POSITIVE_INFINITY,
    };
    const follows = index - resumed < confidence && !crossesItem(tokens, resumed, index);
    if (!follows && !textual.some((span) => span.start < gap.end && span.end > gap.start)) {
      diagnostics.push(sentence(error, before, file));
    }
    const last = error.resyncedTokens.at(-1) ?? error.token;
    resumed = Math.max(resumed, (indices.get(last) ?? index) + (error.resyncedTokens.length > 0 ? 1 : 0));
    if (isReal(error.token))
      skipped.push({ file, start: error.token.startOffset, end: isReal(last) ? endOf(last) : endOf(error.token) });
  }
  return { diagnostics, skipped };
}

function crossesItem(tokens: readonly IToken[], from: number, to: number): boolean {
  for (let i = Math.max(0, from); i < to; i++) if (itemStarts.has(tokens[i]!.tokenType)) return true;
  return false;
}

function sentence(error: IRecognitionException, before: IToken | undefined, file: string): Diagnostic {
  const { token, message: expectedType } = error;
  const rules = error.context.ruleStack;
  const context = contextOf(rules);
  const special = isReal(token) ? outOfPlace(token, expectedType, rules, before, file) : undefined;
  if (special) return special;
  const expected = expectationOf(rules, expectedType, before);
  const hint = hintFor(rules, expectedType, token, before);
  if (before && (endsHere(token) || leftOut.has(expectedType))) {
    return report("missingPart", spanOf(before, file), { context, expected, after: `\`${shown(before)}\`` }, { hint });
  }
  const span = isReal(token) ? spanOf(token, file) : { file, start: 0, end: 0 };
  return report(
    "unexpectedText",
    span,
    { context, found: `\`${shown(token)}\`` },
    { hint: hint ?? `here could stand ${expected}` },
  );
}

/** Parts that are left out rather than replaced by something else. */
const leftOut: ReadonlySet<string> = new Set([t.Name, t.Equals, t.Colon, t.LCurly, t.Quoted].map(({ name }) => name));

/** Something is missing, rather than something wrong being there: the part ends. */
const endsHere = (token: IToken): boolean =>
  !isReal(token) ||
  isCloser(token) ||
  itemStarts.has(token.tokenType) ||
  token.tokenType === t.ThenKeyword ||
  token.tokenType === t.Comma;

const shown = (token: IToken): string => (token.image.length > 40 ? `${token.image.slice(0, 40)}…` : token.image);

function outOfPlace(
  token: IToken,
  expectedType: string,
  rules: readonly string[],
  before: IToken | undefined,
  file: string,
): Diagnostic | undefined {
  const rule = rules.at(-1)!;
  const span = spanOf(token, file);
  const isMoment = token.tokenType === t.Epoch || token.tokenType === t.Step || token.tokenType === t.Percent;
  if (isMoment && (rule === "primary" || rule === "file")) {
    const fixes = token.tokenType === t.Percent ? [share(span, token.image)] : [];
    return report(
      "momentOutOfPlace",
      span,
      { moment: token.image },
      { hint: "a new phase begins with `then@`", fixes },
    );
  }
  const wantsName =
    expectedType === t.Name.name || rule === "class" || (rule === "primary" && token.tokenType === t.EaseKeyword);
  if (!wantsName || !keywords.has(token.tokenType)) return undefined;
  if (itemStarts.has(token.tokenType) && before && !["param", "def"].includes(before.image)) return undefined;
  return report(
    "reservedWord",
    span,
    { word: token.image, role: roleOf(rule, before) },
    { hint: "choose another name" },
  );
}

const share = (span: Span, image: string) => {
  const text = `${Number(image.slice(0, -1)) / 100}`;
  return { title: `write the weight \`${text}\``, certain: false, edits: [{ span, text }] };
};
