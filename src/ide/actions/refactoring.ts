import type { Fix } from "../../diagnostics/diagnostic.js";
import type { Analysis } from "../analysis.js";

export type RefactoringKind = "refactor.extract" | "refactor.inline" | "refactor.rewrite";

/** What is selected in the main file; the same place twice is a cursor. */
export interface Selection {
  readonly analysis: Analysis;
  readonly start: number;
  readonly end: number;
}

/** A text in which `«…»` stands for the selection, or `|` for the cursor, and what the refactoring makes of it. A test runs every example with the standard library. */
export interface RefactoringExample {
  readonly before: string;
  readonly after: string;
}

/** A change that a person may want although nothing is wrong. What the program means stays, unless it says otherwise. */
export interface Refactoring {
  readonly kind: RefactoringKind;
  readonly examples: readonly [RefactoringExample, ...RefactoringExample[]];
  readonly changesMeaning?: true;
  /** The edits to offer, with a title; none where it does not fit. */
  readonly offer: (selection: Selection) => Fix | undefined;
}
