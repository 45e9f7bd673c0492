import type { Fix } from "../../diagnostics/diagnostic.js";
import type { Analysis } from "../analysis.js";
import { extractDefinition } from "./extract-definition.js";
import { fadeForSwitch } from "./fade-for-switch.js";
import { inlineDefinition } from "./inline-definition.js";
import { nameClassIndex } from "./name-class-index.js";
import { writeDefaults } from "./write-defaults.js";

export type RefactoringKind = "refactor.extract" | "refactor.inline" | "refactor.rewrite";

export interface Refactored extends Fix {
  readonly kind: RefactoringKind;
}

/** What a person may want to do with what is selected in the main file, or stands at the cursor. */
export type Refactoring = (selection: {
  readonly analysis: Analysis;
  readonly start: number;
  readonly end: number;
}) => readonly Refactored[];

export const refactorings: readonly Refactoring[] = [
  extractDefinition,
  inlineDefinition,
  nameClassIndex,
  writeDefaults,
  fadeForSwitch,
];
