import type { Refactoring } from "../refactoring.js";
import { extractDefinition } from "./extract-definition.js";
import { inlineDefinition } from "./inline-definition.js";
import { nameClassIndex, switchToFade, writeDefaults } from "./rewrites.js";

/** In the order in which they are offered. */
export const refactorings: readonly Refactoring[] = [
  extractDefinition,
  inlineDefinition,
  nameClassIndex,
  writeDefaults,
  switchToFade,
];
