import { argsortByKernel } from "../../order/kernel.js";
import type { PersistenceKernels } from "../forms.js";
import { enterByKernel } from "./enter.js";
import { pairs2dByKernel } from "./pairs-2d.js";
import { reduceByKernel } from "./reduce.js";
import { argsortByPersistenceKernel } from "./sort.js";
import { uniteByKernel } from "./unite.js";

/** Persistence by WebAssembly. */
export const persistenceKernels: PersistenceKernels = {
  argsort: argsortByKernel,
  argsortByPersistence: argsortByPersistenceKernel,
  pairs2d: pairs2dByKernel,
  enter: enterByKernel,
  unite: uniteByKernel,
  reduce: reduceByKernel,
};
