import { z } from "zod";
import { type Context, defineLoss, type Expr } from "../../src/loss.js";
import { distances, pixelWidth, scaledDistance } from "../terms/distances.js";
import { keepBackground, normalize } from "../terms/parameters.js";

export const boundary = defineLoss({
  name: "boundary",
  group: "boundary",
  summary:
    "Boundary loss: the predicted probability times the signed distance to the target's boundary, averaged over pixels.",
  formula: String.raw`\frac{1}{N}\sum_i \phi_g(i)\, p_i`,
  params: z.object({
    offset: z
      .boolean()
      .default(false)
      .describe("Subtract the value of the target itself: then perfect is 0 and nothing is below."),
    inner: z
      .enum(["zero", "published"])
      .default("zero")
      .describe(
        "Pixels inside at the boundary. `zero`: have 0, since the smallest side of a pixel is taken from distances inside. `published`: 1 is taken from them, as in the authors' code, which for smaller pixels pushes them out of the mask.",
      ),
    normalize,
    background: keepBackground(false),
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference: "Kervadec, Bouchtiba, Desrosiers, Granger, Dolz, Ben Ayed. Boundary loss. MIDL 2019. arXiv:1812.07032",
  advice:
    'For unbalanced problems, beside a region loss and never alone: alone it collapses to an empty mask. Start with a weight of 0.01 and raise it over training. Its scale grows with the image; `normalize="diagonal"` makes weights portable. The map depends on the target alone and is computed once.',
  edges:
    "Negative when right, unless `offset=true`. A class whose target is empty or full has a map of zeros, so its false positives are free: the region loss beside it must punish them. Distances are in the unit of `spacing`; pixels inside on the boundary have 0, and no pixel inside has more, whatever the spacing (`inner` says otherwise).",
  examples: [
    "boundary(offset=true)",
    "dice + ramp(0, 0.5, over=20)*boundary",
    'generalized_dice + 0.01*boundary(normalize="diagonal")',
  ],
  body: ({ p, g }, params, context) => {
    const { inside, outside } = distances(g.greater(0.5), context);
    const signed = outside.sub(depthOf(inside, params.inner, context));
    const map = scaledDistance(signed, params.normalize, context);
    return map.mul(params.offset ? p.sub(g) : p).mean("space");
  },
});

/** How far inside a pixel lies, with 0 at the boundary. */
const depthOf = (inside: Expr, inner: "zero" | "published", context: Context): Expr =>
  inner === "zero" ? inside.sub(pixelWidth(inside, context)).relu() : inside.greater(0).where(inside.sub(1), 0);
