import type { Axis } from "./axes.js";

/**
 * Every operation and what it carries beside its arguments. The set is closed: a new one is added here, and the compiler then names every table
 * that must say what it means.
 *
 * Broadcasting is by name: a pointwise operation has the axes of all its arguments. Truth is 1 and 0.
 */
export interface Attributes {
  // — leaves —
  /** A tensor given at each step. */
  input: { readonly name: string; readonly axes: readonly Axis[] };
  constant: { readonly value: number };
  /** Constants along one axis: a number per class. */
  vector: { readonly axis: Axis; readonly values: readonly number[] };
  /** The length of an axis, known when shapes are. */
  extent: { readonly axis: Axis };
  /** How far along an axis each of its entries lies: 0, 1, 2, …. */
  index: { readonly axis: Axis };

  // — pointwise —
  neg: None;
  abs: None;
  sign: None;
  exp: None;
  log: None;
  log1p: None;
  sqrt: None;
  sin: None;
  cos: None;
  acos: None;
  atan: None;
  floor: None;
  add: None;
  sub: None;
  mul: None;
  div: None;
  pow: None;
  max: None;
  min: None;
  less: None;
  lessEqual: None;
  equal: None;
  /** `select(condition, a, b)`. */
  select: None;
  /** The same value; no slope passes. */
  detach: None;

  // — derived: meaning in `derived.ts`, which a backend may override —
  relu: None;
  sigmoid: None;
  softplus: None;
  softmax: { readonly axis: Axis };
  logSoftmax: { readonly axis: Axis };
  logSumExp: { readonly axis: Axis };

  // — reductions over named axes of the argument —
  sum: { readonly axes: readonly Axis[] };
  reduceMax: { readonly axes: readonly Axis[] };
  reduceMin: { readonly axes: readonly Axis[] };

  // — shape —
  /** The same values repeated along further axes. */
  spread: { readonly axes: readonly Axis[] };
  /** The entries at constant `indices` of an axis, which is called `as` from then on. */
  take: { readonly axis: Axis; readonly indices: readonly number[]; readonly as: Axis };
  /** The reverse: entries of `as` added at `indices` of `axis`, zero elsewhere. */
  put: { readonly axis: Axis; readonly indices: readonly number[]; readonly as: Axis };

  // — neighbours along one axis —
  /** `out[i] = x[i + by]`; beyond the border a number, the nearest entry, or what lies as far beyond the other border: an axis that is closed to a ring. */
  shift: { readonly axis: Axis; readonly by: number; readonly border: number | "edge" | "wrap" };
  /** The transpose of `shift` with border `edge`: entry `i` is added at `clamp(i + by)`. */
  unshift: { readonly axis: Axis; readonly by: number };
  /** Largest or smallest of `x[i - before … i + after]`; what lies beyond the border is not looked at. */
  window: { readonly axis: Axis; readonly kind: "max" | "min"; readonly before: number; readonly after: number };

  // — neighbours along several axes —
  /**
   * `out[i] = Σ_o values[o] · x[i + o]` over the offsets of a kernel centred at the entry; what lies beyond the border counts 0. `sizes` are odd, one for each of
   * `axes`; `values` are row-major over them.
   */
  convolve: Kernel;

  // — positions: indices are row-major over `space`, −1 is nowhere —
  /** `gather(x, index)`: the values of x at the positions, 0 at −1. */
  gather: { readonly space: readonly Axis[] };
  /** `scatter(x, index)`: x added at the positions; the axes `over` of x and index are summed away. */
  scatter: { readonly space: readonly Axis[]; readonly over: readonly Axis[] };

