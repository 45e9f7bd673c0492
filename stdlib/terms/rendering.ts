import { type Contour, coverage, type Expr, type Faces, from, outline, triangulation } from "../../src/loss.js";
import type { Rendering } from "./contour-parameters.js";
import { type Contours, centred, inPixels, pixelUnits, rolled } from "./contours.js";

/** Each contour that is judged as a mask, `[batch, …space]`. */
export function renderedMasks(
  { judged, meshed }: Contours,
  spacing: readonly Expr[],
  params: Rendering,
): readonly Expr[] {
  const inUnit = judged.map((contour) => inPixels(contour, params));
  const unit = pixelUnits(meshed.y, spacing, params);
  if (params.renderer === "polygon") return inUnit.map((contour) => softPolygon(contour, unit, params.sigma));
  const faces = params.faces ? listed(meshed.y, params.faces) : triangulation(meshed);
  return params.renderer === "hard"
    ? judged.map((contour) => coverage(centred(contour, params), faces))
    : inUnit.map((contour) => softTriangles(contour, faces, unit, params.sigma));
}

/** Given triangles as constants. */
function listed(near: Expr, faces: readonly (readonly number[])[]): Faces {
  const corner = (k: number) => near.make("vector", [], { axis: "item:faces", values: faces.map((face) => face[k]!) });
  return [corner(0), corner(1), corner(2)];
}

/** A sigmoid of the distance to the contour, above ½ inside. The nearest points are constants: memory does not grow with the number of vertices. */
function softPolygon(contour: Contour, unit: readonly Expr[], sigma: number): Expr {
  const { inside, edge, share } = outline(contour, unit);
  const squares = [contour.y, contour.x].map((coordinate, i) => {
    const at = (x: Expr) => x.make("gather", [x.node, edge.node], { space: [contour.points] });
    const [start, end] = [at(coordinate), at(rolled(coordinate, contour, 1))];
    const pixel = coordinate.make("iota", [], { axis: coordinate.scope.space[i]! });
    return pixel
      .sub(start.add(share.mul(end.sub(start))))
      .mul(unit[i]!)
      .square();
  });
  const distance = squares.reduce((a, b) => a.add(b), from(0)).sqrt();
  return inside.where(distance, distance.neg()).div(sigma).sigmoid();
}

/** A point, or what leads from one to another, in the unit of lengths. */
interface Place {
  readonly y: Expr;
  readonly x: Expr;
}

const less = (a: Place, b: Place): Place => ({ y: a.y.sub(b.y), x: a.x.sub(b.x) });
const dot = (a: Place, b: Place): Expr => a.y.mul(b.y).add(a.x.mul(b.x));
const cross = (a: Place, b: Place): Expr => a.x.mul(b.y).sub(a.y.mul(b.x));

/**
 * The soft union of triangles as Liu, Li, Chen, Li, Soft Rasterizer (ICCV 2019) draws it: 1 − Π(1 − D), where D is a sigmoid of the squared distance to the border
 * of a triangle over `sigma`, above ½ inside. Time and memory grow with pixels times triangles.
 */
export function softTriangles(contour: Contour, faces: Faces, unit: readonly Expr[], sigma: number): Expr {
  const { points } = contour;
  const { space } = contour.y.scope;
  const at = (x: Expr, corner: Expr, i: number) =>
    x.make("gather", [x.node, corner.node], { space: [points] }).mul(unit[i]!);
  const pixel = (i: number) => contour.y.make("iota", [], { axis: space[i]! }).mul(unit[i]!);
  const here = { y: pixel(0), x: pixel(1) };
  const corners = faces.map((corner) => ({ y: at(contour.y, corner, 0), x: at(contour.x, corner, 1) }));
  const edges = corners.map((start, k) => ({ start, along: less(corners[(k + 1) % 3]!, start) }));

  const square = edges.map(({ start, along }) => squareDistance(less(here, start), along)).reduce((a, b) => a.min(b));
  const turns = edges.map(({ start, along }) => cross(along, less(here, start)));
  const left = turns.map((turn) => turn.greaterEqual(0)).reduce((a, b) => a.mul(b));
  const right = turns.map((turn) => turn.lessEqual(0)).reduce((a, b) => a.mul(b));
  const signed = left.max(right).where(square, square.neg()).div(sigma);
  const empty = signed.softplus().mul(faces[0].greaterEqual(0)).sum("item");
  return from(1).sub(empty.neg().exp());
}

/** From a place, seen from the start of an edge, to the nearest point of the edge; which one it is is a constant, as no gradient passes through the choice. */
function squareDistance(place: Place, along: Place): Expr {
  const length = dot(along, along);
  const share = length.greater(0).where(dot(place, along).div(length.greater(0).where(length, 1)), 0);
  const nearest = share.max(0).min(1).detach();
  const rest = less(place, { y: along.y.mul(nearest), x: along.x.mul(nearest) });
  return dot(rest, rest);
}
