import type { Attributes } from "../graph/ops.js";

/** How far from the middle of a convolution's kernel one of its entries stands, along each axis. */
export function kernelSteps(entry: number, sizes: Attributes["convolve"]["sizes"]): number[] {
  let rest = entry;
  return sizes.reduceRight<number[]>((steps, size) => {
    steps.unshift((rest % size) - (size - 1) / 2);
    rest = Math.floor(rest / size);
    return steps;
  }, []);
}
