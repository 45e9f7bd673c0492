import { type Axis, isSpatial, union, without } from "./axes.js";
import {
  type AxisName,
  type Cotangents,
  defineOp,
  firstOf,
  has,
  listed,
  type NodeWith,
  type OpRecord,
  opaque,
  overSpace,
  sameAxes,
  unless,
  type Verdict,
} from "./record.js";

/** An operation that is never fused and that looks at whole images or lists. */
export interface Routine<A> extends OpRecord<A> {
  /** How many results it has that are read through `result`; 0 where it has a value of its own. */
  readonly results: (node: NodeWith<A>) => number;
  /** Whether no gradient passes, so that it and all it needs is done before what is differentiated. */
  readonly isAnalysis: boolean;
}

type Definition<A> = Parameters<typeof defineOp<A>>[0] & Partial<Pick<Routine<A>, "results">>;

const routine = <A>({ results = () => 0, ...definition }: Definition<A>): Routine<A> => ({
  ...defineOp<A>(definition),
  results,
  isAnalysis: false,
});

const noAxes = (): readonly Axis[] => [];

/** Gives positions, ranks and distances, which are constants. */
const analysis = <A>(definition: Omit<Definition<A>, "vjp">): Routine<A> => ({
  ...routine<A>({ vjp: opaque("what it finds is taken as given"), ...definition }),
  isAnalysis: true,
});

type Space = { readonly space: readonly Axis[] };

type Homology = Space & {
  readonly construction: "vertex" | "top";
  /** Side of the squares or cubes that are looked at one by one; absent: the whole image. */
  readonly patch?: number;
  /** Homology relative to the border: a frame as high as the highest pixel closes what touches it. */
  readonly relative?: boolean;
};

const homology = ({ construction, patch, relative }: Homology) =>
  `${construction}${patch ? ` patch ${patch}` : ""}${relative ? " relative" : ""}`;

/** One order among the entries along all of some axes, which lie side by side. */
type Ordering = { readonly axes: readonly Axis[]; readonly descending: boolean };

const ordered = ({ attributes }: NodeWith<Ordering>, name: AxisName) =>
  `${listed(attributes.axes, name)} ${attributes.descending ? "descending" : "ascending"}`;

const sideBySide = ({ args, attributes: { axes } }: NodeWith<Ordering>): Verdict => {
  const own = args[0]?.axes ?? [];
  const first = own.indexOf(axes[0] ?? "");
  return firstOf(
    unless(axes.length > 0, "it must name some axes"),
    has(args[0], axes),
    unless(own.slice(first, first + axes.length).join() === axes.join(), "its axes do not lie side by side in memory"),
  );
};

/** Vertices, in order along `points`, in an image with the rows and columns of `space`. */
type Contour = Space & { readonly points: Axis };

/** Triangles between them, listed along `faces`. */
type Drawing = Contour & { readonly faces: Axis };

/** Coordinates along one axis of points, the last. */
const contour = ({ args: [y, x], attributes: { points } }: NodeWith<Pick<Contour, "points">>): Verdict =>
  firstOf(
    unless(y?.axes.at(-1) === points, "its points do not lie along the last axis of its coordinates"),
    unless(y?.axes.join() === x?.axes.join(), "its coordinates must have the same axes"),
    unless(!y?.axes.slice(0, -1).some(isSpatial), "its coordinates must not lie along an axis of space"),
  );

const inPlane = ({ attributes: { space } }: NodeWith<Contour>): Verdict =>
  unless(space.length === 2, "an image with contours has two axes");

const drawing = (node: NodeWith<Drawing>): Verdict => {
  const { points, faces } = node.attributes;
  const own = node.args[0]?.axes ?? [];
  const listed = own.map((axis) => (axis === points ? faces : axis)).join();
  return firstOf(
    contour(node),
    inPlane(node),
    unless(
      node.args.slice(2, 5).every(({ axes }) => axes.join() === listed),
      "its triangles must be listed for each of its contours",
    ),
  );
};

const scalars = (args: readonly NodeWith<unknown>[]): Verdict =>
  unless(
    args.every(({ axes }) => axes.length === 0),
    "a length or a spacing must be a scalar",
  );

