import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { type Expressed, numbers, type OracleCase, type Stored } from "./case.js";
import { difference, type Outcome, tolerance } from "./compare.js";
import { express } from "./express.js";

/** Values and gradients of official implementations, computed by programs of the language. Other folders of cases: ORACLE_DIR; a summary: ORACLE_REPORT. */
const folder = process.env.ORACLE_DIR ?? join(import.meta.dirname, "cases");

const cases = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .flatMap((name) => (JSON.parse(readFileSync(join(folder, name), "utf8")) as { cases?: OracleCase[] }).cases ?? []);

const backends = [
  { name: "reference", device: "cpu", backend: "reference" },
  { name: "tfjs cpu", device: "cpu", backend: "tfjs" },
  { name: "tfjs wasm", device: "wasm", backend: "tfjs" },
  { name: "fused wasm", device: "cpu", backend: "wasm" },
] as const;

const failed = new Set<string>();
const matched = new Set<string>();
const outside = new Map<string, string>();

type Said = Exclude<Expressed, { readonly unsupported: string }>;

async function compute(
  c: OracleCase,
  { source, task, space, further: { heads, fields = {} } = {} }: Said,
  backend: "reference" | "tfjs" | "wasm",
): Promise<Outcome> {
  const sided = (shape: readonly number[]) =>
    space ? [shape[0]!, ...space, ...shape.slice(1 + space.length)] : [...shape];
  const shape = sided(c.pred.shape);
  const tensorOf = (stored: Stored) => tf.tensor(numbers(stored), sided(stored.shape), "float32");
  const named = Object.entries(heads ?? { prediction: "pred" as const }).map(
    ([name, stored]) => [name, tensorOf(stored === "pred" ? c.pred : stored)] as const,
  );
  const given = Object.entries(fields).map(([name, stored]) => [name, tensorOf(stored)] as const);
  const prediction = heads ? Object.fromEntries(named) : named[0]![1];
  const target = c.target
    ? tf.tensor(numbers(c.target), sided(targetShape(c, c.target)), "float32")
    : tf.zeros([shape[0]!, 8, 8]);
  const mask = c.extra?.mask as OracleCase["pred"] | undefined;
  const masks = mask && task.masks && { mask: tf.tensor(numbers(mask), shape.slice(0, -1), "float32") };
  const loss = compile(source, { task, backend });
  try {
    const { value, gradients } = await loss.valueAndGrad({
      prediction,
      target,
      ...(masks && { masks }),
      ...(given.length && { fields: Object.fromEntries(given) }),
    });
    const by = Object.entries(heads ?? {}).find(([, stored]) => stored === "pred")?.[0] ?? "prediction";
    const slopes = Array.from(await gradients[by]!.data());
    tf.dispose(gradients);
    return { value, gradient: slopes };
  } finally {
    loss.dispose();
    tf.dispose([...[...named, ...given].map(([, tensor]) => tensor), target, ...Object.values(masks ?? {})]);
  }
}

/** Labels may come with an axis of length 1 at the end, or with none. */
function targetShape(c: OracleCase, { shape }: Stored): number[] {
  const labels = shape.length === c.pred.shape.length && shape.at(-1) === 1 && c.pred.shape.at(-1) !== 1;
  return labels ? shape.slice(0, -1) : [...shape];
}

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
