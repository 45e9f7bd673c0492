import { type Expressed, type Expressions, type Facts, unsupported } from "../case.js";
import { sum, term } from "../text.js";

/** End to end trainable active contours by differentiable rendering, whose vertices are (x, y) in [−1, 1] throughout. */

const centred = { coordinates: "centred" } as const;

const said = (source: string): Expressed => ({ source, task: {} });

/** The triangles the case was computed with, if they are the same for all samples: where points lie on one circle there is more than one choice. */
function faces(c: Facts): readonly (readonly number[])[] | undefined {
  const given = c.case.extra?.faces;
  if (!Array.isArray(given)) return undefined;
  const depth = (list: unknown): number => (Array.isArray(list) ? 1 + depth(list[0]) : 0);
  if (depth(given) > 2) return undefined;
  const corners = given.flat() as number[];
  return Array.from({ length: corners.length / 3 }, (_, i) => corners.slice(3 * i, 3 * i + 3));
}

const drawn = (c: Facts): Expressed => {
  if (!c.param("anti_aliasing", true)) return unsupported("Coverage is in quarters of pixels here, not whole ones.");
  return said(term("contour_mask", { ...centred, renderer: "hard", faces: faces(c) }));
};

/** Up to two displacements only the last contour is judged. */
const network = (c: Facts): Expressed => {
  const iterations = c.param("iter", 3);
  const moving = {
    ...centred,
    iterations,
    nodes: c.param("num_nodes", 70),
    diameter: 20,
    grid: c.param("dec_size", 64),
    floored: true,
    reach: 1,
    align_corners: c.param("align_corners", true),
    supervise: iterations > 2 ? "all" : "last",
  };
  const drawing = { ...moving, renderer: "hard", faces: faces(c) };
  return said(
    sum(
      [1, term("contour_mask", drawing)],
      [c.param("lmd_balloon", 0.01), term("balloon", drawing)],
      [c.param("lmd_curve", 0.001), term("curvature", moving)],
      [c.param("lmd_dist", 0.1), term("edge_length", moving)],
    ),
  );
};

const official = "shirgur/ACDRNet models.";

export const contours: Expressions = {
  [`${official}loss_functions.curvature_loss`]: () => said(term("curvature", centred)),
  [`${official}loss_functions.dist_loss`]: () => said(term("edge_length", centred)),
  [`${official}networks.CircleNet.forward + train.py total`]: network,
  "daniilidis-group/neural_renderer Renderer(look_at, orthographic).__call__(mode='silhouettes') + MSE": drawn,
  "definition sigmoid(signed distance to the polygon / sigma) + MSE": (c) =>
    said(term("contour_mask", { ...centred, sigma: c.param("sigma", 0.05) })),
  "definition SoftRas silhouettes of the Delaunay faces + MSE": (c) =>
    said(term("contour_mask", { ...centred, renderer: "triangles", sigma: c.param("sigma", 1e-3), faces: faces(c) })),
};
