import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { memoryInUse } from "../../src/backends/wasm/index.js";
import { compile, type Loss } from "../../src/index.js";
import { FaultError, failAt, faults } from "./faults.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
  await tf.ready();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const text = "dice + 0.3*boundary + 0.1*betti + cldice(iterations=1)";

function batchOf(seed: number) {
  const wave = (entries: number, pace: number) =>
    Float32Array.from({ length: entries }, (_, i) => Math.sin(i * pace + seed) * 2);
  return {
    prediction: tf.tensor(wave(144, 1.7), [1, 8, 9, 2]),
    target: tf.tensor(
      wave(72, 0.3).map((x) => Number(x > 0.4)),
      [1, 8, 9],
    ),
  };
}
type Batch = ReturnType<typeof batchOf>;

async function stepValue(loss: Loss, batch: Batch): Promise<number> {
  const { value, gradient } = await loss.valueAndGrad(batch);
  gradient.dispose();
  return value;
}

const calls: Readonly<Record<string, (loss: Loss, batch: Batch) => unknown>> = {
  valueAndGrad: stepValue,
  evaluate: (loss, batch) => loss.evaluate(batch),
  prepare: (loss, batch) => loss.prepare(batch),
  prepared: (loss, batch) => loss.prepared(batch),
  termGrads: async (loss, batch) => {
    for (const { gradient } of await loss.termGrads(batch)) gradient.dispose();
  },
  "a plain call": (loss, batch) => loss(batch).dispose(),
};

describe.each(["wasm"] as const)("a machine that fails once, on %s", (backend) => {
  it.each(Object.entries(calls))("leaves the loss as it was: %s", { timeout: 120_000 }, async (_, call) => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const batch = batchOf(1);
    const alone = compile(text, { backend });
    const wanted = await stepValue(alone, batch);
    alone.dispose();
    for (const fault of faults) {
      // The n-th time, until it does not come to it any more: near the beginning each, later some.
      for (let n = 1; n < 100; n = n < 4 ? n + 1 : 3 * n) {
        const [tensors, bytes] = [tf.memory().numTensors, memoryInUse()];
        const loss = compile(text, { backend });
        const failing = failAt(fault, n);
        let error: unknown;
        try {
          await call(loss, batch);
        } catch (thrown) {
          error = thrown;
        }
        failing.restore();
        if (error !== undefined) expect(error, `${n}th ${fault}`).toBeInstanceOf(FaultError);
        expect(await stepValue(loss, batch), `after the ${n}th ${fault}`).toBeCloseTo(wanted, 5);
        loss.dispose();
        expect(tf.memory().numTensors, `tensors after the ${n}th ${fault}`).toBe(tensors);
        expect(memoryInUse(), `bytes after the ${n}th ${fault}`).toBe(bytes);
        if (!failing.happened()) break;
      }
    }
    tf.dispose(Object.values(batch));
  });
});
