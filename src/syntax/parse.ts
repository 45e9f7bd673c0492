import type { IToken } from "chevrotain";
import type { FileCstNode } from "../../grammar/cst.gen.js";
import { LossParser } from "../../grammar/parser.js";
import { type Diagnostic, inOrder, report } from "../diagnostics/diagnostic.js";
import type { Source, Span } from "../text.js";
import type * as ast from "./ast.js";
import { balanceBrackets } from "./brackets.js";
import { fileDoc } from "./comments.js";
import { limits, measureText, measureTokens } from "./limits.js";
import { lower } from "./lower.js";
import { describeErrors, expectations, TooManyErrors } from "./messages.js";
import { mendKeywords } from "./misspelt.js";
import { type Tokens, tokenize } from "./tokenize.js";

export interface Parsed {
  readonly file: ast.File;
  readonly diagnostics: Diagnostic[];
}

/**
 * Read a program. Total: any text, torn or hostile, gives a tree — with `missing` where something should stand — and reports in reading order, one for
 * each mistake. Text beyond `limits` is reported and not read.
 */
export function parse(source: Source): Parsed {
  return parseWithTokens(source).parsed;
}

/** The tree with the tokens it was read from, for the formatter. */
export function parseWithTokens(source: Source): { parsed: Parsed; tokens: readonly IToken[] } {
  const tooLarge = measureText(source);
  if (tooLarge) return { parsed: unread(source, [], [tooLarge]), tokens: [] };
  const read = tokenize(source);
  const mended = mendKeywords([...read.tokens], source.file);
  const lexed: Tokens = { ...read, tokens: mended.tokens, diagnostics: [...read.diagnostics, ...mended.diagnostics] };
  const tooDeep = measureTokens(lexed.tokens, source.file);
  if (tooDeep) return { parsed: unread(source, lexed.comments, [tooDeep]), tokens: lexed.tokens };
  const balanced = balanceBrackets(lexed.tokens, source.file);
  return { parsed: readTokens(source, lexed, balanced), tokens: lexed.tokens };
}

function readTokens(source: Source, lexed: Tokens, balanced: ReturnType<typeof balanceBrackets>): Parsed {
  const textual = [...lexed.diagnostics, ...balanced.diagnostics];
  const { cst, diagnostics, skipped } = recognise(
    balanced.tokens,
    source,
    textual.map((d) => d.span),
  );
  const lowered = lower(cst, source, balanced.tokens, lexed.comments, skipped);
  const all = inOrder([...textual, ...diagnostics, ...lowered.diagnostics]);
  if (lexed.tokens.length === 0 && all.length === 0) all.push(empty(source, lexed.comments.length));
  return { file: lowered.file, diagnostics: bounded(all) };
}

let parser: LossParser | undefined;

/** Run the grammar over the tokens; `skipped` are the places where text was passed over. */
function recognise(tokens: IToken[], source: Source, textual: readonly Span[]) {
  parser ??= new LossParser({ errorMessageProvider: expectations(limits.reports, () => parser?.errors.length ?? 0) });
  let cst: FileCstNode | undefined;
  let rest: IToken[] = tokens;
  while (cst === undefined) {
    parser.input = rest;
    try {
      cst = parser.file() as FileCstNode;
    } catch (error) {
      if (!(error instanceof TooManyErrors)) throw error;
      // Recovery recurses once per mistake: read only as far as the bound allows. Strictly shorter each time.
      rest = rest.slice(0, Math.min(error.index(rest), rest.length - 1));
    }
  }
  const { diagnostics, skipped } = describeErrors(parser.errors, rest, source.file, textual);
  return { cst, diagnostics, skipped };
}

function bounded(diagnostics: Diagnostic[]): Diagnostic[] {
  if (diagnostics.length <= limits.reports) return diagnostics;
  const kept = diagnostics.slice(0, limits.reports);
  return [...kept, report("tooManyMistakes", kept.at(-1)!.span, { count: `${limits.reports}` })];
}

function empty({ file, text }: Source, comments: number): Diagnostic {
  const has = comments > 0 ? "holds only comments" : text.length > 0 ? "is blank" : "is empty";
  return report("emptyProgram", { file, start: 0, end: 0 }, { has }, { hint: "write the name of a loss: `dice`" });
}

/** A text that is not read: what it says is unknown, and nobody should complain about that again. */
function unread({ file, text }: Source, comments: ast.Comment[], diagnostics: Diagnostic[]): Parsed {
  const span = { file, start: 0, end: text.length };
  const body: ast.Missing = { kind: "missing", span: { file, start: 0, end: 0 } };
  const minimize: ast.Minimize = { kind: "minimize", span, doc: [], bare: true, body };
  return { file: { kind: "file", span, doc: fileDoc(comments), items: [], minimize, comments }, diagnostics };
}
