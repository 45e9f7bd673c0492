import { z } from "zod";
import { defineLoss, sampled } from "../../src/loss.js";
import { edgeParams, normalsInput, normalsOf, reduceOverEdges } from "../terms/edges.js";
import { batch, keepBackground } from "../terms/parameters.js";

export const nmsEdge = defineLoss({
  name: "nms_edge",
  group: "annotation",
  summary: "Thin edges: at each edge pixel the prediction must be higher than beside it, along the normal of the edge.",
  formula: String.raw`-\frac{1}{|E|}\sum_{i \in E} \log \frac{\exp(p_i / \tau)}{\sum_{t=-L}^{L} \exp(p(i + t\,n_i) / \tau)}`,
  params: z.object({
    length: z.int().min(1).max(32).default(2).describe("How far to look along the normal, to each side: L, in pixels."),
    temperature: z
      .number()
      .positive()
      .default(0.1)
      .describe("The temperature τ: small, and only the highest of the places counts."),
    ...edgeParams,
    batch,
    background: keepBackground(true),
  }),
  inputs: { p: "probabilities", g: "onehot", n: normalsInput },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference:
    "Acuna, Kar, Fidler. Devil is in the edges: learning semantic boundaries from noisy annotations. CVPR 2019. arXiv:1904.07934",
  advice:
    "Beside `edge_bce`, whose edges are several pixels thick: it makes them thin, as non-maximum suppression after the network would. Alone it says nothing of where no edge is, and is content with any ridge, however low. The target is a map of edges one pixel wide; with regions every neighbour inside is a rival. Where labels are a pixel or two off, align them first (`alignLabels` of `losslang/train`). No training code was published: the weights of 1, 10 and 1 for `edge_bce`, this and `edge_direction` are ascribed to the paper, and not checked.",
  edges:
    "A sample without edge pixels costs 0 and has no gradient. Beyond the border lies the pixel at the border. Values between pixels are interpolated; a flat prediction costs log(2L + 1). Places under a mask are read as 0. Normals found from the target are the directions in which the smoothed target bends down most; those of Dollár's formula, which STEAL's repository uses, are up to 13° off, and a distance map has none on the edge itself. For them no edge lies beyond the border or under a mask, so an edge there is one like any other. Amid edges many pixels thick nothing bends, the normal is 0 and the cost log(2L + 1). Steps along a normal are in pixels, whatever the spacing.",
  examples: [
    "edge_bce + 10*nms_edge + edge_direction",
    "nms_edge(length=3, temperature=0.5)",
    "task { labels: edge fields: normals } minimize edge_bce + nms_edge(normals=normals)",
  ],
  body: ({ p, g, n }, params, context) => {
    const normals = normalsOf(n, g, params, context);
    const here = context.space.map((axis) => p.make("iota", [], { axis }));
    const steps = Array.from({ length: 2 * params.length + 1 }, (_, k) => k - params.length);
    const places = steps.map((t) =>
      t === 0
        ? p
        : sampled(
            p,
            here.map((at, i) => at.add(normals[i]!.mul(t))),
          ),
    );
    // Rivals are taken beside the highest, so that no temperature overflows.
    const top = places.reduce((a, b) => a.max(b)).detach();
    const share = (x: typeof p) => x.sub(top).div(params.temperature);
    const all = places.map((x) => share(x).exp()).reduce((a, b) => a.add(b));
    return reduceOverEdges(all.log().sub(share(p)), g, params);
  },
});
