import { labelByKernel, writeRootsByKernel } from "./kernel/index.js";
import { connectedComponents } from "./labels.js";
import { referenceComponents } from "./reference.js";

/** By WebAssembly where it can run. */
export const {
  components: labelComponents,
  rootsInto,
  betti2d,
} = connectedComponents({
  label: (image) => labelByKernel(image) ?? referenceComponents.label(image),
  writeRoots: (result, image) => {
    if (!writeRootsByKernel(result, image)) referenceComponents.writeRoots(result, image);
  },
});
