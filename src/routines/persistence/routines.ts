import type { PersistenceForms } from "./forms.js";
import { persistence2d, persistence3d } from "./homology.js";
import { matching } from "./matching.js";
import { matchingIn, persistenceIn } from "./patches.js";

/** All routines of persistence, by one set of forms. */
export function persistenceBy(forms: PersistenceForms) {
  const by =
    <A extends unknown[], R>(routine: (forms: PersistenceForms, ...args: A) => R) =>
    (...args: A): R =>
      routine(forms, ...args);
  return {
    persistence2d: by(persistence2d),
    persistence3d: by(persistence3d),
    matching: by(matching),
    persistenceIn: by(persistenceIn),
    matchingIn: by(matchingIn),
  };
}
