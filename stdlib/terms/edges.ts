import { z } from "zod";
import type { Axis } from "../../src/graph/ops/axes.js";
import { type Context, type Expr, fieldName } from "../../src/loss.js";
import { quotient } from "./arithmetic.js";
import { size } from "./overlap.js";
import { norm, unitVector, vectorComponents } from "./vectors.js";

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

export const normalsInput = { field: "normals", form: "vectors" } as const;

/** The normals of the target's edges: as given, or found. Constants. */
export const normalsOf = (
  given: Expr | undefined,
  edges: Expr,
  { smoothing }: { readonly smoothing: number },
  context: Context,
): readonly Expr[] => (given ? vectorComponents(given) : edgeNormals(edges, smoothing, context));

/** A cost at every pixel, where the target has an edge; 0 where it has none. */
export function reduceOverEdges(
  cost: Expr,
  edges: Expr,
  params: { readonly reduction: "mean" | "sum"; readonly batch: boolean },
): Expr {
  const total = size(edges.mul(cost), params);
  return params.reduction === "sum" ? total : quotient(total, size(edges, params));
}

/**
 * The normals of thin edges in a mask of 0 and 1, unit vectors of either sign: at each pixel the direction in which the smoothed mask bends down most, the eigenvector
 * of the smallest eigenvalue of its Hessian. Where nothing bends they are 0. A constant.
 *
 * No edge lies beyond the border or under a mask, so that one along the outermost pixels is a crest like any other, and one that ends there keeps its direction: along
 * itself an end is where a step rises, and a step has no bend. Kernels are whole numbers, so that of a mask the Hessian is exact in single precision.
 *
 * The toolbox of Dollár and Zitnick, which STEAL uses, takes atan(∂yy·sign(−∂xy)/∂xx). On a straight edge whose normal has the angle θ that is atan(±tan² θ), up to 13°
 * off between the axes and the diagonals. The gradient of a distance map, the other candidate, is 0 on the edge itself, where the map has its valley.
 */
export function edgeNormals(edges: Expr, radius: number, { space }: Pick<Context, "space">): readonly Expr[] {
  const extended = space.map((axis) => edges.make("axisSize", [], { axis }).greater(1));
  const derivative = (i: number, j: number) =>
    space
      .reduce((x, axis, k) => along(x, axis, bent(tent(radius), Number(k === i) + Number(k === j))), edges)
      .mul(extended[i]!.mul(extended[j]!));
  const upper = space.map((_, i) => space.map((_, j) => (i <= j ? derivative(i, j) : undefined)));
  const at = (i: number, j: number) => upper[Math.min(i, j)]![Math.max(i, j)]!;
  const size = norm(space.flatMap((_, i) => space.map((_, j) => at(i, j))));
  // Without negative eigenvalues the largest is that of the direction sought, and powers of the matrix leave nothing else. An axis of length 1 is no direction.
  const shift = extended.map((more) => size.mul(more));
  let matrix: Matrix = space.map((_, i) => space.map((_, j) => (i === j ? shift[i]!.sub(at(i, j)) : at(i, j).neg())));
  for (let k = 0; k < squarings; k++) matrix = squared(matrix);
  return dominant(matrix).map((x) => x.detach());
}

type Matrix = readonly (readonly Expr[])[];

/** Shares of the other eigenvectors shrink to their 64th power. */
const squarings = 6;

/** Symmetric, and divided by its largest entry, so that no power over- or underflows. */
function squared(matrix: Matrix): Matrix {
  const product = matrix.map((row) =>
    matrix.map((other) => row.map((x, k) => x.mul(other[k]!)).reduce((a, b) => a.add(b))),
  );
  const largest = product.flatMap((row) => row.map((x) => x.abs())).reduce((a, b) => a.max(b));
  const scale = largest.greater(0).where(largest, 1);
  return product.map((row) => row.map((x) => x.div(scale)));
}

/** The longest column of a matrix of rank one, as a unit vector; 0 where the matrix is 0. */
function dominant(matrix: Matrix): readonly Expr[] {
  let [column, height] = [matrix[0]!, matrix[0]![0]!];
  matrix.slice(1).forEach((next, i) => {
    const longer = next[i + 1]!.greater(height);
    column = column.map((x, k) => longer.where(next[k]!, x));
    height = height.max(next[i + 1]!);
  });
  return unitVector(column);
}

const along = (x: Expr, axis: Axis, values: readonly number[]): Expr =>
  x.convolve({ axes: [axis], sizes: [values.length], values });

/** A tent of half width `radius + 1`. */
const tent = (radius: number): readonly number[] =>
  Array.from({ length: 2 * radius + 1 }, (_, i) => radius + 1 - Math.abs(i - radius));

/** A kernel whose result is then differenced so many times: the entry after less the entry before, which is twice the derivative. */
function bent(kernel: readonly number[], times: number): readonly number[] {
  return times === 0
    ? kernel
    : bent(
        [...kernel, 0, 0].map((w, i) => (kernel[i - 2] ?? 0) - w),
        times - 1,
      );
}
