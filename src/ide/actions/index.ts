import { catalog } from "../../diagnostics/catalog.js";
import type { Diagnostic, Edit, Fix } from "../../diagnostics/diagnostic.js";
import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { type RefactoringKind, refactorings } from "./refactoring.js";
import { repairs } from "./repairs.js";
import { type Repair, situationOf } from "./situation.js";

const byCode: ReadonlyMap<string, readonly Repair[] | string> = new Map(
  Object.entries(repairs).map(([key, what]) => [catalog[key as keyof typeof repairs].code, what]),
);

/** Everything that can be done about a report, the fixes it carries first. Edits may be in other files that were read, never in the library's. */
export function fixesFor(analysis: Analysis, diagnostic: Diagnostic): readonly Fix[] {
  const what = byCode.get(diagnostic.code) ?? [];
  const situation = typeof what === "string" ? undefined : situationOf(analysis, diagnostic);
  const all = [...(diagnostic.fixes ?? [])];
  if (situation) for (const repair of what as readonly Repair[]) all.push(...repair(situation));
  const met = new Set<string>();
  return all.filter(({ edits }) => {
    const id = JSON.stringify(edits);
    return edits.length > 0 && !met.has(id) && met.add(id);
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

/** What can be done with a selection of the main file, where it has no mistakes that would make it uncertain; the same place twice is a cursor. */
export function refactoringsAt(analysis: Analysis, { start, end }: Pick<Span, "start" | "end">): CodeAction[] {
  const torn = analysis.main.diagnostics.some(({ severity }) => severity === "error");
  return torn ? [] : refactorings.flatMap((refactoring) => refactoring({ analysis, start, end }));
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
    const certain = fixesFor(analysis, diagnostic).find((found) => found.certain);
    const inMain = certain?.edits.every(({ span }) => span.file === analysis.source.file);
    const free = certain?.edits.every(({ span }) =>
      taken.every((other) => span.end < other.span.start || other.span.end < span.start),
    );
    if (certain && inMain && free) taken.push(...certain.edits);
  }
  return taken.sort((a, b) => a.span.start - b.span.start);
}
