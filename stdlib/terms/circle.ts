import type { Contour, Expr } from "../../src/loss.js";
import { extent } from "./contour-frame.js";
import type { ContourParams } from "./contour-params.js";

/** The circle from which displacements start, in the convention of `coordinates`; the same in every sample. */
export function circle(near: Expr, params: ContourParams): Contour {
  const { coordinates, centre, grid } = params;
  const { y, x, points } = offsets(near, params);
  const [first, second] = centre ?? [];
  if (coordinates === "pixels") {
    const place = (offset: Expr, i: number, middle: number | undefined) =>
      (grid === undefined ? offset : offset.mul(extent(near, i).div(grid))).add(
        middle ?? extent(near, i).sub(1).div(2),
      );
    return { y: place(y, 0, first), x: place(x, 1, second), points };
  }
  const place = (offset: Expr, i: number, middle: number | undefined) =>
    offset
      .mul(2)
      .div(grid ?? extent(near, i))
      .add(middle ?? 0);
  return { y: place(y.neg(), 0, second), x: place(x, 1, first), points };
}

/**
 * How many pixels below and right of the centre each vertex of the circle lies: numbers of single precision, so that every backend sees the same and
 * triangulates them in the same way.
 */
export function offsets(near: Expr, { nodes, diameter, floored }: ContourParams): Contour {
  const points = `item:circle:${nodes}`;
  const angles = Array.from({ length: nodes }, (_, k) => ((2 * Math.PI) / nodes) * k);
  const along = (direction: (angle: number) => number) => {
    const exact = angles.map((angle) => (direction(angle) * diameter) / 2);
    return near.make("vector", [], { axis: points, values: exact.map(floored ? Math.floor : Math.fround) });
  };
  return { y: along(Math.sin), x: along(Math.cos), points };
}
