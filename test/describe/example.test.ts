import { expect, it } from "vitest";
import { summariseExample } from "../../src/describe/example.js";
import { recipes, stdlib } from "../../stdlib/index.js";

const says = (name: string, program: string) =>
  summariseExample(program, stdlib.find((loss) => loss.name === name)!, { library: stdlib, recipes }).summary;

it.each([
  ["dice", "dice", "With its defaults."],
  ["tversky", "tversky(alpha=0.3)", "`alpha=0.3`: Weight of false positives."],
  ["bce", "0.5*dice + 0.5*bce", "Beside `dice`, with equal weights."],
  ["focal", "dice + 10*focal", "With the weight 10 beside `dice`."],
  ["betti", "bce then@epoch40 bce + 0.1*betti", "First `bce`; from epoch 40 `bce`, 0.1 `betti`."],
  [
    "boundary",
    "dice + ramp(0, 0.5, over=20)*boundary",
    "First `dice`, `boundary` with a weight from 0 to 0.5, from epoch 0 to epoch 20; from epoch 20 `dice`, 0.5 `boundary`.",
  ],
  [
    "topk_ce",
    "dice + topk_ce(k=25)",
    "Beside `dice`, with equal weights. `k=25`: How many percent of the pixels count: rounded down, and at least one pixel.",
  ],
  [
    "hd_dt",
    'hd_dt(normalize="none", sides="target")',
    '`sides="target"`: Distances to the boundaries of prediction and target, or of the target alone: another loss, computed once per target.',
  ],
  [
    "active_contour",
    'active_contour(stencil="pool")',
    '`stencil="pool"`: By what dilating the eroded mask adds to it, without `epsilon`.',
  ],
  [
    "nms_edge",
    "task { fields: n } minimize edge_bce + nms_edge(normals=n)",
    "Beside `edge_bce`, with equal weights. `normals=n`: A field of unit vectors, `[batch, …space, axes]` in array order; their sign does not matter.",
  ],
])("says of %s: %s", (name, program, words) => expect(says(name, program)).toBe(words));

it("has words for every example of the library", () => {
  for (const loss of stdlib)
    for (const program of loss.examples) expect(says(loss.name, program).length, program).toBeGreaterThan(10);
});
