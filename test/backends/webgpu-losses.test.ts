import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import type { LossDeclaration } from "../../src/loss.js";
import { batchOf, disposeOf, slopesIn } from "../../src/testing/batch.js";
import { fewForms, formsOf, type Sample, type Setting, sample, taskOf } from "../../src/testing/data.js";
import { callOf, furtherOf } from "../../src/testing/further.js";
import { stdlib } from "../../stdlib/index.js";
import { programs, variants } from "../contract/variants.js";
import { startWebgpu } from "./webgpu-node.js";

/** Every declared loss on WebGPU, as it is by default and in one other form: value and gradient are those of the float64 interpreter, also at logits of ±10000. */

const state = await startWebgpu();

if (state !== "started") console.warn(`Losses are not tested on WebGPU: ${state.unavailable}.`);

/** By default on exclusive classes, which look at the most; with all that it may name, and another way through the body, on a single channel. */
function settings(loss: LossDeclaration): Setting[] {
  const rank = loss.dimensions?.[0] ?? 2;
  const forms = formsOf(loss, fewForms);
  const further = furtherOf(loss);
  const usual = programs[loss.name] ?? callOf(loss, "required");
  const everything = callOf(loss, "all");
  const others = [
    ...(everything === usual || loss.channels === "contour" ? [] : [everything]),
    ...(variants[loss.name] ?? []).slice(0, 1),
  ];
  return [usual, ...others].flatMap((source, i) => {
    const tried = loss.channels === "contour" ? forms : [forms.at(i === 0 ? -1 : 0)!];
    return tried.map((form) => ({ source, library: stdlib, rank, form, further }));
  });
}

async function compute(setting: Setting, s: Sample, backend: "reference" | "tfjs" | "webgpu") {
  const loss = compile(setting.source, { task: taskOf(setting, false), backend });
  const batch = batchOf(s);
  try {
    const { value, gradients } = await loss.valueAndGrad(batch);
    return { value, slopes: await slopesIn(gradients) };
  } finally {
    loss.dispose();
    disposeOf(batch);
  }
}

/** The same with each number of a prediction at ±10000. */
function saturated(s: Sample): Sample {
  const huge = (data: readonly number[]) => data.map((x) => Math.sign(x) * 1e4);
  const heads = Object.entries(s.heads ?? {}).map(([name, { shape, data }]) => [name, { shape, data: huge(data) }]);
  return { ...s, logits: huge(s.logits), heads: Object.fromEntries(heads) };
}

const cases = stdlib.flatMap(settings);

/** Operation by operation, and fused. */
const backends = ["tfjs", "webgpu"] as const;

afterAll(() => {
  tf.removeBackend("webgpu");
});

describe.skipIf(state !== "started").each(backends)("on webgpu by %s", (backend) => {
  it.each(cases.map((setting) => [`${setting.source}, ${setting.form}`, setting] as const))(
    "%s",
    { timeout: 120_000 },
    async (_, setting) => {
      const before = tf.memory().numTensors;
      // Its steps multiply what is rounded, most where logits are ±10000.
      const share = setting.source.startsWith("level_set_evolution") ? 0.02 : 1e-3;
      const usual = sample(setting);
      for (const s of [usual, saturated(usual)]) {
        const found = await compute(setting, s, backend);
        const wanted = await compute(setting, s, "reference");
        expect(tf.getBackend()).toBe("webgpu");
        expect(Math.abs(found.value - wanted.value)).toBeLessThanOrEqual(1e-4 * Math.abs(wanted.value) + 1e-6);
        const largest = wanted.slopes.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        const at = wanted.slopes.findIndex(
          (slope, i) => !(Math.abs(slope - found.slopes[i]!) <= share * largest + 1e-7),
        );
        expect(at < 0 ? "" : `slope ${at} is ${found.slopes[at]}, not ${wanted.slopes[at]}`).toBe("");
      }
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
