import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import { occurrenceAt, occurrencesIn, occurrencesOf } from "./occurrences.js";

export interface ReferenceOptions {
  /** Whether the place of the declaration is among them. */
  readonly declaration?: boolean;
  /** Analyses of further files of the workspace, which may use this one. */
  readonly others?: readonly Analysis[];
}

/** Every place, in all files that are known, that refers to what stands at an offset. */
export function references(
  analysis: Analysis,
  offset: number,
  { declaration = true, others = [] }: ReferenceOptions = {},
): Span[] {
  const here = occurrenceAt(analysis, offset);
  if (!here) return [];
  return occurrencesOf(here.identity, [analysis, ...others])
    .filter(({ declares }) => declaration || !declares)
    .map(({ span }) => span);
}

export interface Highlight {
  readonly span: Span;
  readonly kind: "declaration" | "reference";
}

/** The same, in this file only. */
export function highlights(analysis: Analysis, offset: number): Highlight[] {
  const here = occurrenceAt(analysis, offset);
  if (!here) return [];
  return occurrencesIn(analysis.main, analysis)
    .filter(({ identity }) => identity === here.identity)
    .map(({ span, declares }) => ({ span, kind: declares ? "declaration" : "reference" }));
}
