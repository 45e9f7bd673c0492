import { type Contour, type Expr, from } from "../../src/loss.js";
import type { ContourParams } from "./contour-params.js";

export type Convention = Pick<ContourParams, "coordinates">;

/** The number of rows (0) or columns (1) of the image. */
export const extent = (near: Expr, i: number): Expr => near.make("extent", [], { axis: near.scope.space[i]! });

/** The contour with centres of pixels at whole numbers, y downwards. */
export function inPixels({ y, x, points }: Contour, { coordinates }: Convention): Contour {
  if (coordinates === "pixels") return { y, x, points };
  const place = (along: Expr, i: number) => along.add(1).mul(extent(along, i)).sub(1).div(2);
  return { y: place(y.neg(), 0), x: place(x, 1), points };
}

/** The contour from −1 to 1 between the borders, y upwards. */
export function centred({ y, x, points }: Contour, { coordinates }: Convention): Contour {
  if (coordinates === "centred") return { y, x, points };
  const place = (along: Expr, i: number) => along.mul(2).add(1).div(extent(along, i)).sub(1);
  return { y: place(y, 0).neg(), x: place(x, 1), points };
}

/** The size of a pixel along y and x, in the unit lengths are measured in. */
export const units = (near: Expr, spacing: readonly Expr[], { coordinates }: Convention): readonly Expr[] =>
  coordinates === "pixels" ? spacing : [0, 1].map((i) => from(2).div(extent(near, i)));
