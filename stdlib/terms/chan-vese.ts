import { z } from "zod";
import type { Expr } from "../../src/loss.js";

/** What the losses with a region term take: the two phases of Chan and Vese, whose levels are 1 inside the target and 0 outside. */
export const regionParams = {
  lambda: z.number().min(0).default(1).describe("Weight of the region term beside the contour's."),
  mu: z
    .number()
    .min(0)
    .default(1)
    .describe("Within the region term, the weight of what is predicted outside the target; what is missed weighs 1."),
};

interface RegionWeights {
  readonly lambda: number;
  readonly mu: number;
}

/** The region term of an active contour, per sample and class: false positives and false negatives as shares of the image. */
export function regionTerm(p: Expr, g: Expr, { lambda, mu }: RegionWeights): Expr {
  const excess = p.mul(g.not().square()).mean("space");
  const lack = p.not().mul(g.square()).mean("space");
  return excess.mul(mu).add(lack).mul(lambda);
}
