import { lexemes } from "../syntax/index.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import { type Occurrence, occurrencesIn } from "./occurrences.js";
import type { ResolvedSymbol } from "./symbol.js";

/** The kinds of tokens, by the names editors know. */
export const tokenTypes = [
  "keyword",
  "comment",
  "string",
  "number",
  "operator",
  "type",
  "function",
  "variable",
  "parameter",
  "property",
  "enumMember",
  "event",
] as const;
export type TokenType = (typeof tokenTypes)[number];

export const tokenModifiers = ["declaration", "readonly", "documentation", "defaultLibrary"] as const;
export type TokenModifier = (typeof tokenModifiers)[number];

export interface SemanticToken {
  /** Never empty, on one line, and no two overlap. */
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

type Look = Pick<SemanticToken, "type" | "modifiers">;
const look = (type: TokenType, ...modifiers: TokenModifier[]): Look => ({ type, modifiers });

const lexical = {
  keyword: look("keyword"),
  number: look("number"),
  unit: look("type"),
  string: look("string"),
  operator: look("operator"),
  comment: look("comment"),
  documentation: look("comment", "documentation"),
} as const;

/** What a name looks like, by what it stands for. */
const looks = {
  loss: look("function", "defaultLibrary"),
  builtin: look("function", "defaultLibrary"),
  def: look("function"),
  param: look("variable", "readonly"),
  local: look("parameter"),
  parameter: look("property"),
  option: look("enumMember", "defaultLibrary"),
  class: look("enumMember"),
  head: look("property", "readonly"),
  mask: look("variable"),
  field: look("variable"),
  "task-key": look("property", "defaultLibrary"),
  "task-value": look("enumMember", "defaultLibrary"),
  easing: look("enumMember", "defaultLibrary"),
  metric: look("event"),
  moment: undefined,
  number: undefined,
  keyword: look("keyword"),
  file: look("string"),
} satisfies Record<ResolvedSymbol["kind"], Look | undefined>;

/** The words, numbers and signs of the main file with what they are, in order; within a range, those that touch it. */
export function semanticTokens(
  analysis: Analysis,
  range: Pick<Span, "start" | "end"> = { start: 0, end: analysis.source.text.length },
): SemanticToken[] {
  const meant = new Map(occurrencesIn(analysis.main, analysis).map((o) => [o.span.start, o]));
  const tokens: SemanticToken[] = [];
  for (const { kind, span } of lexemes(analysis.source)) {
    if (span.end <= range.start) continue;
    if (span.start >= range.end) break;
    const occurrence = meant.get(span.start);
    const found =
      (occurrence && span.end === occurrence.span.end ? named(occurrence, analysis) : undefined) ?? lexicalLook(kind);
    if (found) tokens.push({ span, ...found });
  }
  return tokens;
}

const lexicalLook = (kind: string): Look | undefined =>
  Object.hasOwn(lexical, kind) ? lexical[kind as keyof typeof lexical] : undefined;

function named({ meaning, declares, written }: Occurrence, { recipes }: Analysis): Look | undefined {
  // A class by its number looks like a number; a text between quotes stays one.
  if (written === "number" || (written === "quoted" && meaning.kind !== "file" && meaning.kind !== "metric"))
    return undefined;
  const base = looks[meaning.kind];
  if (!base) return undefined;
  const ofLibrary = meaning.kind === "def" && recipes.includes(meaning.module);
  const more: TokenModifier[] = [
    ...(declares ? (["declaration"] as const) : []),
    ...(ofLibrary ? (["defaultLibrary"] as const) : []),
  ];
  return more.length > 0 ? { type: base.type, modifiers: [...base.modifiers, ...more] } : base;
}
