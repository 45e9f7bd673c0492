import type { Axis } from "../../src/graph/ops/axes.js";
import { type Context, Expr } from "../../src/loss.js";
import { quotient } from "./arithmetic.js";

/** The value where a pixel counts and `otherwise` elsewhere: to its neighbours a pixel that does not count is what lies beyond the border. */
export const maskedFill = (x: Expr, otherwise = 0): Expr =>
  x.scope.valid ? new Expr(x.scope, x.scope.valid).where(x, otherwise) : x;

/** The value one pixel further along an axis; a pixel's own where no other lies there, or one that does not count. */
export function neighbour(x: Expr, axis: Axis, by: 1 | -1): Expr {
  const there = x.shift(axis, by, "edge");
  const { valid } = x.scope;
  return valid ? new Expr(x.scope, valid).shift(axis, by, "edge").where(there, x) : there;
}

/**
 * The mean over the pixels at most `radius` away, where what lies beyond the border counts 0. An axis of length 1 is none, so that a volume of one slice is
 * treated as the image it is.
 */
export function ballMean(x: Expr, radius: number, space: readonly Axis[]): Expr {
  const sizes = space.map(() => 2 * radius + 1);
  return x.convolve({ axes: space, sizes, values: ball(radius, space.length) }).div(volume(x, radius, space));
}

/** How many pixels are at most `radius` away, along the axes that are longer than 1. */
function volume(near: Expr, radius: number, space: readonly Axis[]): Expr {
  const extended = space.map((axis) => near.make("axisSize", [], { axis }).greater(1)).reduce((a, b) => a.add(b));
  const counts = [0, ...space.map((_, k) => k + 1)].map((rank) => ball(radius, rank).reduce((a, b) => a + b, 0));
  return counts.map((count, rank) => extended.equal(rank).mul(count)).reduce((a, b) => a.add(b));
}

/** 1 within the radius and 0 in the corners, row-major around the centre. */
function ball(radius: number, rank: number): number[] {
  const steps = Array.from({ length: 2 * radius + 1 }, (_, i) => (i - radius) ** 2);
  let squares = [0];
  for (let k = 0; k < rank; k++) squares = squares.flatMap((before) => steps.map((step) => before + step));
  return squares.map((square) => Number(square <= radius ** 2));
}

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
      const longer = y.make("axisSize", [], { axis }).greater(1);
      return longer.where(y.convolve({ axes: [axis], sizes: [kernel.length], values: kernel }), y);
    }, x);
  if (border === "zero") return around(maskedFill(g));
  const everywhere = g.make("constant", [], { value: 1 }).broadcast(space);
  return quotient(around(maskedFill(g)), around(maskedFill(everywhere)));
}
