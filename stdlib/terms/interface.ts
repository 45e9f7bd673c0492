import { type Context, type Expr, from } from "../../src/loss.js";
import { insideness } from "./level-set.js";
import { size } from "./overlap.js";

/** Class-balanced cross-entropy of a level set, seen through a smooth step: each class is weighed by the share of the other. */
export function balancedEntropy(
  phi: Expr,
  g: Expr,
  { width, scale, batch }: { readonly width: number; readonly scale: number; readonly batch: boolean },
  context: Context,
): Expr {
  const counting = { batch };
  const inside = insideness(phi, width);
  const outside = insideness(phi.neg(), width);
  const number = batch ? context.count("batch", "space") : context.count("space");
  const positive = size(g, counting).div(number.max(1));
  const gain = g.mul(inside.log()).mul(from(1).sub(positive));
  const loss = from(1).sub(g).mul(outside.log()).mul(positive);
  return size(gain.add(loss), counting).div(number.max(1)).mul(-scale);
}
