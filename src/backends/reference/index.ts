import { type CoreOp, dispatch } from "../../graph/ops.js";
import { referenceRoutines } from "../../routines/reference.js";
import type { Backend, GeneralExecution, HostOperation, HostTensor, Lowerings } from "../backend.js";
import { hostRoutines } from "../host/routines.js";
import { execute } from "../interpret.js";
import { numbersOf, type TensorAdapter } from "../tensor-adapter.js";
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

/** A whole graph, on its own. */
export const referenceExecution: GeneralExecution = (roots, { tensors, known, ...bindings }) => {
  const doubles = <K>(values: ReadonlyMap<K, HostTensor> = new Map()) =>
    new Map([...values].map(([key, { data, shape }]) => [key, referenceBackend.upload(data, shape)] as const));
  return execute(referenceBackend, roots, { ...bindings, tensors: doubles(tensors), known: doubles(known) });
};

/** Float64 arrays enter the reference backend and leave it as they are: for what is computed in double precision throughout. */
export const ndAdapter: TensorAdapter<Nd, Nd> = {
  ...numbersOf(referenceBackend),
  isTensor: (x): x is Nd => typeof x === "object" && x !== null && "data" in x && "shape" in x,
  shapeOf: ({ shape }) => shape,
  dtypeOf: () => "float64",
  identityOf: (tensor) => tensor,
  digest: () => undefined,
  digestAsync: async () => undefined,
  isDisposed: () => false,
  upload: ({ data }, shape) => ({ shape, data }),
  uploadAsync: async ({ data }, shape) => ({ shape, data }),
  retain: (value) => value,
  leaveScope: () => {},
  scopedTensor: (value) => value,
  ownTensor: referenceBackend.clone,
};
