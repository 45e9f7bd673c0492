import { itemKeywords } from "../../../grammar/words.js";
import { type ast, type Lexeme, lexemes } from "../../syntax/index.js";
import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { inComment } from "../words.js";

/** A token before the cursor, with its text. */
export interface ContextToken extends Lexeme {
  readonly text: string;
}

/** A bracket that is open at the cursor. */
export interface OpenBracket {
  readonly bracket: "(" | "[" | "{";
  readonly at: ContextToken;
  /** The name before it: what is called, or what classes are chosen of. A closing bracket stands for an expression. */
  readonly behind: ContextToken | undefined;
  /** What stands inside of it, up to the cursor; brackets that are closed again count as one token. */
  readonly inside: readonly ContextToken[];
}

/** What is being written at the cursor, judged by the tokens before it alone: what follows it may be incomplete. */
export interface CompletionContext {
  /** The word that is being written; empty between words. */
  readonly word: Span;
  readonly prefix: string;
  /** The string the cursor is in, without its quotes. */
  readonly string: Span | undefined;
  /** The tokens before it, nearest last. */
  readonly before: readonly ContextToken[];
  readonly prev: ContextToken | undefined;
  /** Innermost last; an item's keyword closes all. */
  readonly open: readonly OpenBracket[];
  /** The keyword of the item it stands in; none in a program that is a bare expression. */
  readonly item: ContextToken | undefined;
  /** The item's part of the tree: the definition whose parameters are in scope. */
  readonly def: ast.Def | undefined;
}

/** Nothing in comments, where there is nothing to complete. */
export function completionContextAt(analysis: Analysis, offset: number): CompletionContext | undefined {
  const { source, main } = analysis;
  const { text } = source;
  if (inComment(text, main.file.comments, offset)) return undefined;
  let [start, end] = [offset, offset];
  while (start > 0 && /[A-Za-z0-9_]/.test(text[start - 1]!)) start--;
  while (end < text.length && /[A-Za-z0-9_]/.test(text[end]!)) end++;
  const all = lexemes(source).filter(({ kind }) => kind !== "comment" && kind !== "documentation");
  const string = all.find(
    ({ kind, span }) => kind === "string" && span.start < offset && offset <= innerEnd(text, span),
  );
  const from = string ? string.span.start : start;
  const before = joined(all.filter(({ span }) => span.end <= from)).map((lexeme) => ({
    ...lexeme,
    text: text.slice(lexeme.span.start, lexeme.span.end),
  }));
  const item = before.findLast(({ text, kind }) => kind === "keyword" && Object.hasOwn(itemKeywords, text));
  return {
    word: { file: source.file, start, end },
    prefix: text.slice(start, offset),
    string: string && { file: source.file, start: string.span.start + 1, end: innerEnd(text, string.span) },
    before,
    prev: before.at(-1),
    open: openIn(item ? before.slice(before.indexOf(item) + 1) : before),
    item,
    def: main.file.items.find((node): node is ast.Def => node.kind === "def" && node.span.start === item?.span.start),
  };
}

/** The end of what a string holds; one that is not closed ends with its line. */
const innerEnd = (text: string, { start, end }: Span): number =>
  end - start > 1 && /["'”]/.test(text[end - 1]!) ? end - 1 : end;

/** `epoch` and `40`, which are separate tokens for highlighting, as one again. */
function joined(all: readonly Lexeme[]): Lexeme[] {
  const whole: Lexeme[] = [];
  for (const lexeme of all) {
    const last = whole.at(-1);
    const parts = last?.span.end === lexeme.span.start ? [last.kind, lexeme.kind] : [];
    if (last && parts.includes("unit") && parts.every((kind) => kind === "unit" || kind === "number"))
      whole[whole.length - 1] = { kind: "unit", span: { ...last.span, end: lexeme.span.end } };
    else whole.push(lexeme);
  }
  return whole;
}

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

function openIn(tokens: readonly ContextToken[]): OpenBracket[] {
  const open: {
    bracket: OpenBracket["bracket"];
    at: ContextToken;
    behind: ContextToken | undefined;
    inside: ContextToken[];
  }[] = [];
  let last: ContextToken | undefined;
  for (const token of tokens) {
    const top = open.at(-1);
    if (token.text in closers && token.kind === "bracket") {
      open.push({ bracket: token.text as OpenBracket["bracket"], at: token, behind: last, inside: [] });
    } else if (top && closers[top.bracket] === token.text) {
      open.pop();
      open.at(-1)?.inside.push(token);
    } else top?.inside.push(token);
    last = token;
  }
  return open;
}

/** The call whose parentheses the cursor is in: what it calls, and which argument is being written. */
export interface CallContext {
  readonly name: string;
  readonly at: Span;
  /** Names of the arguments that were given before and around. */
  readonly given: readonly string[];
  /** Which argument, from 0. */
  readonly index: number;
  /** Its name, once written with its sign. */
  readonly argument: string | undefined;
  /** Whether nothing of its value was written yet. */
  readonly fresh: boolean;
}

export function enclosingCall({ open }: CompletionContext, after: readonly string[] = []): CallContext | undefined {
  const inner = open.findLast(({ bracket, behind }) => bracket === "(" && behind?.kind === "name");
  if (!inner?.behind) return undefined;
  const parts: ContextToken[][] = [[]];
  for (const token of inner.inside) {
    if (token.text === ",") parts.push([]);
    else parts.at(-1)!.push(token);
  }
  const nameOf = (part: readonly ContextToken[]) =>
    part[0]?.kind === "name" && ["=", ":"].includes(part[1]?.text ?? "") ? part[0].text : undefined;
  const last = parts.at(-1)!;
  const argument = nameOf(last);
  return {
    name: inner.behind.text,
    at: inner.behind.span,
    given: [...parts.flatMap((part) => nameOf(part) ?? []), ...after],
    index: parts.length - 1,
    argument,
    fresh: last.length === (argument === undefined ? 0 : 2),
  };
}
