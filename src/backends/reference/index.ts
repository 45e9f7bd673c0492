import { type CoreOp, dispatch } from "../../graph/ops.js";
import { referenceRoutines } from "../../routines/reference.js";
import type { Backend, HostOperation, Lowerings } from "../backend.js";
import { hostRoutines } from "../host/routines.js";
import { entries, type Nd } from "./nd.js";
import { referenceNeighbours } from "./neighbours.js";
import { referencePointwise } from "./pointwise.js";
import { referencePositions } from "./positions.js";
import { referenceReductions } from "./reductions.js";
import { referenceShape } from "./shape.js";

export type { Nd } from "./nd.js";

const core = {
  ...referencePointwise,
  ...referenceReductions,
  ...referenceShape,
  ...referenceNeighbours,
  ...referencePositions,
} satisfies Lowerings<CoreOp, Nd>;

/** One operation, on its own. */
export const referenceOperation: HostOperation = (node, args, sizes) => dispatch(core, node, args, sizes);

/** Plain loops over float64, routines included: slow, obvious, and what every other backend is measured by. */
export const referenceBackend: Backend<Nd> = {
  name: "reference",
  core,
  derived: {},
  routines: {},
  hostRoutine: hostRoutines(referenceRoutines),
  synchronous: true,
  upload: (data, shape) => {
    const values = Float64Array.from(data);
    if (values.length !== entries(shape))
      throw new RangeError(`The shape [${shape.join(", ")}] does not hold ${values.length} values.`);
    return { shape, data: values };
  },
  shape: (value) => value.shape,
  readSync: (value) => value,
  read: async (value) => value,
  scoped: (work) => work(),
  clone: ({ shape, data }) => ({ shape, data: data.slice() }),
  dispose: () => {},
};
