import { z } from "zod";
import { type Axis, kindOf } from "../../src/graph/ops/axes.js";
import type { Context, Expr } from "../../src/loss.js";
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

/** Prediction and target of one foreground instead of several classes. */
export function mergedForeground(
  { p, logp, g }: ForegroundViews,
  { exclusive, classes, classIndices }: Context,
): { p: Expr; g: Expr } {
  const against = exclusive && classes > 1 && classIndices[0] === 0;
  if (!against) return { p: p.largest("class"), g: g.largest("class") };
  const axis = logp.axes.find((a) => kindOf(a) === "class")!;
  const others = Array.from({ length: classes - 1 }, (_, i) => i + 1);
  const foreground = logp.take(axis, others).largest("class");
  const background = logp.take(axis, [0]).sum("class");
  return {
    p: maskedFill(foreground.sub(background).sigmoid(), 0),
    g: g.take(axis, others).largest("class"),
  };
}

/** The smallest along each axis through the pixel: a cross of size 3. */
export const erodeCross = (x: Expr, space: readonly Axis[]): Expr =>
  space.map((axis) => x.reduceWindow(axis, "min")).reduce((a, b) => a.min(b));

/** The largest along each axis through the pixel: a cross of size 3. */
export const dilateCross = (x: Expr, space: readonly Axis[]): Expr =>
  space.map((axis) => x.reduceWindow(axis, "max")).reduce((a, b) => a.max(b));

/** The largest of the full neighbourhood of size 3, one axis after the other. */
export const dilate = (x: Expr, space: readonly Axis[]): Expr =>
  space.reduce((y, axis) => y.reduceWindow(axis, "max"), x);

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
