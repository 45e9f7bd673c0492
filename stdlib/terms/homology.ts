import { z } from "zod";
import { type Expr, from, homologyDimensions } from "../../src/loss.js";
import { maskedFill } from "./neighbourhoods.js";

/** What losses on persistent homology let their user choose. */
export const homologyParams = {
  dimensions: homologyDimensions()
    .optional()
    .describe("Which features count: 0 components, 1 loops, 2 cavities (in volumes). All, if left out."),
  construction: z
    .enum(["vertex", "top"])
    .default("vertex")
    .describe("`vertex`: components are joined through edges of pixels. `top`: through corners too."),
  relative: z
    .boolean()
    .default(false)
    .describe("Whether the border of the image closes loops and cavities that are open to it."),
  patch: z
    .int()
    .min(2)
    .optional()
    .describe(
      "Side of the square or cubic patches into which the image is cut; each is compared by itself, and the costs are added. The whole image, if left out.",
    ),
};

/** What persistence follows from high to low: the foreground, or what is not foreground; pixels that do not count come last. */
export function filtrationInputs(
  p: Expr,
  g: Expr,
  sublevel: boolean,
): { readonly likelihood: Expr; readonly truth: Expr } {
  return sublevel
    ? { likelihood: maskedFill(from(1).sub(p)), truth: maskedFill(g.lessEqual(0.5)) }
    : { likelihood: p, truth: g.greater(0.5) };
}

/** The entries of a list over dimensions that count. */
export const ofDimensions = <T>(all: readonly T[], dimensions: readonly number[] | undefined): readonly T[] =>
  all.filter((_, dimension) => !dimensions || dimensions.includes(dimension));
