import { z } from "zod";
import { kindOf } from "../../src/graph/axes.js";
import type { Context, Expr } from "../../src/loss.js";
import { counted } from "./mask.js";

export const merge = z
  .boolean()
  .default(false)
  .describe(
    "All classes seen as one foreground, as likely as the likeliest of them; class 0, where classes are exclusive and it is selected, is the background it competes with.",
  );

interface Sight {
  readonly p: Expr;
  readonly logp: Expr;
  readonly g: Expr;
}

/** Prediction and target of one foreground instead of several classes. */
export function merged({ p, logp, g }: Sight, { exclusive, classes, classIndices }: Context): { p: Expr; g: Expr } {
  const against = exclusive && classes > 1 && classIndices[0] === 0;
  if (!against) return { p: p.largest("class"), g: g.largest("class") };
  const axis = logp.axes.find((a) => kindOf(a) === "class")!;
  const others = Array.from({ length: classes - 1 }, (_, i) => i + 1);
  const foreground = logp.take(axis, others).largest("class");
  const background = logp.take(axis, [0]).sum("class");
  return {
    p: counted(foreground.sub(background).sigmoid(), 0),
    g: g.take(axis, others).largest("class"),
  };
}
