import type { Axis } from "../../src/graph/axes.js";
import { type Context, Expr } from "../../src/loss.js";

/** The pixels that are put in one order: those of a sample, or of the batch. */
export const ranked = ({ space }: Context, batch: boolean): readonly Axis[] => (batch ? ["batch", ...space] : space);

/** What pixels are ordered by, largest first, when it is never negative: those that do not count come last. */
export const key = (x: Expr): Expr => (x.scope.valid ? new Expr(x.scope, x.scope.valid).choose(x, -1) : x);
