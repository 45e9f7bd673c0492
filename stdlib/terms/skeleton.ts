import type { Axis } from "../../src/graph/axes.js";
import type { Expr } from "../../src/loss.js";

/** The smallest along each axis through the pixel: a cross of size 3. */
export const erode = (x: Expr, space: readonly Axis[]): Expr =>
  space.map((axis) => x.window(axis, "min")).reduce((a, b) => a.min(b));

/** The largest along each axis through the pixel: a cross of size 3. */
export const widen = (x: Expr, space: readonly Axis[]): Expr =>
  space.map((axis) => x.window(axis, "max")).reduce((a, b) => a.max(b));

/** The largest of the full neighbourhood of size 3, one axis after the other. */
export const dilate = (x: Expr, space: readonly Axis[]): Expr => space.reduce((y, axis) => y.window(axis, "max"), x);

/** What opening removes: the parts of a soft mask one pixel thin. */
const thin = (x: Expr, eroded: Expr, space: readonly Axis[]): Expr => x.sub(dilate(eroded, space)).relu();

/**
 * The soft skeleton of Shit et al.: thin parts of ever more eroded versions of a soft mask, united. Structures of a radius above `iterations` keep their
 * core out of it.
 */
export function softSkeleton(x: Expr, space: readonly Axis[], iterations: number): Expr {
  let eroded = erode(x, space);
  let skeleton = thin(x, eroded, space);
  for (let i = 0; i < iterations; i++) {
    const shrunk = eroded;
    eroded = erode(shrunk, space);
    const further = thin(shrunk, eroded, space);
    skeleton = skeleton.add(further.sub(skeleton.mul(further)).relu());
  }
  return skeleton;
}
