import { z } from "zod";
import { type Axis, kindOf } from "../../src/graph/ops/axes.js";
import { defineLoss, type Expr, type Features, persistence, ranks } from "../../src/loss.js";
import { maskedFill } from "../terms/neighbourhoods.js";
import { keepBackground } from "../terms/parameters.js";

const params = z.object({
  patch: z
    .int()
    .min(2)
    .default(100)
    .describe("Side of the squares that are judged one by one, their costs added; at the far border as large as fits."),
  min_persistence: z
    .number()
    .min(0)
    .max(1)
    .default(0.03)
    .describe("Superfluous features of less persistence are left alone."),
  perfect: z.number().min(0).max(1).default(0.99).describe("Features of more persistence count as correct."),
  detach: z
    .boolean()
    .default(true)
    .describe(
      "Take the probabilities that superfluous features are drawn to as constants, as published; `false`: the true gradient.",
    ),
  background: keepBackground(false),
});
type Params = z.output<typeof params>;

export const huTopology = defineLoss({
  name: "hu_topology",
  group: "topology",
  summary:
    "TopoLoss as its code was published, to compare with: merging components only, drawn by their logits; `betti` is the loss of the article.",
  formula: String.raw`\sum_{\text{kept}} x_b^2 + (x_d - 1)^2 \;+\; \sum_{\text{other}} (x_b - p_d)^2 + (x_d - p_b)^2`,
  params,
  inputs: { p: "probabilities", x: "logits", g: "onehot" },
  dimensions: [2],
  range: [0, Number.POSITIVE_INFINITY],
  cost: "sort",
  reference:
    "The code (github.com/HuXiaoling/TopoLoss, topoloss_pytorch.py) of Hu, Li, Samaras, Chen. Topology-preserving deep image segmentation. NeurIPS 2019. arXiv:1906.05404",
  advice:
    "To reproduce results of the published code; train with `betti`. The code differs from its article: it sees components that merge, no loop, and never the component that outlives them all (its issue 13); it keeps the longest-lived, which is not the optimal matching; it draws kept births to 0 and deaths to 1, against the order in which its own filtration meets them; it compares logits with probabilities; and of the features that die at one pixel it keeps one (here the shortest-lived, there whichever comes last). Its reading of patches that are not square, whose rows and columns gudhi takes the other way round, is not followed.",
  edges:
    "A patch where the target or the prediction has nothing that merges and no loop costs nothing, so one object alone — or an empty or a full mask — has no gradient. A target with a loop but one component wants every merging component removed. The gradient reaches only the pixels where components are born and merge; equal values are ordered by position.",
  examples: ["bce + 0.005*hu_topology", "hu_topology(patch=64, min_persistence=0.1)"],
  body: ({ p, x, g }, params) => {
    const [components] = persistence(p, "top", params);
    const wanted = persistence(g.greater(0.5), "top", params).map((list) => dying(list).sum("item"));
    const judged = wanted.reduce((a, b) => a.add(b)).greater(0);
    return judged.where(force(p, x, components!, wanted[0]!, params), 0).sum("patch");
  },
});

/** 1 for each feature of a list that dies. */
const dying = ({ deaths }: Features): Expr => deaths.greaterEqual(0);

/** What it costs, per sample, patch and class, to keep the longest-lived components, as many as are wanted, and be rid of the others. */
function force(p: Expr, x: Expr, { births, deaths }: Features, wanted: Expr, params: Params): Expr {
  const item = births.axes.find((axis) => kindOf(axis) === "item")!;
  const mortal = deaths.greaterEqual(0);
  const [birth, death] = [p.gather(births), p.gather(deaths)];
  const lifetime = birth.sub(death);
  const kept = ranks(mortal.where(lifetime, -1), item).less(wanted);
  const wrong = kept.where(lifetime.lessEqual(params.perfect), lifetime.greater(params.min_persistence)).mul(mortal);
  const drawnTo = (to: number, other: Expr) => kept.where(to, params.detach ? other.detach() : other);
  const atBirth = x.gather(births).sub(drawnTo(0, death)).square();
  const atDeath = x.gather(deaths).sub(drawnTo(1, birth)).square();
  // A component may merge at a pixel that does not count, where all probabilities are 0.
  const seen = maskedFill(p.greaterEqual(0), 0).gather(deaths);
  const last = lastAt(wrong.where(deaths, -1), item);
  return wrong.mul(atBirth.add(atDeath.mul(last).mul(seen))).sum("item");
}

/** 1 for the last of the entries of a list that name the same position. */
function lastAt(positions: Expr, item: Axis): Expr {
  const { space } = positions.scope;
  const over = positions.axes.filter((axis) => kindOf(axis) === "item" || kindOf(axis) === "patch");
  const one = positions.greaterEqual(0);
  const same = one.make("scatter", [one.node, positions.node], { space, over }).gather(positions);
  // Equal entries keep their order in both directions: with k before it of the n that are equal, an entry has as the sum of its ranks N − n + 2k.
  const both = ranks(positions, item, false).add(ranks(positions, item, true));
  const length = positions.make("axisSize", [], { axis: item });
  return both.equal(length.add(same).sub(2));
}
