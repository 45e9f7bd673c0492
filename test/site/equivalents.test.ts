import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { equivalents } from "../../src/site/equivalents/index.js";
import { difference, tolerance } from "../oracle/compare.js";
import { cases, compute } from "../oracle/compute.js";
import { express } from "../oracle/express.js";

const peers = Object.values(equivalents);

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** As a call in Python, with what the case was computed with. */
const python = (value: unknown): string => {
  if (value === true || value === false) return value ? "True" : "False";
  if (value === null) return "None";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value === "object") return `dict(${keywords(value as Record<string, unknown>)})`;
  return typeof value === "string" ? `"${value}"` : `${value}`;
};
const keywords = (params: Readonly<Record<string, unknown>>) =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${python(value)}`)
    .join(", ");

describe.each(peers)("$name", ({ repository, rows }) => {
  it.each(rows)("$theirs on $data is $ours", async ({ theirs, ours, case: id }) => {
    const found = cases.find((c) => c.id === id);
    expect(found, id).toBeDefined();
    const c = found!;
    expect(c.source.repo).toBe(repository);
    const name = c.source.function.split(".").at(-1)!.replace(/\(.*/, "");
    expect(theirs).toBe(`${name}(${keywords(c.params)})`);
    const said = express(c);
    if ("unsupported" in said) throw new Error(said.unsupported);
    const outcome = await compute(c, { ...said, source: ours }, "reference");
    expect(difference(c, outcome, tolerance(c, "double"))).toBeUndefined();
  });
});

describe("the table", () => {
  /** What these libraries have and no row shows, each with the reason. */
  const left = new Map([
    ["monai.losses.HausdorffDTLoss with pred_dt := 0", "a variant the oracle made, which the library does not offer"],
    ["monai.losses.DiceLoss(jaccard=True)", "shown as a call of DiceLoss"],
    ["monai.losses.unified_focal_loss.AsymmetricFocalLoss", "inside AsymmetricUnifiedFocalLoss"],
    ["monai.losses.unified_focal_loss.AsymmetricFocalTverskyLoss", "inside AsymmetricUnifiedFocalLoss"],
    ["torch.nn.functional.cross_entropy(soft target)", "the target decides, not the call"],
    ["losses_pytorch.ND_Crossentropy.DisPenalizedCE", "computes a plain cross-entropy, against its paper"],
    ["losses_pytorch.ND_Crossentropy.WeightedCrossEntropyLoss", "PyTorch's own"],
    ["losses_pytorch.dice_loss.GDiceLossV2", "the same loss with another constant"],
  ]);

  it.each(peers)("knows every function of $name that the oracle has", ({ repository, rows }) => {
    const shown = new Set(rows.map((row) => cases.find((c) => c.id === row.case)!.source.function));
    const all = new Set(cases.filter((c) => c.source.repo === repository).map((c) => c.source.function));
    expect([...all].filter((name) => !shown.has(name) && !left.has(name))).toEqual([]);
  });
});
