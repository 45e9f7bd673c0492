import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { NotExpressible } from "../../../src/backends/backend.js";
import { referenceExecution, referenceOperation } from "../../../src/backends/reference/index.js";
import { convolveByRuns } from "../../../src/backends/wasm/convolution/convolve.js";
import { runsOf } from "../../../src/backends/wasm/convolution/runs.js";
import { wasmBackend } from "../../../src/backends/wasm/index.js";
import { signChange } from "../../../src/backends/wasm/memory/free-blocks.js";
import { WasmMemory } from "../../../src/backends/wasm/memory/memory.js";
import { runtimeNow } from "../../../src/backends/wasm/runtime.js";
import { WorkerPool } from "../../../src/backends/wasm/worker-pool.js";
import type { Node } from "../../../src/graph/ops.js";
import { compile } from "../../../src/index.js";
import { random } from "../../../src/random.js";
import { Bytes, NotEncodable } from "../../../src/wasm/encode/bytes.js";
import { ModuleBuilder } from "../../../src/wasm/encode/module.js";
import { compute, World } from "../world.js";

const draw = random(5);

beforeAll(async () => {
  await tf.setBackend("cpu");
  await tf.ready();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Classes at which vectors are whole, begin and end, and at which functions become long. */
const counts = [1, 2, 3, 8, 9, 16, 17, 40, 104, 150];

/** Losses with the most values at a pixel, the furthest neighbours and the most locals of all. */
const programs = [
  "hd_cv",
  "hd_cv(radii=[2, 4], background=true)",
  "hd_cv(radii=[20], background=true)",
  "generalized_wasserstein_dice",
  "nms_edge",
  "edge_direction",
  "bce",
];

describe("kernels of any number of classes", () => {
  it.each(programs)("are valid, and agree with the reference: %s", { timeout: 240_000 }, async (text) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    for (const classes of counts) {
      const costly = text === "generalized_wasserstein_dice";
      if (costly && classes === 1) continue;
      const shape = [1, 6, 9];
      const pixels = shape.reduce((a, b) => a * b);
      const prediction = tf.tensor(
        Float32Array.from({ length: pixels * classes }, () => draw.between(-2, 2)),
        [...shape, classes],
      );
      const target = tf.tensor(
        Int32Array.from({ length: pixels }, () => draw.below(Math.max(2, classes))),
        shape,
        "int32",
      );
      const results = [];
      // The reference computes an operation for each pair of classes there: too long for many.
      for (const backend of costly && classes > 17 ? (["wasm", "wasm"] as const) : (["wasm", "reference"] as const)) {
        const loss = compile(text, { backend });
        const { value, gradient } = await loss.valueAndGrad({ prediction, target });
        results.push([value, ...(await gradient.data())]);
        gradient.dispose();
        loss.dispose();
      }
      const [[value, ...slopes], [exact, ...wanted]] = results as [number[], number[]];
      expect(Math.abs(value! - exact!), `${classes} classes`).toBeLessThan(2e-5 * Math.max(1, Math.abs(exact!)));
      const scale = Math.max(1e-9, ...wanted.map(Math.abs));
      const worst = Math.max(...slopes.map((slope, i) => Math.abs(slope - wanted[i]!)));
      expect(worst / scale, `gradient by ${classes} classes`).toBeLessThan(1e-4);
      tf.dispose([prediction, target]);
    }
    expect(warn.mock.calls.flat().filter((message) => /losslang:/.test(message))).toEqual([]);
  });
});

describe("what cannot be encoded", () => {
  it("is refused, and nothing else is written in its place", () => {
    const wrong = [-1, 0.5, Number.NaN, 2 ** 32];
    for (const value of wrong) expect(() => new Bytes().unsigned(value), `${value}`).toThrow(NotEncodable);
    for (const value of [-(2 ** 31) - 1, 0.5, 2 ** 32]) {
      expect(() => new Bytes().signed(value), `${value}`).toThrow(NotEncodable);
      expect(() => new Bytes().i32(value), `${value}`).toThrow(NotEncodable);
    }
    for (const value of [-1, 256, 1.5]) expect(() => new Bytes().byte(value), `${value}`).toThrow(NotEncodable);
  });

  it("is a function of more locals, or more bytes, than engines accept", () => {
    const { code } = new ModuleBuilder({ shared: false, maximum: 1 }).function([], []);
    for (let i = 0; i < 50_001; i++) code.i32(1).set(code.lasting("i32"));
    expect(() => code.bytes()).toThrow("A function of 50001 locals: engines accept 50000.");
    const { code: long } = new ModuleBuilder({ shared: false, maximum: 1 }).function([], []);
    const part = long.aside(() => {
      for (let i = 0; i < 10_000; i++) long.i32(2 ** 30);
    });
    for (let i = 0; i < 130; i++) long.put(part);
    expect(() => long.bytes()).toThrow(/A function of \d+ bytes: engines accept 7654321/);
  });

  it("is computed operation by operation", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const world = new World(2, 3, [1, 8, 9]);
    const x = world.value(world.full, -3, 3);
    const backend = wasmBackend(referenceOperation, referenceExecution);
    const roots = [x.softmax("class").square().sumOver(["y", "x"]).sumOver(["batch", "class"]).node];
    const wanted = compute(backend, world, roots)[0]![0]!;
    const builder = vi.spyOn(ModuleBuilder.prototype, "bytes").mockImplementation(() => {
      throw new NotEncodable("A function of 60000 locals: engines accept 50000.");
    });
    const found = compute(wasmBackend(referenceOperation, referenceExecution), world, roots)[0]![0]!;
    expect(found).toBeCloseTo(wanted, 4);
    expect(warn.mock.calls.flat()).toEqual([expect.stringMatching(/operation by operation.*60000 locals/)]);
    builder.mockRestore();
    warn.mockRestore();
    expect(new NotExpressible("x").name).toBe("NotExpressible");
  });
});