  // — routines: never fused; no slope passes, but for `rasterise` —
  /** `distance(mask, …spacing)`: Euclidean distance of each true pixel to the nearest false one; 0 on false pixels and where none is false. */
  distance: { readonly space: readonly Axis[] };
  /** Critical pixels of the superlevel filtration; see `persistence` in `routines.ts` for its results. */
  persistence: {
    readonly space: readonly Axis[];
    readonly construction: "vertex" | "top";
    /** Side of the squares or cubes that are looked at one by one; absent: the whole image. */
    readonly patch?: number;
    /** Homology relative to the border: a frame as high as the highest pixel closes what touches it. */
    readonly relative?: boolean;
  };
  /** `matching(image, other)`: critical pixels of both, paired by the induced matching; see `matching` in `routines.ts` for its results. */
  matching: Attributes["persistence"] & { readonly comparison: "union" | "intersection" };
  /** The connected pieces of the true pixels: for each the position of the first pixel of its piece, −1 elsewhere. */
  components: { readonly space: readonly Axis[]; readonly connectivity: "face" | "full" };
  /** The skeleton of the true pixels: 1 on lines one pixel thin, of the same topology, 0 elsewhere. */
  skeleton: { readonly space: readonly Axis[] };
  /** Results: 0 the indices that sort along `axes`, row-major over them, 1 the rank of each entry. Stable. */
  order: Ordering;
  /** `accumulate(keys, values)`: at each entry the sum of the values of all that come no later in the order of the keys. Stable. */
  accumulate: Ordering;
  /** `polygon(y, x, |rows|, |columns|, …spacing)`: where each pixel lies with respect to closed polygons; see `outline` in `contours.ts` for its results. */
  polygon: Contour;
  /** `triangulate(y, x)`: the Delaunay triangulation. Results: the first, second and third vertex of each triangle, −1 where a list is filled up. */
  triangulate: Pick<Contour, "points">;
  /** `rasterise(y, x, first, second, third, |rows|, |columns|)`: how much of each pixel triangles cover, in quarters. Its slope is `rasteriseSlope`, a surrogate. */
  rasterise: Drawing;
  /** `rasteriseSlope(y, x, first, second, third, slope)`. Results: the slope by each vertex' y and x. No slope of the slope. */
  rasteriseSlope: Drawing;
  /** One of the results of a routine that has several. */
  result: { readonly index: number; readonly axes: readonly Axis[] };
}

type None = Readonly<Record<string, never>>;

/** One order among the entries along all of some axes, which lie side by side. */
interface Ordering {
  readonly axes: readonly Axis[];
  readonly descending: boolean;
}

/** Vertices, in order along `points`, in an image with the rows and columns of `space`. */
interface Contour {
  readonly points: Axis;
  readonly space: readonly Axis[];
}

/** Triangles between them, listed along `faces`. */
interface Drawing extends Contour {
  readonly faces: Axis;
}

/** Weights of the neighbours of an entry, by their offset along some axes: row-major, the centre in the middle of each odd size. */
export interface Kernel {
  readonly axes: readonly Axis[];
  readonly sizes: readonly number[];
  readonly values: readonly number[];
}

export type Op = keyof Attributes;

export const derivedOps = ["relu", "sigmoid", "softplus", "softmax", "logSoftmax", "logSumExp"] as const;
export type DerivedOp = (typeof derivedOps)[number];

export const routineOps = [
  "distance",
  "persistence",
  "matching",
  "components",
  "skeleton",
  "order",
  "accumulate",
  "polygon",
  "triangulate",
  "rasterise",
  "rasteriseSlope",
] as const;
export type RoutineOp = (typeof routineOps)[number];

export const leafOps = ["input", "constant", "vector", "extent", "index"] as const;
export type LeafOp = (typeof leafOps)[number];

/** What every backend owes. */
export type CoreOp = Exclude<Op, LeafOp | DerivedOp | RoutineOp | "result" | "detach">;

export const isRoutine = (op: Op): op is RoutineOp => (routineOps as readonly Op[]).includes(op);
/** A routine through which no slope passes: analysis, done before the slope. Drawing is not, nor is the slope of drawing. */
export const isAnalysis = (op: Op): boolean => isRoutine(op) && op !== "rasterise" && op !== "rasteriseSlope";
export const isDerived = (op: Op): op is DerivedOp => (derivedOps as readonly Op[]).includes(op);
export const isLeaf = (op: Op): op is LeafOp => (leafOps as readonly Op[]).includes(op);

/** One value in a graph. Immutable; equal ones of a graph are the same object. */
export interface Node<O extends Op = Op> {
  readonly id: number;
  readonly op: O;
  readonly args: readonly Node[];
  readonly attributes: Attributes[O];
  readonly axes: readonly Axis[];
}

/** A table with a line for each of some operations. */
export type Table<Ops extends Op, In extends unknown[], Out> = {
  readonly [O in Ops]: (node: Node<O>, ...rest: In) => Out;
};

/** Looks a node up in a table; the one place where the node's operation and the table's line are known to agree. */
export function dispatch<Ops extends Op, In extends unknown[], Out>(
  table: Table<Ops, In, Out>,
  node: Node<Ops>,
  ...rest: In
): Out {
  return (table[node.op] as (node: Node, ...rest: In) => Out)(node, ...rest);
}
