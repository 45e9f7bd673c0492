import { kindOf } from "../../src/graph/axes.js";
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
