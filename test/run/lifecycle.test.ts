import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Executable } from "../../src/backends/wasm/executable.js";
import { memoryInUse, memoryTaken } from "../../src/backends/wasm/index.js";
import { executablesLoaded } from "../../src/backends/wasm/loaded-executables.js";
import { WasmMemory } from "../../src/backends/wasm/memory/memory.js";
import { runtimeNow } from "../../src/backends/wasm/runtime.js";
import { type CompileOptions, compile, type Loss } from "../../src/index.js";
import { random } from "../../src/random.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
  await tf.ready();
});
afterEach(() => {
  vi.restoreAllMocks();
  tf.disposeVariables();
});

const draw = random(11);

/** Logits, and labels drawn for each pixel. */
function batchOf(shape: readonly number[]) {
  const entries = shape.reduce((a, b) => a * b, 1);
  const classes = shape.at(-1)!;
  return {
    prediction: tf.tensor(
      Float32Array.from({ length: entries }, () => draw.between(-3, 3)),
      [...shape],
    ),
    target: tf.tensor(
      Float32Array.from({ length: entries / classes }, () => draw.below(Math.max(2, classes))),
      shape.slice(0, -1),
    ),
  };
}

/** A step of training: the value and the gradient as numbers. */
async function stepOf(loss: Loss, batch: ReturnType<typeof batchOf>) {
  const { value, gradient } = await loss.valueAndGrad(batch);
  const numbers = Float64Array.from(await gradient.data());
  gradient.dispose();
  return { value, gradient: numbers };
}

/** The memory of kernels is taken to hold images of no more than so many bytes. */
function limitMemory(bytes: number): void {
  vi.spyOn(WasmMemory.prototype, "capacity", "get").mockReturnValue(bytes);
}

function expectClose(found: Awaited<ReturnType<typeof stepOf>>, wanted: typeof found): void {
  expect(found.value).toBeCloseTo(wanted.value, 5);
  const scale = Math.max(1e-12, ...wanted.gradient.map(Math.abs));
  const worst = found.gradient.reduce((most, x, i) => Math.max(most, Math.abs(x - wanted.gradient[i]!)), 0);
  expect(worst / scale).toBeLessThan(1e-5);
}

