import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { asField, asHead, type LossDeclaration } from "../../src/loss.js";
import { fewForms, formsOf, type Sample, type Setting, sample, taskOf } from "../../src/testing-data.js";
import { stdlib } from "../../stdlib/index.js";
import { programs, variants } from "../contract/variants.js";
import { startWebgpu } from "./webgpu-node.js";

/** Every declared loss on WebGPU, as it is by default and in one other form: value and gradient are those of the float64 interpreter, also at logits of ±10000. */

const state = await startWebgpu();

if (state !== "started") console.warn(`Losses are not tested on WebGPU: ${state.unavailable}.`);

/** By default on exclusive classes, which look at the most; another way through the body on a single channel. */
function settings(loss: LossDeclaration): Setting[] {
  const rank = loss.dimensions?.[0] ?? 2;
  const forms = formsOf(loss, fewForms);
  const sources = [programs[loss.name] ?? loss.name, ...(variants[loss.name] ?? []).slice(0, 1)];
  return sources.map((source, i) => ({ source, library: stdlib, rank, form: forms.at(i === 0 ? -1 : 0)! }));
}

async function compute({ source, ...setting }: Setting, s: Sample, backend: "reference" | "tfjs" | "webgpu") {
  const loss = compile(source, { task: taskOf({ source, ...setting }, false), backend });
  const prediction = tf.tensor([...s.logits], [...s.shape], "float32");
  const target = tf.tensor([...s.target], [...s.targetShape], "float32");
  try {
    const { value, gradient } = await loss.valueAndGrad({ prediction, target });
    const slopes = Array.from(await gradient.data());
    gradient.dispose();
    return { value, slopes };
  } finally {
    loss.dispose();
    tf.dispose([prediction, target]);
  }
}

/** What the contract of a loss that reads further tensors must name for it, its own tests name. */
const readsMore = ({ sees }: LossDeclaration) => Object.values(sees).some((view) => asHead(view) || asField(view));

const cases = stdlib.filter((loss) => !readsMore(loss)).flatMap(settings);

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
      const usual = sample(setting);
      for (const s of [usual, { ...usual, logits: usual.logits.map((x) => Math.sign(x) * 1e4) }]) {
        const found = await compute(setting, s, backend);
        const wanted = await compute(setting, s, "reference");
        expect(tf.getBackend()).toBe("webgpu");
        expect(Math.abs(found.value - wanted.value)).toBeLessThanOrEqual(1e-4 * Math.abs(wanted.value) + 1e-6);
        const largest = wanted.slopes.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        const at = wanted.slopes.findIndex(
          (slope, i) => !(Math.abs(slope - found.slopes[i]!) <= 1e-3 * largest + 1e-7),
        );
        expect(at < 0 ? "" : `slope ${at} is ${found.slopes[at]}, not ${wanted.slopes[at]}`).toBe("");
      }
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
