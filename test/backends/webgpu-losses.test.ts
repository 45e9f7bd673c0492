import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import type { LossDeclaration } from "../../src/loss.js";
import { scenarios } from "../../src/testing/batches.js";
import { callOf } from "../../src/testing/calls.js";
import { batchFor, type ContractCase, contractCasesOf, fewForms, formsOf, taskOf } from "../../src/testing/cases.js";
import { disposeOf, gradientIn, tensorsOf } from "../../src/testing/tensors.js";
import { stdlib } from "../../stdlib/index.js";
import { programs, variants } from "../contract/variants.js";
import { startWebgpu } from "./webgpu-node.js";

/** Every declared loss on WebGPU, as it is by default and in one other form: value and gradient are those of the float64 interpreter, also at logits of ±10000. */

const state = await startWebgpu();

if (state !== "started") console.warn(`Losses are not tested on WebGPU: ${state.unavailable}.`);

/** By default on exclusive classes, which look at the most; with all that it may name, and another way through the body, on a single channel. */
function cases(loss: LossDeclaration): ContractCase[] {
  const rank = loss.dimensions?.[0] ?? 2;
  const forms = formsOf(loss, fewForms);
  const usual = programs[loss.name] ?? callOf(loss, "required");
  const everything = callOf(loss, "all");
  const others = [
    ...(everything === usual || loss.channels === "contour" ? [] : [everything]),
    ...(variants[loss.name] ?? []).slice(0, 1),
  ];
  return [usual, ...others].flatMap((source, i) => {
    const tried = loss.channels === "contour" ? forms : [forms.at(i === 0 ? -1 : 0)!];
    return contractCasesOf(loss, source, { library: stdlib, ranks: [rank], forms: tried });
  });
}

async function compute(one: ContractCase, scenario: keyof typeof scenarios, backend: "reference" | "tfjs" | "webgpu") {
  const loss = compile(one.source, { task: taskOf(one), backend });
  const batch = tensorsOf(batchFor(one, loss.program, { scenario: scenarios[scenario] }));
  try {
    const { value, gradients } = await loss.valueAndGrad(batch);
    return { value, gradient: await gradientIn(gradients) };
  } finally {
    loss.dispose();
    disposeOf(batch);
  }
}

const all = stdlib.flatMap(cases);

/** Operation by operation, and fused. */
const backends = ["tfjs", "webgpu"] as const;

afterAll(() => {
  tf.removeBackend("webgpu");
});

describe.skipIf(state !== "started").each(backends)("on webgpu by %s", (backend) => {
  it.each(all.map((one) => [`${one.source}, ${one.form}`, one] as const))(
    "%s",
    { timeout: 120_000 },
    async (_, one) => {
      const before = tf.memory().numTensors;
      // Its steps multiply what is rounded, most where logits are ±10000.
      const share = one.source.startsWith("level_set_evolution") ? 0.02 : 1e-3;
      for (const scenario of ["random", "tied"] as const) {
        const found = await compute(one, scenario, backend);
        const wanted = await compute(one, scenario, "reference");
        expect(tf.getBackend()).toBe("webgpu");
        expect(Math.abs(found.value - wanted.value)).toBeLessThanOrEqual(1e-4 * Math.abs(wanted.value) + 1e-6);
        const largest = wanted.gradient.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        const at = wanted.gradient.findIndex(
          (entry, i) => !(Math.abs(entry - found.gradient[i]!) <= share * largest + 1e-7),
        );
        expect(at < 0 ? "" : `entry ${at} of the gradient is ${found.gradient[at]}, not ${wanted.gradient[at]}`).toBe(
          "",
        );
      }
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
