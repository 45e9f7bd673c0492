import type { Axis } from "../../src/graph/ops/axes.js";
import { accumulate, type Context, Expr, type Region, ranks } from "../../src/loss.js";

/** The pixels that are put in one order: those of a sample, or of the batch. */
export const rankedAxes = ({ space }: Context, batch: boolean): readonly Axis[] =>
  batch ? ["batch", ...space] : space;

/** What pixels are ordered by, largest first, when it is never negative: those that do not count come last. */
export const sortKey = (x: Expr): Expr => (x.scope.valid ? new Expr(x.scope, x.scope.valid).where(x, -1) : x);

/**
 * The Lovász extension of one minus the Jaccard index, at errors that are not negative: the errors in falling order, each times what its pixel adds to the
 * loss when mistakes are made one after the other. Where I and U pixels of intersection and union are left, that is 1/U for a pixel of the class and
 * I/(U·(U + 1)) for another, which unlike a difference of nearly equal indices loses no digits in large images. The first pixel of an absent class weighs 1.
 *
 * One number for each entry of the axes that are not ordered. The weights are constants: they change only where errors are equal.
 */
export function lovasz(errors: Expr, g: Expr, axes: readonly Axis[], regions: readonly Region[]): Expr {
  const total = (x: Expr) => x.sum(...regions);
  const order = sortKey(errors).detach();
  const before = accumulate(order, g, axes).sub(g);
  const intersection = total(g).sub(before);
  const union = intersection.add(ranks(order, axes));
  const nothing = union.equal(0);
  const least = nothing.where(1, union);
  const rest = g.not();
  const step = intersection
    .mul(rest)
    .add(g.mul(union))
    .div(least.mul(least.add(rest)));
  return total(errors.mul(nothing.where(1, step).detach()));
}
