import { rootsInto } from "./components/index.js";
import { distanceInto } from "./distance/index.js";
import type { RoutineForms } from "./forms.js";
import { argsort } from "./order/index.js";
import { matchingIn, persistenceIn } from "./persistence/index.js";
import { skeleton } from "./skeleton/index.js";

/** Every routine in its fastest form: by WebAssembly where it can run, else by plain loops. */
export const fastestRoutines: RoutineForms = { argsort, distanceInto, rootsInto, skeleton, persistenceIn, matchingIn };
