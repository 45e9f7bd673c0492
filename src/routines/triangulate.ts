import Delaunator from "delaunator";

/**
 * The Delaunay triangulation of points in the plane: three indices for each triangle. Of points in one place only the first belongs to it; points on one line
 * have none. Where four or more points lie on one circle there are several, and which one is found is not determined.
 */
export function triangulate(y: ArrayLike<number>, x: ArrayLike<number>): Int32Array {
  const points = Float64Array.from({ length: 2 * y.length }, (_, i) => (i % 2 ? y : x)[i >> 1]!);
  return points.length ? Int32Array.from(new Delaunator(points).triangles) : new Int32Array();
}
