import type { Context, Expr } from "../../src/loss.js";
import { maskedFill } from "./neighbourhoods.js";

/** The pieces of a mask, each known by the position of one pixel. Values per piece lie there, and are 0 at all other positions. */
export interface Instances {
  /** 1 on the pixels of any piece. */
  readonly mask: Expr;
  /** 1 at the position each piece is known by. */
  readonly exists: Expr;
  /** How many pieces there are, per sample and class. */
  readonly count: Expr;
  /** The sum over the pixels of each piece. */
  sumOf(x: Expr): Expr;
  /** The sum over all pieces of something each has. */
  total(perPiece: Expr): Expr;
}

/**
 * The pieces that positions per pixel name, −1 where there is none. Ignored and masked pixels belong to no piece, but a piece may be known by the position of
 * one: sums over the pieces look at all positions.
 */
export function instancesAt(positions: Expr, { space }: Context): Instances {
  const index = maskedFill(positions, -1);
  const mask = index.greaterEqual(0);
  const sumOf = (x: Expr) => x.make("scatter", [x.broadcast(space).node, index.node], { space, over: space });
  const total = (perPiece: Expr) => perPiece.sumOver(space);
  const exists = sumOf(mask).greater(0);
  return { mask, exists, count: total(exists), sumOf, total };
}
