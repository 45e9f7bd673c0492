import { argsortByKernel } from "./kernel.js";
import { referenceArgsort } from "./reference.js";

export { cumulativeSums, inversePermutation as ranks } from "./ranks.js";

/** See {@link referenceArgsort}; by WebAssembly where it can run. */
export const argsort: typeof referenceArgsort = (values, descending) =>
  argsortByKernel(values, descending) ?? referenceArgsort(values, descending);
