import { peelByKernel } from "./kernel.js";
import { skeletonBy } from "./peeling.js";
import { referencePeel } from "./reference.js";

/** By WebAssembly where it can run. */
export const skeleton = skeletonBy((mask) => {
  if (!peelByKernel(mask)) referencePeel(mask);
});
