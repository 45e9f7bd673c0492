import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** A recipe is worth what its parts are, each with its weight at the time. */

type Part = readonly [weight: number, source: string];
type Moment = readonly [source: string, epoch: number, parts: readonly Part[]];

const region: readonly Part[] = [
  [1, "dice"],
  [1, "ce"],
];

const moments: readonly Moment[] = [
  [
    "dice_cldice",
    0,
    [
      [0.5, "dice(smooth=1)"],
      [0.5, "cldice(smooth=1)"],
    ],
  ],
  [
    "dice_cldice(alpha=0.3, iterations=2)",
    0,
    [
      [0.7, "dice(smooth=1)"],
      [0.3, "cldice(smooth=1, iterations=2)"],
    ],
  ],
  [
    "generalized_dice_focal(focal_weight=3, gamma=1)",
    0,
    [
      [1, "generalized_dice"],
      [3, "focal(gamma=1)"],
    ],
  ],
  [
    "dice_hd(hd_weight=0.2, alpha=1)",
    0,
    [
      [1, "dice"],
      [0.2, 'hd_dt(alpha=1, normalize="diagonal")'],
    ],
  ],
  ["dice_ce_skeleton(dilations=1)", 0, [...region, [1, "skeleton_recall(dilations=1)"]]],
  [
    "region_then_boundary",
    0,
    [
      [0.99, "generalized_dice"],
      [0.01, "boundary"],
    ],
  ],
  [
    "region_then_boundary",
    49,
    [
      [0.5, "generalized_dice"],
      [0.5, "boundary"],
    ],
  ],
  [
    "region_then_boundary",
    98,
    [
      [0.01, "generalized_dice"],
      [0.99, "boundary"],
    ],
  ],
  [
    "region_then_boundary",
    500,
    [
      [0.01, "generalized_dice"],
      [0.99, "boundary"],
    ],
  ],
  [
    "region_then_boundary(span=2)",
    1,
    [
      [0.5, "generalized_dice"],
      [0.5, "boundary"],
    ],
  ],
  [
    "dice_ce_nnunet(ce_weight=0.5)",
    0,
    [
      [1, "dice(batch=true, background=false)"],
      [0.5, "ce"],
    ],
  ],
  [
    "dice_ce_nnunet(batch=false)",
    0,
    [
      [1, "dice(background=false)"],
      [1, "ce"],
    ],
  ],
  [
    "lovasz_ce(lovasz_weight=2)",
    0,
    [
      [2, "lovasz_softmax(batch=true)"],
      [1, "ce"],
    ],
  ],
  [
    "dice_ce_cbdice(iterations=3)",
    0,
    [
      [1, "dice(background=false)"],
      [2, "ce"],
      [1, "cbdice(iterations=3, smooth=0.001)"],
    ],
  ],
  ["dice_ce_blob(blob_weight=3)", 0, [...region, [3, "blob"]]],
  ["dice_ce_hd", 0, region],
  ["dice_ce_hd(span=10)", 5, [...region, [0.5, 'hd_dt(normalize="diagonal")']]],
  ["dice_ce_hd(hd_weight=2, alpha=1)", 20, [...region, [2, 'hd_dt(alpha=1, normalize="diagonal")']]],
  [
    "region_and_boundary",
    0,
    [
      [1, "generalized_dice"],
      [0.01, "boundary"],
    ],
  ],
  [
    "region_and_boundary",
    49,
    [
      [1, "generalized_dice"],
      [0.5, "boundary"],
    ],
  ],
  [
    "region_and_boundary(span=10)",
    100,
    [
      [1, "generalized_dice"],
      [1, "boundary"],
    ],
  ],
  ["region_then_topology", 39, region],
  ["region_then_topology", 45, [...region, [0.025, "betti"]]],
  ["region_then_topology(topology_weight=0.1)", 60, [...region, [0.1, "betti"]]],
  ["region_then_topology(start=epoch2, end=epoch4)", 3, [...region, [0.025, "betti"]]],
];

const rows = ["........", ".11111..", ".1...1..", ".1...122", ".11111.2", "......22"];
const labels = [...rows.join("")].map((c) => (c === "." ? 0 : Number(c)));
const shape: [number, number, number] = [1, rows.length, rows[0]!.length];

async function worth(source: string, classes: number, epoch: number): Promise<number> {
  const loss = compile(source, {
    task: classes === 1 ? {} : { classes: ["background", "ring", "hook"] },
    backend: "reference",
  });
  const logits = Array.from({ length: labels.length * classes }, (_, i) => 2 * Math.sin(1.7 * i + 0.3));
  const target = labels.map((label) => (classes === 1 ? Math.min(label, 1) : label));
  const { value } = await loss.evaluate(
    {
      prediction: tf.tensor(logits, [...shape, classes]),
      target: tf.tensor(target, classes === 1 ? [...shape, 1] : shape),
    },
    { epoch },
  );
  loss.dispose();
  return value;
}

describe.each([1, 3])("recipes of %i channels", (classes) => {
  it.each(moments)("%s in epoch %i", async (source, epoch, parts) => {
    let expected = 0;
    for (const [weight, part] of parts) expected += weight * (await worth(part, classes, 0));
    expect(await worth(source, classes, epoch)).toBeCloseTo(expected, 9);
  });
});
