import { z } from "zod";
import { fieldName } from "../../src/loss.js";

/** How the losses of contours understand a prediction: the same in each of them, so that terms that say the same share the work. */
export const contourParams = {
  coordinates: z
    .enum(["pixels", "centred"])
    .default("pixels")
    .describe(
      "`pixels`: (y, x), centres of pixels at whole numbers, lengths in the unit of `spacing`. `centred`: (x, y) as ACDRNet has it, from −1 to 1 between the borders, y upwards.",
    ),
  iterations: z
    .int()
    .min(1)
    .max(32)
    .default(3)
    .describe(
      "How often a predicted displacement moves the contour. This and the parameters below have no effect where the prediction holds vertices.",
    ),
  supervise: z
    .enum(["all", "last"])
    .default("all")
    .describe("`all`: the costs of the contour after each displacement, added. `last`: that of the last alone."),
  reach: z
    .number()
    .positive()
    .optional()
    .describe(
      "Largest displacement along an axis, in the unit of `coordinates`: the displacement is `reach` times the hyperbolic tangent of the prediction. As predicted, if left out.",
    ),
  align_corners: z
    .boolean()
    .default(false)
    .describe(
      "Read the displacement as if its outermost pixel centres lay on the borders of the image, as PyTorch before 1.3.",
    ),
  nodes: z
    .int()
    .min(3)
    .default(32)
    .describe("Number of vertices of the initial circle, from which displacements start."),
  diameter: z
    .number()
    .positive()
    .default(16)
    .describe("Diameter of the initial circle, in pixels (of `grid`, if given)."),
  centre: z
    .array(z.number())
    .length(2)
    .optional()
    .describe("Centre of the initial circle, in `coordinates`. The middle of the image, if left out."),
  grid: z
    .int()
    .positive()
    .optional()
    .describe(
      "Side, in pixels, of the image that `diameter` refers to: in a larger image the initial circle is larger in proportion.",
    ),
  floored: z
    .boolean()
    .default(false)
    .describe(
      "Round the vertices of the initial circle down to whole pixels around its centre, as ACDRNet does; they become irregular, and some may coincide.",
    ),
  start: fieldName()
    .optional()
    .describe(
      "A field with the contours from which displacements start, `[batch, points, 2]` in `coordinates`, in place of the circle.",
    ),
};

/** What turns contours into masks. */
export const renderingParams = {
  renderer: z
    .enum(["polygon", "triangles", "hard"])
    .default("polygon")
    .describe(
      "`polygon`: a sigmoid of the signed distance to the contour; its gradient is a true derivative. `triangles`: the soft union of the triangles between the vertices (SoftRas). `hard`: their coverage in quarters of pixels; its gradient is the surrogate of the Neural 3D Mesh Renderer, not a derivative.",
    ),
  sigma: z
    .number()
    .positive()
    .default(1)
    .describe(
      "Softness of the rim: the distance (for `triangles`, the squared distance) at which the mask is at 0.73, in the unit of `coordinates`. No effect with `hard`.",
    ),
  faces: z
    .array(z.array(z.int().min(0)).length(3))
    .min(1)
    .optional()
    .describe(
      "The triangles, three numbers of vertices each, from 0. If left out, the Delaunay triangles of the contour before it is displaced, which cover its hull. No effect with `polygon`.",
    ),
};

const params = z.object({ ...contourParams, ...renderingParams });

export type ContourParams = Omit<z.output<typeof params>, keyof typeof renderingParams>;
export type Rendering = z.output<typeof params>;
