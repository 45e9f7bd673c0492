import type { ConnectedComponents } from "./components/labels.js";
import type { DistanceTransform } from "./distance/grid.js";
import type { PersistenceForms } from "./persistence/forms.js";
import type { persistenceBy } from "./persistence/routines.js";
import type { Skeletonize } from "./skeleton/peeling.js";

type Persistence = ReturnType<typeof persistenceBy>;

/** The routines that have a reference form and a kernel form, as a backend asks for them. */
export interface RoutineForms {
  readonly argsort: PersistenceForms["argsort"];
  readonly distanceInto: DistanceTransform["distanceInto"];
  readonly rootsInto: ConnectedComponents["rootsInto"];
  readonly skeleton: Skeletonize;
  readonly persistenceIn: Persistence["persistenceIn"];
  readonly matchingIn: Persistence["matchingIn"];
}
