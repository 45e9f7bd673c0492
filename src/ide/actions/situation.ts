import type { Diagnostic, Edit, Fix } from "../../diagnostics/diagnostic.js";
import type { Module } from "../../modules/load.js";
import { type ast, children, parse } from "../../syntax/index.js";
import type { Span } from "../../text.js";
import { type Analysis, moduleOf } from "../analysis.js";
import type { AstPath } from "../ast-path.js";

/** A report, and all that is known of the text it is about. */
export interface Situation {
  readonly analysis: Analysis;
  readonly diagnostic: Diagnostic;
  /** The file it stands in. */
  readonly module: Module;
  /** The nodes that hold the whole of the reported text, from the file to the innermost. */
  readonly path: AstPath;
  /** What stands at a place of that file. */
  readonly written: (span: Pick<Span, "start" | "end">) => string;
}

/** What a person may want to do about a report; nothing where it does not fit. */
export type Repair = (situation: Situation) => readonly Fix[];

export function situationOf(analysis: Analysis, diagnostic: Diagnostic): Situation | undefined {
  const module = moduleOf(analysis, diagnostic.span.file);
  if (!module || module.role === "recipe") return undefined;
  const written = ({ start, end }: Pick<Span, "start" | "end">) => module.source.text.slice(start, end);
  return { analysis, diagnostic, module, path: covering(module.file, diagnostic.span), written };
}

/** The nodes that hold a whole place. Of those of equal extent all are among them. */
export function covering(file: ast.File, place: Pick<Span, "start" | "end">): AstPath {
  const path: ast.Node[] = [file];
  const holds = ({ span }: ast.Node) => span.start <= place.start && place.end <= span.end && span.start < span.end;
  for (let next = children(file).find(holds); next; next = children(next).find(holds)) path.push(next);
  return path;
}

export const fix = (title: string, ...edits: readonly Edit[]): Fix => ({ title, certain: false, edits });

export const put = (span: Span, text: string): Edit => ({ span, text });
export const remove = (span: Span): Edit => put(span, "");
export const insert = ({ file }: Span, at: number, text: string): Edit => put({ file, start: at, end: at }, text);

/** A fix of a mistake in the text, if the text has fewer of them afterwards. */
export function ifItHelps({ module }: Situation, wanted: Fix): readonly Fix[] {
  const { text, file } = module.source;
  const after = parse({ file, text: applied(text, wanted.edits) });
  const mistakes = (all: readonly Diagnostic[]) => all.filter(({ severity }) => severity === "error").length;
  return mistakes(after.diagnostics) < mistakes(module.diagnostics) ? [wanted] : [];
}

/** A text after edits of it that do not overlap; of those at one place the first comes first. */
export function applied(text: string, edits: readonly Edit[]): string {
  const last = [...edits].reverse().sort((a, b) => b.span.start - a.span.start);
  return last.reduce((out, { span, text: next }) => out.slice(0, span.start) + next + out.slice(span.end), text);
}
