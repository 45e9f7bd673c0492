import type { Context, Expr } from "../../src/loss.js";
import { distances, scaled } from "./distances.js";

/** 1 far from the boundary of a mask and 2 at it, on each of its sides; 1 on a side that is empty, or nowhere thicker than a pixel. A constant. */
export function weightsNear(mask: Expr, context: Context): Expr {
  const { inside, outside } = distances(mask, context);
  return closeness(inside, mask, context)
    .add(closeness(outside, mask.not(), context))
    .add(1);
}

const closeness = (distance: Expr, side: Expr, context: Context): Expr =>
  scaled(distance.largest("space").max(0).sub(distance).mul(side), "max", context);
