import { numbersOf, type TensorAdapter } from "../tensor-adapter.js";
import { type Nd, referenceBackend } from "./index.js";

/** Float64 arrays enter the reference backend and leave it as they are: for what is computed in double precision throughout. */
export const ndAdapter: TensorAdapter<Nd, Nd> = {
  ...numbersOf(referenceBackend),
  isTensor: (x): x is Nd => typeof x === "object" && x !== null && "data" in x && "shape" in x,
  shapeOf: ({ shape }) => shape,
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
