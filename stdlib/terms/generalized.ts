import { z } from "zod";
import type { Context, Expr } from "../../src/loss.js";
import { overlap, ratio, size } from "./overlap.js";
import { added, background, batch, smoothing, softLabels } from "./params.js";

/** What losses of one overlap over all classes take. */
export const generalizedParams = {
  weighting: z
    .enum(["square", "simple", "uniform"])
    .default("square")
    .describe("Weight of a class with n pixels: 1/n², 1/n, or 1."),
  absent_weight: z
    .union([z.literal("largest"), z.number().min(0)])
    .default("largest")
    .describe(
      "Weight of a class without target pixels: that of the rarest class present, or a number; 0 leaves it out.",
    ),
  ...smoothing(1e-5),
  batch,
  background: background(true),
  soft_labels: softLabels,
};
type Params = z.output<z.ZodObject<typeof generalizedParams>>;

/** The generalised Dice score of a sample or of the batch: each class weighs the inverse of its size. */
export function generalizedScore(p: Expr, g: Expr, params: Params, context: Context): Expr {
  const { above, below } = added(params);
  const { tp, extent } = overlap(p, g, { batch: params.batch, soft_labels: params.soft_labels }, context);
  const w = weightsOf(size(g, params), params);
  return ratio(tp.mul(w).sum("class").mul(2).add(above), extent.mul(w).sum("class").add(below));
}

const exponent = { square: 2, simple: 1, uniform: 0 } as const;

function weightsOf(n: Expr, { weighting, absent_weight }: Params): Expr {
  const present = n.greater(0);
  const inverse = present.choose(present.choose(n, 1).pow(-exponent[weighting]), 0);
  // Uniform weights need no pixels to be finite.
  if (weighting === "uniform" && absent_weight === "largest") return inverse.mul(0).add(1);
  const rest = absent_weight === "largest" ? inverse.largest("class") : absent_weight;
  return present.choose(inverse, rest);
}
