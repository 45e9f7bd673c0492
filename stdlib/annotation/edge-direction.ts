import { z } from "zod";
import { defineLoss } from "../../src/loss.js";
import { edgeParams, normalsInput, normalsOf, reduceOverEdges } from "../terms/edges.js";
import { derivatives } from "../terms/level-set.js";
import { batch, keepBackground } from "../terms/parameters.js";
import { angleTo, norm, unitVector } from "../terms/vectors.js";

export const edgeDirection = defineLoss({
  name: "edge_direction",
  group: "annotation",
  summary:
    "Direction of edges: the angle between the normal of the target's edge and that of the prediction, at edge pixels.",
  formula: String.raw`\frac{1}{|E|}\sum_{i \in E} \arccos\left(0.9999\,\frac{|n_i \cdot \nabla p_i|}{\sqrt{|\nabla p_i|^2 + 10^{-8}}}\right)`,
  params: z.object({ ...edgeParams, batch, background: keepBackground(true) }),
  inputs: { p: "probabilities", g: "onehot", n: normalsInput },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Acuna, Kar, Fidler. Devil is in the edges: learning semantic boundaries from noisy annotations. CVPR 2019. arXiv:1904.07934",
  advice:
    "With `edge_bce` and `nms_edge`, to keep predicted edges parallel to the true ones. A weak term by itself: it depends neither on position nor on height. The normal of the prediction is the gradient of the edge map, which is well defined on the flanks of an edge and vanishes on a perfectly thin crest: weigh it low, and leave it out where edges are one pixel wide and sharp.",
  edges:
    "A normal has no sign: the angle is at most π/2. Where the prediction is flat the angle is π/2 and no gradient passes. The cosine is scaled by 0.9999, so that the gradient at angle 0 is finite. A sample without edge pixels costs 0. Spatial derivatives are central differences, one-sided at the border and beside what a mask hides. Normals of the target are those of `nms_edge`.",
  examples: ["edge_bce + 10*nms_edge + edge_direction", 'edge_direction(reduction="sum")'],
  body: ({ p, g, n }, params, context) => {
    const normals = normalsOf(n, g, params, context);
    const length = n ? norm(normals) : undefined;
    const angle = angleTo(n ? unitVector(normals) : normals, derivatives(p, context), {
      floor: 1e-8,
      unsigned: true,
      ...(length && { length }),
    });
    return reduceOverEdges(angle, g, params);
  },
});
