import { type Context, distanceTransform, type Expr } from "../../src/loss.js";
import { maskedFill } from "./neighbourhoods.js";

/**
 * For each pixel of a mask of 0 and 1 the distance to the nearest pixel outside it; and for each other pixel that to the nearest inside. Pixels that do not count are on
 * neither side: no distance ends at one, as none ends beyond the border.
 */
export interface Distances {
  /** 0 outside the mask, and everywhere if the mask is full or empty. */
  readonly inside: Expr;
  /** 0 inside the mask, and everywhere if the mask is full or empty. */
  readonly outside: Expr;
}

export const distances = (mask: Expr, context: Context): Distances => ({
  inside: depth(mask, context),
  outside: depth(mask.not(), context),
});

/** For each pixel of a mask the distance to the nearest pixel that counts and lies outside it; 0 outside. */
export const depth = (mask: Expr, { spacing }: Pick<Context, "spacing">): Expr =>
  distanceTransform(maskedFill(mask, 1), spacing);

/**
 * The smallest side of a pixel, along the axes that are longer than 1: no pixel of a mask is nearer to one outside it. Where no axis is, the smallest side.
 */
export function pixelWidth(near: Expr, { space, spacing }: Pick<Context, "space" | "spacing">): Expr {
  const extended = space.map((axis) => near.make("axisSize", [], { axis }).greater(1));
  const none = extended.reduce((a, b) => a.max(b)).not();
  const sides = spacing.map((side, i) => extended[i]!.max(none).where(side, beyond));
  return sides.reduce((a, b) => a.min(b));
}

/** Larger than any side of a pixel. */
const beyond = 1e30;

export type DistanceScale = "none" | "max" | "diagonal";

/** A distance map divided by its own largest size, or by the diagonal of the image. */
export function scaledDistance(map: Expr, scale: DistanceScale, context: Context): Expr {
  switch (scale) {
    case "none":
      return map;
    case "max": {
      const top = map.abs().largest("space");
      return map.div(top.greater(0).where(top, 1));
    }
    case "diagonal":
      return map.div(diagonal(map, context));
  }
}

const diagonal = (near: Expr, { space, spacing }: Context): Expr =>
  space
    .map((axis, i) => near.make("axisSize", [], { axis }).mul(spacing[i]!).square())
    .reduce((a, b) => a.add(b))
    .sqrt();

/** 1 far from the boundary of a mask and 2 at it, on each of its sides; 1 on a side that is empty, or nowhere thicker than a pixel. A constant. */
export function boundaryWeights(mask: Expr, context: Context): Expr {
  const { inside, outside } = distances(mask, context);
  return closeness(inside, mask, context)
    .add(closeness(outside, mask.not(), context))
    .add(1);
}

const closeness = (distance: Expr, side: Expr, context: Context): Expr =>
  scaledDistance(distance.largest("space").max(0).sub(distance).mul(side), "max", context);
