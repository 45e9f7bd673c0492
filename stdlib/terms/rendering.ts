import { type Contour, coverage, type Expr, type Faces, from, outline, triangulation } from "../../src/loss.js";
import { centred, inPixels, units } from "./contour-frame.js";
import type { Rendering } from "./contour-params.js";
import { type Contours, turned } from "./contours.js";
import { softTriangles } from "./soft-triangles.js";

/** Each contour that is judged as a mask, `[batch, …space]`. */
export function masks({ judged, meshed }: Contours, spacing: readonly Expr[], params: Rendering): readonly Expr[] {
  const inUnit = judged.map((contour) => inPixels(contour, params));
  const unit = units(meshed.y, spacing, params);
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
    const [start, end] = [at(coordinate), at(turned(coordinate, contour, 1))];
    const pixel = coordinate.make("index", [], { axis: coordinate.scope.space[i]! });
    return pixel
      .sub(start.add(share.mul(end.sub(start))))
      .mul(unit[i]!)
      .square();
  });
  const distance = squares.reduce((a, b) => a.add(b), from(0)).sqrt();
  return inside.choose(distance, distance.neg()).div(sigma).sigmoid();
}
