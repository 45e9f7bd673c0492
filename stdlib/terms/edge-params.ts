import { z } from "zod";
import { type Context, type Expr, fieldName } from "../../src/loss.js";
import { quotient } from "./mean.js";
import { edgeNormals } from "./normals.js";
import { size } from "./overlap.js";
import { components } from "./vectors.js";

/** What the losses along the normals of edges have in common. */

export const edgeParams = {
  normals: fieldName()
    .optional()
    .describe(
      "A field of unit vectors, `[batch, …space, axes]` in array order; their sign does not matter. Absent: found from the target.",
    ),
  smoothing: z
    .int()
    .min(0)
    .max(50)
    .default(4)
    .describe("Radius of the tent that smooths the target before its normals are found, in pixels."),
  reduction: z
    .enum(["mean", "sum"])
    .default("mean")
    .describe("Over the edge pixels of a sample: their mean, or their sum, where long edges count more."),
};

export const edgeSight = { field: "normals", form: "vectors" } as const;

/** The normals of the target's edges: as given, or found. Constants. */
export const normalsOf = (
  given: Expr | undefined,
  edges: Expr,
  { smoothing }: { readonly smoothing: number },
  context: Context,
): readonly Expr[] => (given ? components(given) : edgeNormals(edges, smoothing, context));

/** A cost at every pixel, where the target has an edge; 0 where it has none. */
export function overEdges(
  cost: Expr,
  edges: Expr,
  params: { readonly reduction: "mean" | "sum"; readonly batch: boolean },
): Expr {
  const total = size(edges.mul(cost), params);
  return params.reduction === "sum" ? total : quotient(total, size(edges, params));
}
