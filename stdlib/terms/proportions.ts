import type { Context, Expr } from "../../src/loss.js";
import { quotient } from "./mean.js";
import { counted } from "./neighbours.js";

/** Equal weights for the neighbours up to `radius` away along an axis. */
export const meanKernel = (radius: number): readonly number[] =>
  Array.from({ length: 2 * radius + 1 }, () => 1 / (2 * radius + 1));

/** What a normal distribution puts into each pixel along an axis, cut off at four standard deviations. */
export function gaussianKernel(sigma: number): readonly number[] {
  const reach = Math.max(1, Math.round(4 * sigma));
  return Array.from({ length: 2 * reach + 1 }, (_, i) => normalMass(i - reach, sigma));
}

/** The mass of a centred normal distribution within half of a position, by Simpson's rule. */
function normalMass(position: number, sigma: number): number {
  const steps = 256;
  const density = (t: number) => Math.exp(-0.5 * (t / sigma) ** 2) / (sigma * Math.sqrt(2 * Math.PI));
  const terms = Array.from({ length: steps + 1 }, (_, k) => {
    const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
    return weight * density(position - 0.5 + k / steps);
  });
  return terms.reduce((a, b) => a + b, 0) / (3 * steps);
}

/**
 * The share of each class in the neighbourhood of each pixel, the same kernel along every axis that is longer than 1. `inside`: among the neighbours that are
 * there and count; `zero`: what lies beyond the border belongs to no class.
 */
export function proportions(g: Expr, kernel: readonly number[], border: "inside" | "zero", { space }: Context): Expr {
  const around = (x: Expr) =>
    space.reduce((y, axis) => {
      const longer = y.make("extent", [], { axis }).greater(1);
      return longer.choose(y.convolve({ axes: [axis], sizes: [kernel.length], values: kernel }), y);
    }, x);
  if (border === "zero") return around(counted(g));
  const everywhere = g.make("constant", [], { value: 1 }).spread(space);
  return quotient(around(counted(g)), around(counted(everywhere)));
}
