import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { difference, tolerance } from "../../oracle/compare.js";
import { cases, compute } from "../../oracle/compute.js";
import { express } from "../../oracle/express.js";
import { startWebgpu } from "../webgpu-node.js";

/** One case of each family of losses, as the papers' own code computes it; the other backends compute all of them. */
const families = [
  ...["cross_entropy", "focal", "topk_ce", "nacl", "dice", "tversky", "lovasz_softmax", "mcc", "unified_focal"],
  ...["blob_loss", "boundary", "hd_dt", "hd_er", "acwe_elastica", "cldice", "skeleton_recall", "betti_matching"],
  ...["topoloss_hu", "delse_motion", "delse_evolution", "steal_nms", "masked_dice", "acdr_network_step"],
];

const state = await startWebgpu();

if (state !== "started") console.warn(`Published values are not compared on WebGPU: ${state.unavailable}.`);

describe.skipIf(state !== "started")("fused kernels on webgpu give the value and the gradient of", () => {
  afterAll(() => {
    tf.removeBackend("webgpu");
  });

  it.each(families)("%s", { timeout: 120_000 }, async (family) => {
    const one = cases.find((c) => c.id.startsWith(`${family}/`) && !("unsupported" in express(c)))!;
    const said = express(one);
    if ("unsupported" in said) throw new Error(said.unsupported);
    const wrong = difference(one, await compute(one, said, "webgpu"), tolerance(one, "single"));
    expect(wrong && `${one.id}: ${said.source}\n${wrong}`).toBeUndefined();
  });
});
