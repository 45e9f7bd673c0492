import { Expr } from "../../src/loss.js";

/** A value with something else where pixels do not count: for what looks beyond a pixel, and would see what a mask hides. */
export function counted(x: Expr, otherwise: number): Expr {
  const { valid } = x.scope;
  return valid ? new Expr(x.scope, valid).choose(x, otherwise) : x;
}
