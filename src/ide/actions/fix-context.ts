import type { Diagnostic, Edit, Fix } from "../../diagnostics/diagnostic.js";
import type { Module } from "../../modules/load.js";
import { type ast, children, parse } from "../../syntax/index.js";
import type { Span } from "../../text.js";
import { type Analysis, moduleOf } from "../analysis.js";
import type { AstPath } from "../ast-path.js";
import { applied } from "./edits.js";

/** A report, and all that is known of the text it is about. */
export interface FixContext {
  readonly analysis: Analysis;
  readonly diagnostic: Diagnostic;
  /** The file it stands in. */
  readonly module: Module;
  /** The nodes that hold the whole of the reported text, from the file to the innermost. */
  readonly path: AstPath;
  /** The text of a span of that file. */
  readonly textAt: (span: Pick<Span, "start" | "end">) => string;
}

/** A text and what accepting the fix makes of it, character by character. A test runs every example with the standard library. */
export interface FixExample {
  readonly before: string;
  readonly after: string;
  /** The title of the fix, where it offers a choice. */
  readonly title?: string;
  /** Other files that `use` finds, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** The one of them in which the report stands: `after` is the text of that file. */
  readonly inFile?: string;
}

/** A way to mend some kind of report. */
export interface QuickFix {
  readonly examples: readonly [FixExample, ...FixExample[]];
  /** The edits to offer, each with its title; none where it does not fit. */
  readonly offer: (context: FixContext) => readonly Fix[];
}

/** The context of a report; none for what stands in the library's recipes, which nobody edits. */
export function fixContextOf(analysis: Analysis, diagnostic: Diagnostic): FixContext | undefined {
  const module = moduleOf(analysis, diagnostic.span.file);
  if (!module || module.role === "recipe") return undefined;
  const textAt = ({ start, end }: Pick<Span, "start" | "end">) => module.source.text.slice(start, end);
  return { analysis, diagnostic, module, path: covering(module.file, diagnostic.span), textAt };
}

/** The nodes that hold the whole of a span, from the file to the innermost; of several with the same extent, all. */
export function covering(file: ast.File, place: Pick<Span, "start" | "end">): AstPath {
  const path: ast.SyntaxNode[] = [file];
  const holds = ({ span }: ast.SyntaxNode) =>
    span.start <= place.start && place.end <= span.end && span.start < span.end;
  for (let next = children(file).find(holds); next; next = children(next).find(holds)) path.push(next);
  return path;
}

/** A fix that a person has to judge. */
export const fix = (title: string, ...edits: readonly Edit[]): Fix => ({ title, certain: false, edits });

/** A fix of a syntax error, if the text parses with fewer errors afterwards. */
export function ifItHelps({ module }: FixContext, wanted: Fix): readonly Fix[] {
  const { text, file } = module.source;
  const after = parse({ file, text: applied(text, wanted.edits) });
  const errors = (all: readonly Diagnostic[]) => all.filter(({ severity }) => severity === "error").length;
  return errors(after.diagnostics) < errors(module.diagnostics) ? [wanted] : [];
}
