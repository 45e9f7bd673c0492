import { distanceTransform } from "./grid.js";
import { distanceByKernel } from "./kernel/index.js";
import { referenceDistance } from "./reference.js";

/** By WebAssembly where it can run, and where singles are what is asked for. */
export const { distance: distanceMap, distanceInto } = distanceTransform((result, mask, image) => {
  if (result instanceof Float32Array && distanceByKernel(result, mask, image)) return;
  referenceDistance(result, mask, image);
});
