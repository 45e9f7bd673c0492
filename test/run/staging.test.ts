import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { build } from "vite";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { memoryInUse } from "../../src/backends/wasm/index.js";
import { BatchError, type CompileOptions, compile, type Loss, type Prepared } from "../../src/index.js";
import type { Order } from "./loading-thread.js";

const shape = [2, 9, 13, 1];
const size = shape.reduce((a, b) => a * b, 1);
const logits = Float32Array.from({ length: size }, (_, i) => 2 * Math.sin(1.7 * i));
const mask = (phase: number) => Float32Array.from({ length: size }, (_, i) => Number(Math.cos(0.21 * i + phase) > 0.2));

const made: Loss[] = [];
function lossOf(source: string, options: CompileOptions): Loss {
  const loss = compile(source, options);
  made.push(loss);
  return loss;
}

/** A step on a target of its own. */
function step(loss: Loss, content: Float32Array, more: object = {}) {
  const [x, target] = [tf.tensor(logits, shape), tf.tensor(content, shape)];
  const { value, grads } = tf.valueAndGrads((p: tf.Tensor) => loss({ prediction: p, target, ...more }))([x]);
  const found = { value: value.dataSync()[0]!, gradient: Array.from(grads[0]!.dataSync()) };
  tf.dispose([x, target, value, ...grads]);
  return found;
}

/** What another thread would send. */
async function from(loss: Loss, content: Float32Array): Promise<Prepared> {
  const target = tf.tensor(content, shape);
  const prepared = structuredClone(await loss.prepared({ target }));
  target.dispose();
  return prepared;
}

/** The same results, but twice as much: whoever uses them gets another loss. */
const falsified = (prepared: Prepared): Prepared => ({
  ...prepared,
  values: prepared.values.map((value) => ({ ...value, data: value.data.map((x) => 2 * x) as typeof value.data })),
});

afterEach(() => {
  for (const loss of made.splice(0)) loss.dispose();
});

describe.each([
  ["cpu", "wasm"],
  ["wasm", "wasm"],
  ["wasm", "tfjs"],
  ["cpu", "reference"],
] as const)("target-only work on %s, computed by %s", (device, backend) => {
  beforeAll(async () => {
    await tf.setBackend(device);
  });

  it("gives the same whether it is done anew, found by content or brought from elsewhere", async () => {
    const source = "hd_dt(alpha=2) + boundary + cldice(iterations=3)";
    const [again, here] = [lossOf(source, { backend }), lossOf(source, { backend })];
    const expected = step(again, mask(0));
    for (let epoch = 1; epoch < 4; epoch++) expect(step(again, mask(0))).toEqual(expected);
    here.admit(await from(lossOf(source, { backend }), mask(0)));
    expect(step(here, mask(0))).toEqual(expected);
    expect(step(here, mask(1))).toEqual(step(again, mask(1)));
  });

  it("is not done again for what another thread has sent, and for nothing else", async () => {
    const source = "boundary";
    const [right, misled] = [lossOf(source, { backend }), lossOf(source, { backend })];
    misled.admit(falsified(await from(right, mask(0))));
    const expected = step(right, mask(0)).value;
    expect(step(misled, mask(0)).value).toBeCloseTo(2 * expected, 5);
    expect(step(misled, mask(0)).value).toBeCloseTo(2 * expected, 5);
    expect(step(misled, mask(1))).toEqual(step(right, mask(1)));
    const spacing = [1, 2];
    expect(step(misled, mask(0), { spacing })).toEqual(step(right, mask(0), { spacing }));
  });
});

