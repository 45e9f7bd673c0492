import { type Axis, isSpatial, kindOf } from "../../src/graph/ops/axes.js";
import { type Contour, type Expr, from, sampled } from "../../src/loss.js";
import type { ContourParams } from "./contour-parameters.js";

export type Convention = Pick<ContourParams, "coordinates">;

/** The number of rows (0) or columns (1) of the image. */
export const axisSize = (near: Expr, i: number): Expr => near.make("axisSize", [], { axis: near.scope.space[i]! });

/** The contour with centres of pixels at whole numbers, y downwards. */
export function inPixels({ y, x, points }: Contour, { coordinates }: Convention): Contour {
  if (coordinates === "pixels") return { y, x, points };
  const place = (along: Expr, i: number) => along.add(1).mul(axisSize(along, i)).sub(1).div(2);
  return { y: place(y.neg(), 0), x: place(x, 1), points };
}

/** The contour from −1 to 1 between the borders, y upwards. */
export function centred({ y, x, points }: Contour, { coordinates }: Convention): Contour {
  if (coordinates === "centred") return { y, x, points };
  const place = (along: Expr, i: number) => along.mul(2).add(1).div(axisSize(along, i)).sub(1);
  return { y: place(y, 0).neg(), x: place(x, 1), points };
}

/** The size of a pixel along y and x, in the unit lengths are measured in. */
export const pixelUnits = (near: Expr, spacing: readonly Expr[], { coordinates }: Convention): readonly Expr[] =>
  coordinates === "pixels" ? spacing : [0, 1].map((i) => from(2).div(axisSize(near, i)));

/** The circle from which displacements start, in the convention of `coordinates`; the same in every sample. */
export function initialCircle(near: Expr, params: ContourParams): Contour {
  const { coordinates, centre, grid } = params;
  const { y, x, points } = offsets(near, params);
  const [first, second] = centre ?? [];
  if (coordinates === "pixels") {
    const place = (offset: Expr, i: number, middle: number | undefined) =>
      (grid === undefined ? offset : offset.mul(axisSize(near, i).div(grid))).add(
        middle ?? axisSize(near, i).sub(1).div(2),
      );
    return { y: place(y, 0, first), x: place(x, 1, second), points };
  }
  const place = (offset: Expr, i: number, middle: number | undefined) =>
    offset
      .mul(2)
      .div(grid ?? axisSize(near, i))
      .add(middle ?? 0);
  return { y: place(y.neg(), 0, second), x: place(x, 1, first), points };
}

/**
 * How many pixels below and right of the centre each vertex of the circle lies: numbers of single precision, so that every backend sees the same and
 * triangulates them in the same way.
 */
export function offsets(near: Expr, { nodes, diameter, floored }: ContourParams): Contour {
  const points = `item:circle:${nodes}`;
  const angles = Array.from({ length: nodes }, (_, k) => ((2 * Math.PI) / nodes) * k);
  const along = (direction: (angle: number) => number) => {
    const exact = angles.map((angle) => (direction(angle) * diameter) / 2);
    return near.make("vector", [], { axis: points, values: exact.map(floored ? Math.floor : Math.fround) });
  };
  return { y: along(Math.sin), x: along(Math.cos), points };
}

/** Contours in the convention of `coordinates`: y and x in pixels, or centred with y upwards. */
export interface Contours {
  /** Those that are judged: the predicted one, or one for each displacement. */
  readonly judged: readonly Contour[];
  /** What is triangulated: the contour before any displacement. */
  readonly meshed: Contour;
}

/** Reads a prediction as contours: vertices as they are, a field as what displaces an initial contour. */
export function contours(prediction: Expr, start: Expr | undefined, params: ContourParams): Contours {
  if (!prediction.axes.some(isSpatial)) {
    const given = vertices(prediction, params);
    return { judged: [given], meshed: given };
  }
  const initial = start ? vertices(start, params) : initialCircle(prediction, params);
  const steps = displacement(prediction, params);
  const iterates: Contour[] = [];
  for (let k = 0; k < params.iterations; k++) iterates.push(moved(iterates.at(-1) ?? initial, steps, params));
  return {
    judged: params.supervise === "all" ? iterates : iterates.slice(-1),
    meshed: start ? initial : offsets(prediction, params),
  };
}

/** The two components of what lies along the last axis: (y, x), or (x, y) where coordinates are centred. */
function components(pairs: Expr, { coordinates }: Convention): { readonly y: Expr; readonly x: Expr } {
  const axis = pairs.axes.find((a) => kindOf(a) === "class")!;
  const [first, second] = [0, 1].map((i) => {
    const one = pairs.take(axis, [i]);
    return one.sumOver(one.axes.filter((a) => kindOf(a) === "class"));
  });
  return coordinates === "pixels" ? { y: first!, x: second! } : { y: second!, x: first! };
}

const pointsOf = (x: Expr): Axis => x.axes.find((axis) => kindOf(axis) === "item")!;

const vertices = (list: Expr, params: Convention): Contour => ({
  ...components(list, params),
  points: pointsOf(list),
});

/** By how much each pixel displaces a vertex upon it. */
function displacement(field: Expr, params: ContourParams) {
  const { y, x } = components(field, params);
  const { reach } = params;
  return reach === undefined ? { y, x } : { y: bounded(y, reach), x: bounded(x, reach) };
}

/** `reach · tanh x`. */
const bounded = (x: Expr, reach: number): Expr => x.mul(2).sigmoid().mul(2).sub(1).mul(reach);

/** One displacement, read between pixels; beyond the image there is none. Where coordinates are centred, its y points downwards. */
function moved(contour: Contour, steps: { readonly y: Expr; readonly x: Expr }, params: ContourParams): Contour {
  const { y, x } = inPixels(contour, params);
  const places = [y, x].map((place, i) => {
    if (!params.align_corners) return place;
    const length = axisSize(place, i);
    return place.add(0.5).mul(length.sub(1)).div(length);
  });
  const [down, across] = [sampled(steps.y, places, 0), sampled(steps.x, places, 0)];
  const { y: before } = contour;
  return {
    ...contour,
    y: params.coordinates === "pixels" ? before.add(down) : before.sub(down),
    x: contour.x.add(across),
  };
}

/** A list along the points of a contour, turned so that each vertex sees one that follows, or precedes it, so many steps away. */
export const rolled = (x: Expr, { points }: Contour, by: number): Expr => x.shift(points, by, "wrap");

/** The squared length of a difference of vertices, one for each; in the unit of `spacing`, or of half an image. */
export function squaredLengths(
  { y, x }: Contour,
  difference: (coordinate: Expr) => Expr,
  spacing: readonly Expr[],
  { coordinates }: Convention,
): Expr {
  const parts = [y, x].map((coordinate, i) => {
    const part = difference(coordinate);
    return (coordinates === "pixels" ? part.mul(spacing[i]!) : part).square();
  });
  return parts[0]!.add(parts[1]!);
}

/** What some costs come to together. */
export const sumOf = (costs: readonly Expr[]): Expr => costs.reduce((a, b) => a.add(b));