describe("locals that take each other's place", () => {
  it("hold what they held: a long chain in a loop, with branches", () => {
    const builder = new ModuleBuilder({ shared: false, maximum: 1 });
    const { code } = builder.function([], [], "run");
    const index = code.local("i32");
    const end = code.local("i32");
    const total = code.local("i32");
    code.i32(20).set(end);
    let wanted = 0;
    const part = code.aside(() => {
      const made: number[] = [];
      for (let i = 0; i < 200; i++) {
        const local = code.local("i32");
        code.get(index).i32(i).op("i32.add");
        if (i > 2) code.get(made[i - 3]!).op("i32.add");
        code.set(local);
        made.push(local);
      }
      // Set before a loop, read in it; set in a branch, kept from before.
      const [inner, rounds] = [code.local("i32"), code.local("i32")];
      code.i32(0).set(inner);
      code.i32(3).set(rounds);
      code.count(inner, rounds, 1, () => {
        const fresh = code.local("i32");
        code.get(made[199]!).set(fresh);
        code.get(total).get(fresh).op("i32.add").get(made[0]!).op("i32.add").set(total);
      });
      const kept = code.local("i32");
      code
        .get(index)
        .i32(10)
        .op("i32.lt_s")
        .if(() => {
          code.get(index).set(kept);
        });
      code.get(total).get(kept).op("i32.add").set(total);
    });
    code.i32(0).set(index);
    code.count(index, end, 1, () => code.put(part));
    code.i32(0).get(total).at("i32.store");
    let kept = 0;
    for (let index = 0; index < 20; index++) {
      const made: number[] = [];
      for (let i = 0; i < 200; i++) made.push(index + i + (i > 2 ? made[i - 3]! : 0));
      wanted += 3 * (made[199]! + made[0]!);
      if (index < 10) kept = index;
      wanted += kept;
    }
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const bytes = builder.bytes();
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
    (exports.run as () => void)();
    expect(new Int32Array(memory.buffer)[0]).toBe(wanted);
    // Of two hundred locals no more than a handful are left.
    expect(bytes.length).toBeLessThan(200 * 14);
  });
});

