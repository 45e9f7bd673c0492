import { z } from "zod";
import { type Axis, kindOf } from "../../src/graph/ops/axes.js";
import { type Context, Expr } from "../../src/loss.js";
import { maskedFill } from "./neighbourhoods.js";

export const merge = z
  .boolean()
  .default(false)
  .describe(
    "Treat all classes as one foreground, whose probability is the largest of theirs; class 0, where classes are exclusive and it is selected, is the background it competes with.",
  );

interface ForegroundViews {
  readonly p: Expr;
  readonly logp: Expr;
  readonly g: Expr;
}

/** Prediction and target of one foreground instead of several classes. A pixel counts where any of the classes does; the others are 0 there. */
export function mergedForeground(
  { p, logp, g }: ForegroundViews,
  { exclusive, classes, classIndices }: Context,
): { p: Expr; g: Expr } {
  const against = exclusive && classes > 1 && classIndices[0] === 0;
  const axis = logp.axes.find((a) => kindOf(a) === "class")!;
  if (!against) return { p: largestOf(p, axis), g: largestOf(g, axis) };
  const others = Array.from({ length: classes - 1 }, (_, i) => i + 1);
  const foreground = logp.take(axis, others).largest("class");
  const background = logp.take(axis, [0]).sum("class");
  return {
    p: maskedFill(foreground.sub(background).sigmoid(), 0),
    g: g.take(axis, others).largest("class"),
  };
}

/** The largest along the classes, which is 0 or more and 0 where one does not count. */
function largestOf(x: Expr, axis: Axis): Expr {
  const { valid } = x.scope;
  const counts = valid?.axes.includes(axis) ? new Expr(x.scope, valid).maxOver([axis]).node : valid;
  return new Expr({ ...x.scope, ...(counts && { valid: counts }) }, x.maxOver([axis]).node);
}

/** Pixels that do not count are beyond the border: nothing is eroded from them, and nothing grows from them. */

/** The smallest along each axis through the pixel, of numbers of at most 1: a cross of size 3. */
export function erodeCross(x: Expr, space: readonly Axis[]): Expr {
  const seen = maskedFill(x, 1);
  return space.map((axis) => seen.reduceWindow(axis, "min")).reduce((a, b) => a.min(b));
}

/** The largest along each axis through the pixel, of numbers of at least 0: a cross of size 3. */
export function dilateCross(x: Expr, space: readonly Axis[]): Expr {
  const seen = maskedFill(x, 0);
  return space.map((axis) => seen.reduceWindow(axis, "max")).reduce((a, b) => a.max(b));
}

/** The largest of the full neighbourhood of size 3, one axis after the other, of numbers of at least 0. */
export const dilate = (x: Expr, space: readonly Axis[]): Expr =>
  space.reduce((y, axis) => y.reduceWindow(axis, "max"), maskedFill(x, 0));

/** What opening removes: the parts of a soft mask one pixel thin. */
const thin = (x: Expr, eroded: Expr, space: readonly Axis[]): Expr => x.sub(dilate(eroded, space)).relu();

/**
 * The soft skeleton of Shit et al.: thin parts of ever more eroded versions of a soft mask, united. Structures of a radius above `iterations` keep their
 * core out of it.
 */
export function softSkeleton(x: Expr, space: readonly Axis[], iterations: number): Expr {
  let eroded = erodeCross(x, space);
  let skeleton = thin(x, eroded, space);
  for (let i = 0; i < iterations; i++) {
    const shrunk = eroded;
    eroded = erodeCross(shrunk, space);
    const further = thin(shrunk, eroded, space);
    skeleton = skeleton.add(further.sub(skeleton.mul(further)).relu());
  }
  return skeleton;
}
