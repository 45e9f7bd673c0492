import { type Catalog, catalog } from "../../diagnostics/catalog/index.js";
import type { Diagnostic, Edit, Fix } from "../../diagnostics/diagnostic.js";
import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { fixContextOf, type QuickFix } from "./fix-context.js";
import { quickFixesByReport } from "./fixes/index.js";
import type { RefactoringKind } from "./refactoring.js";
import { refactorings } from "./refactorings/index.js";
import { soundFixes } from "./sound-fixes.js";

const byCode = new Map<string, readonly QuickFix[]>(
  Object.entries(quickFixesByReport).map(([key, fixes]): [string, readonly QuickFix[]] => [
    catalog[key as keyof Catalog].code,
    typeof fixes === "string" ? [] : fixes.filter((fix) => fix !== "carried"),
  ]),
);

/** Everything that can be done about a report, the fixes it carries first. Edits may be in other files that were read, never in the library's. */
export const fixesFor = (analysis: Analysis, diagnostic: Diagnostic): readonly Fix[] =>
  soundFixes(analysis, diagnostic, proposedFixes(analysis, diagnostic));

/** The same before they are tried. */
function proposedFixes(analysis: Analysis, diagnostic: Diagnostic): readonly Fix[] {
  const context = fixContextOf(analysis, diagnostic);
  const offered = context ? (byCode.get(diagnostic.code) ?? []).flatMap(({ offer }) => offer(context)) : [];
  const seen = new Set<string>();
  return [...(diagnostic.fixes ?? []), ...offered].filter(({ edits }) => {
    const id = JSON.stringify(edits);
    return edits.length > 0 && !seen.has(id) && seen.add(id);
  });
}

export interface CodeAction extends Fix {
  readonly kind: "quickfix" | RefactoringKind;
  /** What it puts right. */
  readonly diagnostic?: Diagnostic;
}

/** What can be done about the reports that touch a place of the main file. */
export function quickFixes(analysis: Analysis, { start, end }: Pick<Span, "start" | "end">): CodeAction[] {
  const here = analysis.diagnostics.filter(
    ({ span }) => span.file === analysis.source.file && span.start <= end && start <= span.end,
  );
  return here.flatMap((diagnostic) =>
    fixesFor(analysis, diagnostic).map((found): CodeAction => ({ ...found, kind: "quickfix", diagnostic })),
  );
}

/** What can be done with a selection of the main file; nothing while errors leave open what it means. The same place twice is a cursor. */
export function refactoringsAt(analysis: Analysis, { start, end }: Pick<Span, "start" | "end">): CodeAction[] {
  if (analysis.main.diagnostics.some(({ severity }) => severity === "error")) return [];
  return refactorings.flatMap(({ kind, offer }) => {
    const found = offer({ analysis, start, end });
    return found ? [{ ...found, kind }] : [];
  });
}

/** Both. */
export const codeActions = (analysis: Analysis, range: Pick<Span, "start" | "end">): CodeAction[] => [
  ...quickFixes(analysis, range),
  ...refactoringsAt(analysis, range),
];

/** The edits of all fixes that cannot change the meaning of what was right; of two that touch, the first. */
export function fixAll(analysis: Analysis): Edit[] {
  const taken: Edit[] = [];
  for (const diagnostic of analysis.diagnostics) {
    const proposed = proposedFixes(analysis, diagnostic).filter((found) => found.certain);
    const certain = soundFixes(analysis, diagnostic, proposed).find((found) => found.certain);
    const inMain = certain?.edits.every(({ span }) => span.file === analysis.source.file);
    const free = certain?.edits.every(({ span }) =>
      taken.every((other) => span.end < other.span.start || other.span.end < span.start),
    );
    if (certain && inMain && free) for (const edit of certain.edits) taken.push(edit);
  }
  return taken.sort((a, b) => a.span.start - b.span.start);
}
