import type { PersistenceForms } from "./forms.js";
import { persistencePairs2d, persistencePairs3d } from "./homology.js";
import { matching } from "./matching.js";
import { matchingOfPatch, persistenceOfPatch } from "./patches.js";

/** All routines of persistence, by one set of forms. */
export function persistenceBy(forms: PersistenceForms) {
  const by =
    <A extends unknown[], R>(routine: (forms: PersistenceForms, ...args: A) => R) =>
    (...args: A): R =>
      routine(forms, ...args);
  return {
    persistence2d: by(persistencePairs2d),
    persistence3d: by(persistencePairs3d),
    matching: by(matching),
    persistenceIn: by(persistenceOfPatch),
    matchingIn: by(matchingOfPatch),
  };
}