export const routines = {
  /** `distance(mask, …spacing)`: Euclidean distance of each true pixel to the nearest false one; 0 on false pixels and where none is false. */
  distanceTransform: analysis<Space>({
    axes: sameAxes,
    verify: ({ args: [mask, ...spacing], attributes: { space } }) =>
      firstOf(
        has(mask, space),
        unless(spacing.length === space.length, "it needs one spacing for each spatial axis"),
        unless(
          spacing.every((unit) => unit.axes.length === 0),
          "a spacing must be a scalar",
        ),
      ),
  }),
  /** Critical pixels of the superlevel filtration; see `persistence` in `graph/routines.ts` for its results. */
  persistence: analysis<Homology>({
    arity: 1,
    axes: noAxes,
    verify: overSpace,
    print: (n) => homology(n.attributes),
    results: (n) => 2 * n.attributes.space.length,
  }),
  /** `matching(image, other)`: critical pixels of both, paired by the induced matching; see `matching` in `graph/routines.ts` for its results. */
  matching: analysis<Homology & { readonly comparison: "union" | "intersection" }>({
    arity: 2,
    axes: noAxes,
    verify: (n) =>
      firstOf(
        overSpace(n),
        unless(n.args[0]?.axes.join() === n.args[1]?.axes.join(), "its two images must have the same axes"),
      ),
    print: (n) => `${n.attributes.comparison} ${homology(n.attributes)}`,
    results: (n) => 6 * n.attributes.space.length,
  }),
  /** The connected pieces of the true pixels: for each the position of the first pixel of its piece, −1 elsewhere. */
  connectedComponents: analysis<Space & { readonly connectivity: "face" | "full" }>({
    arity: 1,
    axes: sameAxes,
    verify: overSpace,
    print: (n) => n.attributes.connectivity,
  }),
  /** The skeleton of the true pixels: 1 on lines one pixel thin, of the same topology, 0 elsewhere. */
  skeleton: analysis<Space>({ arity: 1, axes: sameAxes, verify: overSpace }),
  /** Results: 0 the indices that sort along `axes`, row-major over them, 1 the rank of each entry. Stable. */
  argsort: analysis<Ordering>({ arity: 1, axes: noAxes, verify: sideBySide, print: ordered, results: () => 2 }),
  /** `accumulate(keys, values)`: at each entry the sum of the values of all that come no later in the order of the keys. Stable. */
  accumulate: analysis<Ordering>({
    arity: 2,
    axes: sameAxes,
    verify: (n) =>
      firstOf(
        unless(n.args[0]?.axes.join() === n.args[1]?.axes.join(), "its keys and values must have the same axes"),
        sideBySide(n),
      ),
    print: ordered,
  }),
  /** `polygon(y, x, |rows|, |columns|, …spacing)`: where each pixel lies with respect to closed polygons; see `outline` in `contours.ts` for its results. */
  polygon: analysis<Contour>({
    arity: 6,
    axes: noAxes,
    verify: (n) => firstOf(contour(n), inPlane(n), scalars(n.args.slice(2))),
    results: () => 3,
  }),
  /** `triangulate(y, x)`: the Delaunay triangulation. Results: the first, second and third vertex of each triangle, −1 where a list is filled up. */
  triangulate: analysis<Pick<Contour, "points">>({ arity: 2, axes: noAxes, verify: contour, results: () => 3 }),
  /** `rasterise(y, x, first, second, third, |rows|, |columns|)`: how much of each pixel triangles cover, in quarters. Its VJP is `rasteriseVjp`, a surrogate. */
  rasterise: routine<Drawing>({
    arity: 7,
    axes: (n) => union(without(n.args[0]!.axes, [n.attributes.points]), n.attributes.space),
    vjp: (n, ct, [y, x, ...faces]): Cotangents => {
      const args = [y!, x!, ...faces.slice(0, 3), ct.broadcast(n.axes)];
      const routine = ct.make(
        "rasteriseVjp",
        args.map(({ node }) => node),
        n.attributes,
      );
      return [y!, x!].map(({ axes }, index) => routine.make("result", [routine.node], { index, axes }));
    },
    verify: (n) => firstOf(drawing(n), scalars(n.args.slice(5))),
  }),
  /** `rasteriseVjp(y, x, first, second, third, cotangent)`. Results: what arrives at each vertex' y and x. */
  rasteriseVjp: routine<Drawing>({
    arity: 6,
    axes: noAxes,
    vjp: opaque("the surrogate has no derivative"),
    verify: (n) => {
      const { points, space } = n.attributes;
      const pixels = [...(n.args[0]?.axes ?? []).filter((axis) => axis !== points), ...space];
      return firstOf(
        drawing(n),
        unless(n.args[5]?.axes.join() === pixels.join(), "its cotangent must have an entry for each pixel"),
      );
    },
    results: () => 2,
  }),
};