describe("a batch that does not fit into the memory of kernels", () => {
  // Sums over each sample, over all samples, of what depends on such a sum; distances; skeletons; masks and ignored labels.
  const programs: readonly (readonly [string, CompileOptions])[] = [
    ["dice + ce", {}],
    ["dice(batch=true) + focal", {}],
    ["boundary + hd_dt", {}],
    ["cldice(iterations=3) + cbdice", {}],
    ["ce + generalized_dice", { task: { ignore: 1 } }],
    ["iou + mcc + tversky", {}],
  ];

  it.each(programs)("is computed sample by sample, with the same result: %s", async (text, options) => {
    const batch = batchOf([5, 24, 21, 3]);
    const whole = compile(text, { ...options, backend: "wasm" });
    const wanted = await stepOf(whole, batch);
    whole.dispose();
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const one = compile(text, { ...options, backend: "wasm" });
    // Less than all samples need, enough for some of them.
    limitMemory(0.55 * whole.explain(undefined, [5, 24, 21, 3]).peak!);
    const sizes = vi.spyOn(Executable.prototype, "run");
    for (let i = 0; i < 2; i++) expectClose(await stepOf(one, batch), wanted);
    expect(warn).not.toHaveBeenCalled();
    expect(sizes.mock.calls.some(([{ sizes: of }]) => of.get("batch")! < 5)).toBe(true);
    vi.restoreAllMocks();
    one.dispose();
    tf.dispose(batch);
  });

  it("is computed operation by operation, with one warning, where not even a sample fits", async () => {
    const batch = batchOf([2, 20, 21, 2]);
    const text = "dice + cldice(iterations=3)";
    const whole = compile(text, { backend: "wasm" });
    const wanted = await stepOf(whole, batch);
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    limitMemory(10_000);
    const one = compile(text, { backend: "wasm" });
    for (let i = 0; i < 3; i++) expectClose(await stepOf(one, batch), wanted);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]![0]).toMatch(/operation by operation/);
    vi.restoreAllMocks();
    whole.dispose();
    one.dispose();
    tf.dispose(batch);
  });

  it("is refused with the bytes, the term that needs most and the remedy, where the host has no room either", async () => {
    vi.spyOn(process, "availableMemory").mockReturnValue(100_000);
    limitMemory(10_000);
    const before = memoryInUse();
    const batch = batchOf([1, 64, 64, 2]);
    const loss = compile("dice + 0.5*cldice(iterations=3)", { backend: "wasm" });
    await expect(loss.valueAndGrad(batch)).rejects.toThrow(
      /MiB of memory are needed.* `cldice\(iterations=3\)` needs most, at least \d+\.\d MiB.*smaller batches, or crops/,
    );
    vi.restoreAllMocks();
    // And then there is room.
    expect((await stepOf(loss, batch)).value).toBeGreaterThan(0);
    loss.dispose();
    expect(memoryInUse()).toBe(before);
    tf.dispose(batch);
  });

  it("leaves the next batch of any size as it was", async () => {
    const loss = compile("dice + ce", { backend: "wasm" });
    const [small, other] = [batchOf([1, 16, 16, 3]), batchOf([2, 31, 17, 4])];
    const wanted = await stepOf(loss, small);
    const memory = runtimeNow()!.memory;
    const held = memory.used;
    const failing = vi.spyOn(memory.wasm, "grow").mockImplementation(() => {
      throw new RangeError("no more pages");
    });
    const fresh = compile("dice + ce", { backend: "wasm" });
    const large = batchOf([1, 700, 700, 3]);
    expect((await stepOf(fresh, large)).value).toBeGreaterThan(0);
    failing.mockRestore();
    fresh.dispose();
    expect(memory.used).toBe(held);
    expect(await stepOf(loss, small)).toEqual(wanted);
    expect((await stepOf(loss, other)).value).toBeGreaterThan(0);
    loss.dispose();
    tf.dispose([small, other, large].flatMap(Object.values));
  });
});

describe("sizes that follow each other", () => {
  it("need the memory of the largest, not of all together", { timeout: 60_000 }, async () => {
    const loss = compile("dice + bce + 0.2*cldice(iterations=3)", { backend: "wasm" });
    const sizes = [
      [1, 400, 300],
      [4, 130, 120],
      [3, 130, 120],
      [2, 130, 120],
      [1, 300, 399],
      [1, 211, 500],
      [1, 350, 333],
      [4, 130, 120],
    ];
    const taken: number[] = [];
    for (const size of sizes) {
      const batch = batchOf([...size, 1]);
      await loss.evaluate(batch);
      await stepOf(loss, batch);
      tf.dispose(batch);
      taken.push(memoryTaken());
    }
    expect(taken.at(-1)! / taken[0]!).toBeLessThan(1.3);
    loss.dispose();
  });
});

describe("programs that are compiled, used once, and dropped", () => {
  it.each(["disposed of", "left alone"])(
    "keep a bounded number of kernels when %s",
    { timeout: 120_000 },
    async (end) => {
      const batch = batchOf([1, 4, 4, 2]);
      let most = 0;
      for (let i = 0; i < 300; i++) {
        const loss = compile(`${1 + i / 1000}*dice`, { backend: "wasm" });
        const { gradient } = await loss.valueAndGrad(batch);
        gradient.dispose();
        if (end === "disposed of") loss.dispose();
        most = Math.max(most, executablesLoaded());
      }
      expect(most).toBeLessThanOrEqual(256);
      tf.dispose(batch);
    },
  );

  it("are compiled again when they are used again", async () => {
    const batch = batchOf([1, 4, 4, 2]);
    const first = compile("dice + ce", { backend: "wasm" });
    const wanted = await stepOf(first, batch);
    first.dispose();
    expect(await stepOf(first, batch)).toEqual(wanted);
    first.dispose();
    tf.dispose(batch);
  });
});
