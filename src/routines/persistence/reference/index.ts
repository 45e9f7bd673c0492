import { referenceArgsort } from "../../order/reference.js";
import type { PersistenceForms } from "../forms.js";
import { referenceEnter } from "./enter.js";
import { referencePairs2d } from "./pairs-2d.js";
import { referenceReduce } from "./reduce.js";
import { referenceArgsortByPersistence } from "./sort.js";
import { referenceUnite } from "./unite.js";

/** Persistence by plain loops. */
export const referencePersistence: PersistenceForms = {
  argsort: referenceArgsort,
  argsortByPersistence: referenceArgsortByPersistence,
  pairs2d: referencePairs2d,
  enter: referenceEnter,
  unite: referenceUnite,
  reduce: referenceReduce,
};
