import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from "vscode-languageserver";
import { catalog } from "../diagnostics/catalog/index.js";
import type { Diagnostic as Report, Severity } from "../diagnostics/diagnostic.js";
import type { Analysis } from "../ide/index.js";
import type { Module } from "../modules/load.js";
import { rangeOf } from "./protocol/convert.js";
import type { AnalysedDocument, Workspace } from "./workspace.js";

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} satisfies Record<Severity, DiagnosticSeverity>;

/** What nothing uses is shown faint. */
const unnecessary: ReadonlySet<string> = new Set([catalog.unusedDef.code, catalog.unusedParam.code]);

/** The reports on a text as a client shows them. */
export function diagnosticsOf(analysed: AnalysedDocument, workspace: Workspace): Diagnostic[] {
  const { analysis } = analysed;
  const own = analysis.diagnostics.filter(({ span }) => span.file === analysis.source.file);
  return [
    ...(isLibrary(analysis) ? own.flatMap(inLibrary) : own).map((report) => shown(report, analysed, workspace)),
    ...fromElsewhere(analysed, workspace),
  ];
}

/** A file of definitions for others to `use`: it minimizes nothing. */
const isLibrary = ({ main }: Analysis): boolean =>
  !main.file.minimize && main.file.items.some(({ kind }) => kind === "def" || kind === "param");

/** What a file lacks as a program is no mistake in a library, and who uses it is not known. */
const inLibrary = (report: Report): Report[] => {
  if (unnecessary.has(report.code)) return [];
  return [report.code === catalog.nothingToMinimize.code ? { ...report, severity: "info" } : report];
};

function shown(report: Report, { document, analysis }: AnalysedDocument, workspace: Workspace): Diagnostic {
  const { code, severity, message, hint, span } = report;
  const related = relatedTo(report, analysis, workspace);
  const href = workspace.explanationOf(code);
  return {
    range: rangeOf(document, span),
    severity: severities[severity],
    code,
    ...(href !== undefined && { codeDescription: { href } }),
    source: "losslang",
    message: workspace.withShortPaths(hint === undefined ? message : `${message}\nHint: ${hint}`),
    ...(unnecessary.has(code) && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

const relatedTo = (
  { related = [] }: Report,
  analysis: Analysis,
  workspace: Workspace,
): DiagnosticRelatedInformation[] =>
  related.flatMap(({ span, message }) => {
    const location = workspace.locationOf(span, analysis);
    return location ? [{ location, message: workspace.withShortPaths(message) }] : [];
  });

/** Mistakes of used files stand at the `use` that brings them in, with their own places beside them. */
function fromElsewhere({ document, analysis }: AnalysedDocument, workspace: Workspace): Diagnostic[] {
  const { main, diagnostics, source } = analysis;
  const elsewhere = diagnostics.filter(({ span, severity }) => span.file !== source.file && severity === "error");
  return main.uses.flatMap(({ span, module }) => {
    const files = filesOf(module);
    const theirs = elsewhere.filter((report) => files.has(report.span.file));
    if (theirs.length === 0) return [];
    const [first] = theirs;
    const rest = theirs.length > 1 ? ` (and ${theirs.length - 1} more)` : "";
    return {
      range: rangeOf(document, span),
      severity: DiagnosticSeverity.Error,
      code: first!.code,
      source: "losslang",
      message: workspace.withShortPaths(`In ${first!.span.file}: ${first!.message}${rest}`),
      relatedInformation: theirs.flatMap((report) => {
        const location = workspace.locationOf(report.span, analysis);
        return location ? [{ location, message: workspace.withShortPaths(report.message) }] : [];
      }),
    };
  });
}

/** A file and all it uses. */
function filesOf(module: Module): ReadonlySet<string> {
  const files = new Set<string>();
  const open = [module];
  for (let next = open.pop(); next; next = open.pop()) {
    if (files.has(next.source.file)) continue;
    files.add(next.source.file);
    for (const use of next.uses) open.push(use.module);
  }
  return files;
}
