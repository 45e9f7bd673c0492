import { type Context, distanceTransform, type Expr } from "../../src/loss.js";

/** For each pixel of a mask of 0 and 1 the distance to the nearest pixel outside it; and for each other pixel that to the nearest inside. */
export interface Distances {
  /** 0 outside the mask, and everywhere if the mask is full or empty. */
  readonly inside: Expr;
  /** 0 inside the mask, and everywhere if the mask is full or empty. */
  readonly outside: Expr;
}

export const distances = (mask: Expr, context: Context): Distances => ({
  inside: distanceTransform(mask, context.spacing),
  outside: distanceTransform(mask.not(), context.spacing),
});

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
