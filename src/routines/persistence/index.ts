import { persistenceKernels as kernels } from "./kernel/index.js";
import { referencePersistence as reference } from "./reference/index.js";
import { persistenceBy } from "./routines.js";

/** By WebAssembly where it can run. */
export const { persistence2d, persistence3d, matching, persistenceIn, matchingIn } = persistenceBy({
  argsort: (...args) => kernels.argsort(...args) ?? reference.argsort(...args),
  argsortByPersistence: (...args) => kernels.argsortByPersistence(...args) ?? reference.argsortByPersistence(...args),
  pairs2d: (image) => kernels.pairs2d(image) ?? reference.pairs2d(image),
  enter: (entering) => kernels.enter(entering) ?? reference.enter(entering),
  unite: (links) => kernels.unite(links) ?? reference.unite(links),
  reduce: (matrix) => kernels.reduce(matrix) ?? reference.reduce(matrix),
});
