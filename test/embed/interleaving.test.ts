import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { portableBackends } from "../../src/backends/catalog.js";
import { compile, type Loss } from "../../src/index.js";

beforeEach(async () => {
  await tf.setBackend("cpu");
  await tf.ready();
});
afterEach(() => tf.disposeVariables());

const wave = (entries: number, pace: number) =>
  Float32Array.from({ length: entries }, (_, i) => Math.sin(i * pace) * 2);

function batchOf(seed: number, type: "int32" | "float32" | "bool" = "float32") {
  const labels = wave(180, 0.3 + seed / 10).map((x) => Number(x > 0.4));
  return {
    prediction: tf.tensor(wave(360, 1.7 + seed), [2, 9, 10, 2]),
    target: tf.tensor(type === "float32" ? labels : Int32Array.from(labels), [2, 9, 10], "int32").cast(type),
  };
}
type Batch = ReturnType<typeof batchOf>;

const programs = ["dice", "boundary", "betti", "cldice(iterations=2)", "dice + 0.1*boundary + betti", "blob"];

describe.each(portableBackends)("calls that are not awaited, on %s", (backend) => {
  type Call = readonly [string, (loss: Loss, a: Batch, b: Batch) => Promise<number | undefined>];
  const stepValue = async (loss: Loss, batch: Batch) => {
    const { value, gradient } = await loss.valueAndGrad(batch);
    gradient.dispose();
    return value;
  };
  const calls: readonly Call[] = [
    ["valueAndGrad", stepValue],
    ["valueAndGrad of another batch", (loss, _, b) => stepValue(loss, b)],
    ["evaluate", async (loss, a) => (await loss.evaluate(a)).value],
    ["prepare", async (loss, a) => void (await loss.prepare(a))],
    ["prepared", async (loss, a) => void (await loss.prepared(a))],
    [
      "termGrads",
      async (loss, a) => {
        const terms = await loss.termGrads(a);
        for (const { gradient } of terms) gradient.dispose();
        return terms.reduce((sum, { weight, value }) => sum + weight * value, 0);
      },
    ],
    [
      "a plain call",
      async (loss, a) => {
        const scalar = loss(a);
        const [value] = scalar.dataSync();
        scalar.dispose();
        return value;
      },
    ],
  ];

  it.each(programs)("give what calls one after the other give: %s", { timeout: 120_000 }, async (text) => {
    const [a, b] = [batchOf(1), batchOf(2)];
    const alone = compile(text, { backend });
    const [wantedA, wantedB] = [await stepValue(alone, a), await stepValue(alone, b)];
    alone.dispose();
    for (const [first, one] of calls)
      for (const [second, other] of calls) {
        const loss = compile(text, { backend });
        const values = await Promise.all([one(loss, a, b), other(loss, a, b)]);
        [first, second].forEach((name, i) => {
          const wanted = name === "valueAndGrad of another batch" ? wantedB : wantedA;
          if (values[i] !== undefined) expect(values[i], `${first}, ${second}`).toBeCloseTo(wanted, 5);
        });
        expect(await stepValue(loss, a), `after ${first}, ${second}`).toBeCloseTo(wantedA, 5);
        loss.dispose();
      }
    tf.dispose([a, b].flatMap((batch) => Object.values(batch)));
  });
});

describe.each(portableBackends)("a device that is changed between steps, on %s", (backend) => {
  it.each(programs)("has the values of one that is not: %s", { timeout: 120_000 }, async (text) => {
    const oracle = compile(text, { backend: "reference" });
    const exact = batchOf(1);
    const { value: wanted } = await oracle.valueAndGrad(exact);
    for (const type of ["int32", "float32", "bool"] as const)
      for (const plan of [
        ["cpu", "wasm", "cpu", "wasm", "wasm"],
        ["wasm", "wasm", "cpu", "wasm", "cpu"],
      ]) {
        await tf.setBackend(plan[0]!);
        const loss = compile(text, { backend });
        const batch = batchOf(1, type);
        for (const [i, device] of plan.entries()) {
          await tf.setBackend(device);
          const { value, gradient } = await loss.valueAndGrad(batch);
          expect(value, `${type}, ${plan.slice(0, i + 1)}`).toBeCloseTo(wanted, 4);
          gradient.dispose();
          const scalar = loss(batch);
          expect(scalar.dataSync()[0], `${type}, ${plan.slice(0, i + 1)}, called`).toBeCloseTo(wanted, 4);
          scalar.dispose();
        }
        loss.dispose();
        tf.dispose(Object.values(batch));
      }
    oracle.dispose();
    tf.dispose(Object.values(exact));
  });
});
