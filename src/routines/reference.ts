import { connectedComponents } from "./components/labels.js";
import { referenceComponents } from "./components/reference.js";
import { distanceTransform } from "./distance/grid.js";
import { referenceDistance } from "./distance/reference.js";
import type { RoutineForms } from "./forms.js";
import { referenceArgsort } from "./order/reference.js";
import { referencePersistence } from "./persistence/reference/index.js";
import { persistenceBy } from "./persistence/routines.js";
import { skeletonBy } from "./skeleton/peeling.js";
import { referencePeel } from "./skeleton/reference.js";

/** Every routine by plain loops: what kernels are measured by. */
export const referenceRoutines: RoutineForms = {
  argsort: referenceArgsort,
  ...distanceTransform(referenceDistance),
  ...connectedComponents(referenceComponents),
  skeleton: skeletonBy(referencePeel),
  ...persistenceBy(referencePersistence),
};
