import { z } from "zod";
import { type Context, distanceTransform, type Expr, from } from "../../src/loss.js";
import { maskedFill, neighbour } from "./neighbourhoods.js";
import { size } from "./overlap.js";

/** Level sets, as DELSE has them: below 0 inside the object, 0 on its contour, and no further from 0 than a limit. */

export const limit = z
  .number()
  .positive()
  .default(30)
  .describe("Distances beyond this count as this; also the distance where there is no object.");

export const given = z
  .boolean()
  .default(false)
  .describe("The target is the level set itself, not a mask to make it from.");

/** The pixels of a mask that touch, with an edge, a pixel outside it or the border of the image. */
export function contourPixels(mask: Expr, { space }: Context): Expr {
  const eroded = space.flatMap((axis) => [mask.shift(axis, -1, 0), mask.shift(axis, 1, 0)]).reduce((a, b) => a.min(b));
  return mask.mul(eroded.not());
}

/** The signed distance to the contour of a mask of 0 and 1; `limit` everywhere if it has none. A constant. */
export function levelSet(mask: Expr, furthest: number, context: Context): Expr {
  const edge = contourPixels(mask, context);
  const away = distanceTransform(edge.not(), context.spacing).min(furthest);
  const absent = edge.largest("space").equal(0);
  return absent.where(furthest, mask.where(away.neg(), away)).detach();
}

/** The derivative along each axis of space: central differences, one-sided at the border and beside what does not count. */
export const derivatives = (x: Expr, { space }: Pick<Context, "space">): readonly Expr[] =>
  space.map((axis) => {
    const here = validMask(x);
    const number = here.shift(axis, 1, 0).add(here.shift(axis, -1, 0));
    return neighbour(x, axis, 1)
      .sub(neighbour(x, axis, -1))
      .div(number.max(1));
  });

/** 1 where a pixel counts: beyond the border there is none. */
export const validMask = (x: Expr): Expr =>
  maskedFill(x.make("constant", [], { value: 1 }).broadcast(["batch", ...x.scope.space]));

/** A bump of height 1 and half width `reach` around 0: where the interface is. */
export const bump = (phi: Expr, reach: number): Expr =>
  phi
    .abs()
    .lessEqual(reach)
    .where(
      phi
        .mul(Math.PI / reach)
        .cos()
        .add(1)
        .mul(0.5),
      0,
    );

/**
 * A smooth step in the level set: near 1 inside, near 0 outside for a positive width. Far from the interface the small side is an arc tangent of the
 * reciprocal, which keeps its digits where 1/2 − atan(φ/width)/π would lose them, and never reaches 0.
 */
export function smoothStep(phi: Expr, width: number): Expr {
  const x = phi.div(width);
  const size = x.abs();
  const small = from(1).div(size.max(1)).atan().div(Math.PI);
  const far = x.less(0).where(small.not(), small);
  return size.greater(1).where(far, from(0.5).sub(x.atan().div(Math.PI)));
}

/** Class-balanced cross-entropy of a level set, seen through a smooth step: each class is weighed by the share of the other. */
export function balancedCrossEntropy(
  phi: Expr,
  g: Expr,
  { width, scale, batch }: { readonly width: number; readonly scale: number; readonly batch: boolean },
  context: Context,
): Expr {
  const counting = { batch };
  const inside = smoothStep(phi, width);
  const outside = smoothStep(phi.neg(), width);
  const number = batch ? context.count("batch", "space") : context.count("space");
  const positive = size(g, counting).div(number.max(1));
  const gain = g.mul(inside.log()).mul(from(1).sub(positive));
  const loss = from(1).sub(g).mul(outside.log()).mul(positive);
  return size(gain.add(loss), counting).div(number.max(1)).mul(-scale);
}
