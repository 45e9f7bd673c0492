import {
  type Corner,
  crossing,
  draw,
  type Mesh,
  pixelOf,
  type QuarterPixels,
  single,
  type Triangle,
  trianglesOf,
} from "./rasterise.js";

/**
 * The surrogate gradient of Kato, Ushiku, Harada, Neural 3D Mesh Renderer (CVPR 2018), with respect to the vertices of a mesh, from the cotangent of each pixel.
 *
 * Coverage jumps, so it has no derivative. In its place each pixel that would lower the cost by changing pulls at the edges in its row and in its column: by
 * what the change would bring over how far an end of the edge would have to move for it, hence the more the nearer it is. Pixels outside pull at the edge of
 * the triangle that lies right inside; pixels inside push those of the triangle they show.
 */
export function rasteriseVjp(
  mesh: Mesh,
  cotangent: ArrayLike<number>,
  height: number,
  width: number,
): { readonly y: Float64Array; readonly x: Float64Array } {
  const triangles = trianglesOf(mesh, height, width);
  const canvas = draw(triangles, height, width);
  const wanted = Float64Array.from(canvas.owner, (_, i) => cotangent[pixelOf(i, height, width)]! / 4);
  const [y, x] = [new Float64Array(mesh.y.length), new Float64Array(mesh.x.length)];
  const views = [
    { view: upright(canvas, wanted), by: y },
    { view: lying(canvas, wanted), by: x },
  ];
  triangles.forEach(([a, b, c], id) => {
    for (const corners of [
      [a, b, c],
      [b, c, a],
      [c, a, b],
    ] as const)
      for (const { view, by } of views)
        pullAtEdge(view, id, corners, (end, force) => {
          by[end.vertex]! += force;
        });
  });
  return { y, x };
}

/** A canvas seen along one axis: lines at whole places `along`, which an edge crosses somewhere `across`. */
interface View {
  readonly along: (corner: Corner) => number;
  readonly across: (corner: Corner) => number;
  readonly lines: number;
  readonly length: number;
  /** On which side of an edge towards larger `along` the outside lies. */
  readonly outside: 1 | -1;
  readonly owner: (line: number, at: number) => number;
  readonly cotangent: (line: number, at: number) => number;
}

const upright = ({ height, width, owner }: QuarterPixels, cotangent: Float64Array): View => ({
  along: ({ x }) => x,
  across: ({ y }) => y,
  lines: width,
  length: height,
  outside: -1,
  owner: (x, y) => owner[y * width + x]!,
  cotangent: (x, y) => cotangent[y * width + x]!,
});

const lying = ({ height, width, owner }: QuarterPixels, cotangent: Float64Array): View => ({
  along: ({ y }) => y,
  across: ({ x }) => x,
  lines: height,
  length: width,
  outside: 1,
  owner: (y, x) => owner[y * width + x]!,
  cotangent: (y, x) => cotangent[y * width + x]!,
});

type Pull = (end: Corner, force: number) => void;

/** The forces on both ends of one edge, across the lines of a view; `third` is the corner that is not on it. */
function pullAtEdge(view: View, id: number, [from, to, third]: Triangle, pull: Pull): void {
  const { along, across, lines, length, owner, cotangent } = view;
  const [start, end, opposite] = [along(from), along(to), along(third)];
  if (start === end) return;
  const outwards = start < end ? view.outside : -view.outside;
  const onEdge = (line: number) => crossing(line, start, across(from), end, across(to));
  const last = lastLine(Math.max(start, end), lines);
  for (let line = Math.max(Math.ceil(Math.min(start, end)), 0); line <= last; line++) {
    const edge = onEdge(line);
    const inner = outwards > 0 ? Math.floor(edge) : Math.ceil(edge);
    const outer = inner + outwards;
    if (Math.min(inner, outer) < 0 || Math.max(inner, outer) >= length) continue;

    const towards = (at: number, change: number) => {
      const gain = change * cotangent(line, at);
      if (gain <= 0) return;
      const step = single(at - edge);
      if (end !== line) pull(from, -gain / way(step, single(end - start) / single(end - line), length));
      if (start !== line) pull(to, -gain / way(step, single(end - start) / single(line - start), length));
    };

    if (owner(line, inner) === id)
      for (let at = outer; at >= 0 && at < length; at += outwards) if (owner(line, at) < 0) towards(at, -1);

    if (owner(line, outer) >= 0) continue;
    const far =
      (line - start) * (line - opposite) < 0
        ? crossing(line, start, across(from), opposite, across(third))
        : crossing(line, opposite, across(third), end, across(to));
    const limit = outwards > 0 ? Math.ceil(far) : Math.floor(far);
    const top = Math.min(Math.max(inner, limit), length - 1);
    for (let at = Math.max(Math.min(inner, limit), 0); at <= top; at++) if (owner(line, at) === id) towards(at, 1);
  }
}

/** The last line that an edge reaches. Cut towards 0, as neural_renderer does: an edge that ends less than one line before the first still pulls at it. */
const lastLine = (end: number, count: number): number => Math.trunc(Math.min(end, count - 1));

/** Added to each way, so that what lies right at an edge does not pull without bound. */
const least = 1e-4;

/** How far an end of an edge has to move, of an image from −1 to 1, for the edge to move a step where it crosses a line. */
function way(step: number, lever: number, length: number): number {
  const distance = single((single(single(lever) * step) * 2) / length);
  return single(distance > 0 ? distance + least : distance - least);
}
