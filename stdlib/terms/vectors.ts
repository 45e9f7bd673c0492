import { kindOf } from "../../src/graph/ops/axes.js";
import { type Expr, from } from "../../src/loss.js";

/** Fields of vectors, one number for each axis of space, in array order. */

/** The components of a field of vectors, each an image. */
export function vectorComponents(field: Expr): readonly Expr[] {
  const axis = field.axes.find((a) => kindOf(a) === "class");
  if (axis === undefined) return [field];
  return field.scope.space.map((_, i) => {
    const one = field.take(axis, [i]);
    return one.sumOver(one.axes.filter((a) => kindOf(a) === "class"));
  });
}

export const dotProduct = (a: readonly Expr[], b: readonly Expr[]): Expr =>
  a.map((x, i) => x.mul(b[i]!)).reduce((sum, x) => sum.add(x));

/** The length of a vector, kept off 0 by `floor` under the root. */
export const norm = (parts: readonly Expr[], floor = 0): Expr =>
  parts.reduce((sum, x) => sum.add(x.square()), from(floor)).sqrt();

/** A vector divided by its length; 0 where that is 0. */
export function unitVector(vector: readonly Expr[]): readonly Expr[] {
  const length = norm(vector);
  const known = length.greater(0);
  return vector.map((x) => known.where(x.div(known.where(length, 1)), 0));
}

interface AngleOptions {
  readonly floor?: number;
  readonly unsigned?: boolean;
  readonly length?: Expr;
}

/** Cosines are scaled by this before their arc cosine, so that the gradient at angle 0 is finite: the factor of STEAL and DELSE. */
const cosineScale = 1 - 1e-4;

/**
 * `arccos(0.9999 · cos)` of the angle between two vectors; `floor` is added to the square of the length of the second. Where either is 0, the angle is π/2 and has no
 * gradient. `unsigned`: between the lines on which they lie, at most π/2. `length`: what the cosine is multiplied by besides, where the first vector is not quite of
 * length 1 and that length is to count.
 *
 * An arc cosine near 1 loses half of the digits of its argument, so the angle θ is found from the parts of the second vector along the first and across it:
 * tan(θ/2) = sin θ / (1 + |cos θ|), of which neither part cancels.
 */
export function angleTo(
  unit: readonly Expr[],
  vector: readonly Expr[],
  { floor = 0, unsigned = false, length }: AngleOptions = {},
): Expr {
  const along = dotProduct(unit, vector);
  const across = vector.map((x, i) => x.sub(along.mul(unit[i]!)).square()).reduce((sum, x) => sum.add(x), from(floor));
  const square = along.square().add(across);
  const known = square.greater(0);
  const divisor = known.where(square, 1);
  const cosine = along.div(divisor.sqrt()).abs();
  const sineSquare = known.where(across.div(divisor), 1);
  // By as much as the square of the cosine shrinks when it is scaled, that of the sine grows: at a vector longer than 1/0.9999 by next to nothing.
  const scale = length ? length.mul(cosineScale) : cosineScale;
  const scaleSquare = length ? length.mul(cosineScale).square() : cosineScale ** 2;
  const lost = length ? length.mul(cosineScale).square().neg().add(1).max(1e-12) : 1 - cosineScale ** 2;
  const acute = sineSquare.mul(scaleSquare).add(lost).sqrt().div(cosine.mul(scale).add(1)).atan().mul(2);
  return unsigned ? acute : along.less(0).where(acute.neg().add(Math.PI), acute);
}