describe("convolution by running sums", () => {
  const kernels: readonly (readonly [
    string,
    readonly number[],
    readonly number[],
    (i: readonly number[]) => number,
  ])[] = [
    ["a disc", [20, 17], [13, 13], ([y, x]) => Number(y! ** 2 + x! ** 2 <= 36)],
    ["a ball", [9, 12, 10], [7, 7, 7], ([z, y, x]) => Number(z! ** 2 + y! ** 2 + x! ** 2 <= 9)],
    [
      "a ring with a negative middle",
      [8, 33],
      [9, 9],
      ([y, x]) => (Math.hypot(y!, x!) < 2 ? -1.5 : Math.hypot(y!, x!) < 4 ? 0.5 : 0),
    ],
    ["weights that all differ", [11, 6], [5, 7], ([y, x]) => Math.sin(3 * y! + x!)],
    ["a kernel larger than the image", [5, 4], [21, 31], ([y, x]) => Number(Math.abs(y! - x!) < 9)],
    ["a column", [30, 5], [25, 1], ([y]) => Number(Math.abs(y!) < 11)],
  ];
  it.each(kernels)("has what the definition has: %s", (_, lengths, sizes, weight) => {
    const memory = new WasmMemory(false, 1024);
    const pool = new WorkerPool(memory);
    const world = new World(lengths.length as 2 | 3, 3, [2, ...lengths]);
    const x = world.value(world.full, -1, 1);
    const { space } = world.scope;
    let values = [[]] as number[][];
    for (const size of sizes)
      values = values.flatMap((at) => Array.from({ length: size }, (__, i) => [...at, i - (size - 1) / 2]));
    const node = x.convolve({ axes: space, sizes, values: values.map(weight) }).node as Node<"convolve">;
    const data = Float32Array.from({ length: 2 * 3 * lengths.reduce((a, b) => a * b) }, () => draw.between(-1, 1));
    const image = { shape: [2, ...lengths, 3], data };
    const wanted = referenceOperation(node, [{ ...image, data: Float64Array.from(data) }], world.sizes);
    const found = convolveByRuns(memory, pool, { space, lengths }, node, 3, image);
    const scale = Math.max(...wanted.data.map(Math.abs));
    expect(Math.max(...wanted.data.map((value, i) => Math.abs(value - found.data[i]!))) / scale).toBeLessThan(1e-6);
    expect(found.shape).toEqual(image.shape);
    expect(memory.used).toBe(0);
  });

  it("sees a ball as one run for each row", () => {
    const world = new World(2, 1, [1, 9, 9]);
    const values = Array.from({ length: 81 }, (_, i) =>
      Number((Math.floor(i / 9) - 4) ** 2 + ((i % 9) - 4) ** 2 <= 16),
    );
    expect(runsOf({ axes: ["y", "x"], sizes: [9, 9], values }, world.scope.space)).toHaveLength(9);
    expect(runsOf({ axes: ["x"], sizes: [5], values: [1, 1, 0, 1, 2] }, world.scope.space)).toEqual([
      { rows: [0], first: -2, length: 2, weight: 1 },
      { rows: [0], first: 1, length: 1, weight: 1 },
      { rows: [0], first: 2, length: 1, weight: 2 },
    ]);
  });

  it("computes large balls in volumes within seconds", { timeout: 60_000 }, async () => {
    const loss = compile("hd_cv", { backend: "wasm" });
    const shape = [1, 64, 64, 64];
    const prediction = tf.zeros([...shape, 2]);
    const target = tf.zeros(shape, "int32");
    const start = performance.now();
    const { gradient } = await loss.valueAndGrad({ prediction, target });
    expect(performance.now() - start).toBeLessThan(20_000);
    tf.dispose([prediction, target, gradient]);
    loss.dispose();
  });
});

describe("addresses beyond 2 GiB", () => {
  it("are no other to kernels, and no block lies across", { timeout: 60_000 }, async () => {
    const loss = compile("dice + hd_dt + hd_cv(radii=[3, 20])", { backend: "wasm" });
    const prediction = tf.tensor(
      Float32Array.from({ length: 2 * 30 * 31 * 3 }, () => draw.between(-3, 3)),
      [2, 30, 31, 3],
    );
    const target = tf.tensor(
      Int32Array.from({ length: 2 * 30 * 31 }, () => draw.below(3)),
      [2, 30, 31],
      "int32",
    );
    const low = await loss.valueAndGrad({ prediction, target });
    loss.dispose();
    const { memory } = runtimeNow()!;
    // Nothing is written, so nothing is taken from the machine but addresses.
    const blocks = [memory.allocate(2 ** 30), memory.allocate(2 ** 30 - 100_000)];
    while (blocks.at(-1)! < signChange) blocks.push(memory.allocate(300_000));
    expect(blocks.at(-1)! - 256).toBe(signChange);
    const high = await loss.valueAndGrad({ prediction, target });
    expect(high.value).toBe(low.value);
    expect(await high.gradient.data()).toEqual(await low.gradient.data());
    for (const block of blocks) memory.free(block);
    loss.dispose();
    tf.dispose([prediction, target, low.gradient, high.gradient]);
  });
});
