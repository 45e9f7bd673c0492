import type { Axis } from "./ops/axes.js";
import type { Expr } from "./trace.js";

/** Closed contours: the coordinates of their vertices, `[batch, item]`, in order. */
export interface Contour {
  readonly y: Expr;
  readonly x: Expr;
  readonly points: Axis;
}

/** Triangles between the vertices of contours: the numbers of their corners, `[batch, item]`, −1 where the list is filled up. Constants. */
export type Faces = readonly [Expr, Expr, Expr];

/** For each pixel how it lies with respect to a contour. Constants. */
export interface Outline {
  /** 1 inside, by the even–odd rule. */
  readonly inside: Expr;
  /** The nearest edge, by the vertex it starts from, as a position to `gather` at. */
  readonly edge: Expr;
  /** How far along the edge the nearest point lies, from 0 to 1. */
  readonly share: Expr;
}

/**
 * Where the pixels of an image lie with respect to closed polygons, whose vertices are in pixels; nearness is measured with a pixel of the size `spacing`. As the
 * nearest point is known, a distance to it takes a few operations per pixel, and its gradient by the vertices is that of the distance to the polygon.
 */
export function outline({ y, x, points }: Contour, spacing: readonly Expr[]): Outline {
  const { space } = y.scope;
  const args = [y, x, ...space.map((axis) => y.make("axisSize", [], { axis })), ...spacing];
  const routine = y.make(
    "polygon",
    args.map(({ node }) => node),
    { points, space },
  );
  const axes = [...y.axes.filter((axis) => axis !== points), ...space];
  const [inside, edge, share] = [0, 1, 2].map((index) => routine.make("result", [routine.node], { index, axes }));
  return { inside: inside!, edge: edge!, share: share! };
}

/** The Delaunay triangulation of the vertices. It covers their hull, whatever the order in which they follow each other. */
export function triangulation({ y, x, points }: Contour): Faces {
  const routine = y.make("triangulate", [y.node, x.node], { points });
  const axes = [...y.axes.filter((axis) => axis !== points), `item:${routine.node.id}.0`];
  const corner = (index: number) => routine.make("result", [routine.node], { index, axes });
  return [corner(0), corner(1), corner(2)];
}

/**
 * How much of each pixel the triangles cover: 0, ¼, ½, ¾ or 1. Coordinates are from −1 to 1 between the borders of the image, y upwards. The gradient by
 * the vertices is the surrogate of Kato, Ushiku, Harada (CVPR 2018), not a derivative.
 */
export function coverage({ y, x, points }: Contour, corners: Faces): Expr {
  const { space } = y.scope;
  const around = y.axes.filter((axis) => axis !== points);
  const listed = corners.map((corner) => corner.broadcast(around));
  const args = [y, x, ...listed, ...space.map((axis) => y.make("axisSize", [], { axis }))];
  return y.make(
    "rasterise",
    args.map(({ node }) => node),
    { points, faces: listed[0]!.axes.at(-1)!, space },
  );
}
