import { writeFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { difference, tolerance } from "./compare.js";
import { cases, compute } from "./compute.js";
import { express } from "./express.js";

const backends = [
  { name: "reference", device: "cpu", backend: "reference" },
  { name: "tfjs cpu", device: "cpu", backend: "tfjs" },
  { name: "tfjs wasm", device: "wasm", backend: "tfjs" },
  { name: "fused wasm", device: "cpu", backend: "wasm" },
] as const;

const failed = new Set<string>();
const matched = new Set<string>();
const outside = new Map<string, string>();

/** What the project's own cases do that no program should: bugs, and other losses under the same name. */
const knownGaps = [
  "acwe_sobel/ACELoss/p000",
  "acwe_sobel/ACELoss/p001",
  "boundary/boundary-loss-edge-full/p006",
  "cldice/MONAI-edge-one-channel/p005",
  "cldice_keras/clDice/p000",
  "cldice_keras/clDice/p001",
  "distance_penalized_dice/SegLossOdyssey/p004",
  "distance_penalized_dice/SegLossOdyssey/p005",
  "distance_penalized_dice/SegLossOdyssey/p006",
  "generalized_wasserstein_dice/MONAI/p000",
  "generalized_wasserstein_dice/MONAI/p001",
  "generalized_wasserstein_dice/MONAI/p002",
  "generalized_wasserstein_dice/MONAI/p003",
  "generalized_wasserstein_dice/MONAI/p004",
  "hd_dt/HausdorffLoss-edge-full/p005",
  "hd_er/HausdorffLoss-3d/p004",
  "hd_dt_variant/boundary-loss/p001",
  "lovasz_softmax_kornia_bug/kornia/p000",
  "lovasz_softmax_kornia_bug/kornia/p001",
  "masked_dice/MONAI/p000",
  "masked_dice/MONAI/p002",
  "topoloss_hu/TopoLoss-patched/p005",
];

it.skipIf(process.env.ORACLE_DIR)("leaves out nothing but what is known", () => {
  const left = cases.filter((c) => "unsupported" in express(c)).map((c) => c.id);
  expect(left.sort()).toEqual([...knownGaps].sort());
});

describe.each(backends)("$name", ({ name, device, backend }) => {
  beforeAll(async () => {
    if (!(await tf.setBackend(device))) throw new Error(`TensorFlow.js has no backend ${device} here.`);
    await tf.ready();
  });

  it.each(cases.map((c) => [c.id, c] as const))("%s", async (id, c) => {
    const said = express(c);
    if ("unsupported" in said) {
      expect(said.unsupported).not.toBe("");
      outside.set(id, said.unsupported);
      return;
    }
    try {
      const outcome = await compute(c, said, backend);
      const wrong = difference(c, outcome, tolerance(c, name === "reference" ? "double" : "single"));
      expect(wrong && `${said.source}\n${wrong}`).toBeUndefined();
      matched.add(id);
    } catch (error) {
      failed.add(id);
      throw error;
    }
  });
});

afterAll(() => {
  const report = process.env.ORACLE_REPORT;
  if (!report) return;
  const summary = {
    total: cases.length,
    matched: [...matched].filter((id) => !failed.has(id)).length,
    failed: [...failed],
    unsupported: [...outside].map(([id, reason]) => ({ id, reason })),
  };
  writeFileSync(report, `${JSON.stringify(summary, null, 2)}\n`);
});