describe("target-only work", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("takes no memory for the same content in another tensor, if it is worth it", () => {
    const grown = (source: string, next: Float32Array) => {
      const loss = lossOf(source, { backend: "wasm" });
      const targets = [mask(0), next].map((content) => tf.tensor(content, shape));
      const [first, second] = targets.map((target) => {
        loss({ prediction: tf.tensor(logits, shape), target }).dispose();
        return memoryInUse();
      });
      const bytes = second! - first!;
      tf.dispose(targets);
      return bytes;
    };
    expect(grown("boundary", mask(0))).toBe(0);
    expect(grown("boundary", mask(1))).toBeGreaterThan(0);
    expect(grown("dice", mask(0))).toBeGreaterThan(0);
  });

  it("depends on masks", async () => {
    const options = { backend: "wasm", task: { masks: ["roi"] } } satisfies CompileOptions;
    const loss = lossOf("hd_dt(alpha=2) where roi", options);
    const masks = (phase: number) => ({ masks: { roi: tf.tensor(mask(phase), shape.slice(0, 3).concat(1)) } });
    const [one, other] = [step(loss, mask(0), masks(2)), step(loss, mask(0), masks(3))];
    expect(other.value).not.toBe(one.value);
    expect(other).toEqual(step(lossOf("hd_dt(alpha=2) where roi", options), mask(0), masks(3)));
  });

  it("is brought to a loss that has some of it in common", async () => {
    const loss = lossOf("dice + 2*boundary + hd_dt(alpha=2)", { backend: "wasm" });
    loss.admit(falsified(await from(lossOf("boundary", { backend: "wasm" }), mask(0))));
    const terms = async (one: Loss) => {
      const batch = { prediction: tf.tensor(logits, shape), target: tf.tensor(mask(0), shape) };
      return Object.fromEntries((await one.evaluate(batch)).terms.map(({ label, value }) => [label, value]));
    };
    const right = await terms(lossOf("dice + 2*boundary + hd_dt(alpha=2)", { backend: "wasm" }));
    const found = await terms(loss);
    expect(found.boundary).toBeCloseTo(2 * right.boundary!, 5);
    expect(found.dice).toBe(right.dice);
    expect(found.hd_dt).toBe(right.hd_dt);
  });

  it("needs no prediction, but to know its shape", async () => {
    const labels = tf.tensor(
      Float32Array.from({ length: 60 }, (_, i) => i % 3),
      [1, 6, 10],
    );
    const loss = lossOf("boundary", { backend: "wasm" });
    await expect(loss.prepare({ target: labels })).rejects.toThrow(BatchError);
    await loss.prepare({ target: labels, prediction: [1, 6, 10, 3] });
    expect((await loss.prepared({ target: labels, prediction: { main: [1, 6, 10, 3] } })).values).toHaveLength(1);
    expect((await lossOf("dice", {}).prepared({ target: labels, prediction: [1, 6, 10, 3] })).values).toEqual([]);
  });

  it("is done in the phase that the clock tells", async () => {
    const target = tf.tensor(mask(0), shape);
    const loss = lossOf("dice then@epoch5 boundary", { backend: "wasm" });
    expect((await loss.prepared({ target })).values).toHaveLength(0);
    expect((await loss.prepared({ target }, { epoch: 5 })).values).toHaveLength(1);
  });
});

describe("a thread that loads data", () => {
  it("works on targets for the thread that trains", { timeout: 60_000 }, async () => {
    await tf.setBackend("cpu");
    const folder = mkdtempSync(join(tmpdir(), "losslang-"));
    await build({
      configFile: false,
      logLevel: "error",
      ssr: { noExternal: true },
      build: {
        ssr: join(import.meta.dirname, "loading-thread.ts"),
        outDir: folder,
        rollupOptions: { output: { entryFileNames: "loading-thread.mjs" } },
      },
    });
    copyFileSync(join(import.meta.dirname, "../../src/backends/wasm/threads/worker.js"), join(folder, "worker.js"));
    const thread = new Worker(join(folder, "loading-thread.mjs"));
    try {
      const source = "boundary + hd_dt(alpha=2)";
      const order: Order = { source, shape, target: mask(4) };
      const sent = await new Promise<Prepared>((resolve, reject) => {
        thread.once("error", reject);
        thread.once("message", resolve);
        thread.postMessage(order);
      });
      expect(sent.values.map(({ data }) => data.length)).toContain(size);
      const loss = lossOf(source, {});
      loss.admit(sent);
      expect(step(loss, mask(4))).toEqual(step(lossOf(source, {}), mask(4)));
      const misled = lossOf(source, {});
      misled.admit(falsified(sent));
      expect(step(misled, mask(4))).not.toEqual(step(loss, mask(4)));
    } finally {
      await thread.terminate();
      rmSync(folder, { recursive: true });
    }
  });
});
