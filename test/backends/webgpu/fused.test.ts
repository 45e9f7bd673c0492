import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterAll, describe, expect, it, vi } from "vitest";
import { DeviceError, NoSynchronousRead } from "../../../src/backends/backend.js";
import { execute } from "../../../src/backends/interpret.js";
import { referenceBackend as reference } from "../../../src/backends/reference/index.js";
import { tfjsBackend } from "../../../src/backends/tfjs/index.js";
import { webgpuBackend } from "../../../src/backends/webgpu/index.js";
import { distanceTransform, persistence } from "../../../src/graph/routines.js";
import type { Expr } from "../../../src/graph/trace.js";
import { compile } from "../../../src/index.js";
import { expectSame } from "../agreement.js";
import { saturated, ties } from "../edge-roots.js";
import { type Case, cases } from "../op-cases.js";
import { randomScalar } from "../random-graphs.js";
import { startWebgpu } from "../webgpu-node.js";
import { compute, computeAsync, World } from "../world.js";

const state = await startWebgpu();
const fused = webgpuBackend(tfjsBackend());

/** The device behind TensorFlow.js' backend, and what counts its buffers. */
const gpu = () =>
  tf.backend() as unknown as {
    readonly device: {
      createShaderModule(text: { code: string }): unknown;
      createComputePipeline(descriptor: object): unknown;
    };
    numDataIds(): number;
    runWebGPUProgram(program: { shaderKey: string }): unknown;
    read(id: object): Promise<unknown>;
    readSync(id: object): unknown;
    getBufferData(buffer: object): Promise<unknown>;
  };

async function agree(world: World, value: Expr, tolerance = 5e-5): Promise<void> {
  const roots = [value.node, ...world.gradients(world.weighted(value))];
  expectSame(await computeAsync(fused, world, roots), compute(reference, world, roots), tolerance);
}

if (state !== "started") console.warn(`Fused kernels on WebGPU are not tested: ${state.unavailable}.`);

afterAll(() => {
  tf.removeBackend("webgpu");
});

describe.skipIf(state !== "started")("fused kernels on webgpu", () => {
  for (const [op, list] of Object.entries<readonly Case[]>(cases))
    it(`${op}`, { timeout: 120_000 }, async () => {
      const before = tf.memory().numTensors;
      for (const [what, build] of list) {
        const world = new World();
        const value = build(world);
        const roots = [value.node, ...world.gradients(world.weighted(value))];
        const found = await computeAsync(fused, world, roots);
        expectSame(found, compute(reference, world, roots), 2e-5, what);
      }
      expect(tf.memory().numTensors).toBe(before);
    });

  it.each([
    ["saturated logits", saturated],
    ["ties and tiny numbers", ties],
  ])("agrees at %s", async (_, build) => {
    const world = new World();
    const roots = build(world);
    expectSame(await computeAsync(fused, world, roots), compute(reference, world, roots), 1e-6);
  });

  // One pixel, one row, rows and images of several workgroups, and more pixels than invocations: each of these takes several.
  const shapes = [
    [3, 1, 1],
    [1, 1, 13],
    [2, 9, 11],
    [2, 3, 70],
    [1, 190, 180],
  ];
  for (const lengths of shapes)
    for (const classes of [1, 3])
      it(`whole losses in ${lengths} × ${classes}`, { timeout: 120_000 }, async () => {
        const world = new World(2, classes, lengths);
        const [x, y] = [world.value(world.full, -3, 3), world.value(world.full, 0, 1)];
        const p = classes > 1 ? x.softmax("class") : x.sigmoid();
        const overlap = p.mul(y).sumOver(["y", "x"]);
        const extent = p.square().add(y).sumOver(["y", "x"]);
        const near = p
          .reduceWindow("x", "max")
          .reduceWindow("y", "min")
          .sub(p.shift("y", 1, "edge"))
          .square();
        const far = p
          .shift("x", -3, 0.5)
          .mul(p.convolve({ axes: ["y", "x"], sizes: [3, 3], values: [1, 2, 1, 0, 4, 0, -1, 2, 1] }));
        const score = overlap.mul(2).add(1e-5).div(extent.add(1e-5));
        await agree(world, near.add(far).sumOver(["y", "x"]).add(score).sumOver(["batch", "class"]), 1e-4);
      });

  it("serves volumes", { timeout: 120_000 }, async () => {
    const world = new World(3, 2);
    const x = world.value(world.full);
    const near = world.scope.space.reduce(
      (a, axis) => a.reduceWindow(axis, "max").shift(axis, 1, "edge"),
      x.softmax("class"),
    );
    const values = Array.from({ length: 27 }, (_, i) => ((i * 5) % 7) - 3);
    const y = near.convolve({ axes: world.scope.space, sizes: [3, 3, 3], values });
    await agree(world, y.square().mean("space"));
  });

  it.each([2, 3] as const)("goes over wide neighbourhoods in loops in %d-D", async (rank) => {
    const world = new World(rank, 2, rank === 2 ? [2, 9, 13] : [2, 4, 5, 13]);
    const { space } = world.scope;
    const x = world.value(world.full);
    const sizes: number[] = space.map((axis) => (axis === "x" ? 9 : 3));
    const values = Array.from(
      { length: sizes.reduce((a, b) => a * b) },
      (_, i) => [1, 0.5, -2][Math.floor(i / 7) % 3]!,
    );
    const smooth = x.convolve({ axes: space, sizes, values });
    const far = space.map((axis) =>
      x.make("reduceWindow", [x.node], { axis, kind: axis === "x" ? "max" : "min", before: 3, after: 6 }),
    );
    const roots = [smooth, ...far].map((value) => value.node);
    expectSame(await computeAsync(fused, world, roots), compute(reference, world, roots));
  });

  it.each([2, 3] as const)("measures distances in %d-D, also where nothing is near", async (rank) => {
    const world = new World(rank, 2, rank === 2 ? [3, 17, 23] : [3, 5, 9, 7]);
    const size = world.size(world.full);
    // The first image is true but for few pixels, the last of them in no class at all.
    const mask = world.exactly(
      world.full,
      Array.from({ length: size }, (_, i) => (i % 97 === 5 && i < (2 * size) / 3 ? 0 : 1)),
      false,
    );
    const units = [0.7, 1.3, 2].slice(3 - rank).map((unit) => world.number(unit));
    const roots = [distanceTransform(mask, units).node];
    expectSame(await computeAsync(fused, world, roots), compute(reference, world, roots), 1e-6);
  });

  it("keeps the digits of a long sum", async () => {
    const world = new World(2, 1, [1, 512, 512]);
    const x = world.exactly(
      world.full,
      Array.from({ length: 512 * 512 }, (_, i) => Math.fround(Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1)),
    );
    const roots = [x.sumOver(["y", "x"]).node];
    const [[found], [exact]] = [(await computeAsync(fused, world, roots))[0]!, compute(reference, world, roots)[0]!];
    expect(Math.abs(found! / exact! - 1)).toBeLessThan(1e-6);
  });

  it("computes any composition, value and gradients, as the reference does", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomScalar, async ([world, root]) => {
        const roots = [root.node, ...world.gradients(root)];
        expectSame(await computeAsync(fused, world, roots), compute(reference, world, roots), 1e-3);
      }),
      { numRuns: 12, seed: 20261125 },
    );
  });

  it("runs routines of the host in the middle, or says who can wait for them", async () => {
    const world = new World();
    const image = world.value(world.full);
    const [components] = persistence(image.exp(), "vertex");
    const born = image.gather(components!.births);
    const roots = [born.sumOver(born.axes).add(image.square().sumOver(image.axes)).node];
    expectSame(await computeAsync(fused, world, roots), compute(reference, world, roots));
    const bindings = world.bindings(fused);
    const before = [tf.memory().numTensors, gpu().numDataIds()];
    expect(() => execute(fused, roots, bindings)).toThrow(NoSynchronousRead);
    expect(() => execute(fused, roots, bindings)).toThrow(/`persistence`.*`valueAndGrad`/);
    expect([tf.memory().numTensors, gpu().numDataIds()]).toEqual(before);
    tf.dispose([...bindings.tensors.values()]);
  });

  it("reports an error of the device at the next read", async () => {
    const world = new World();
    const x = world.value(["x"]);
    await computeAsync(fused, world, [x.exp().node]);
    gpu().device.createShaderModule({ code: "this is no shader" });
    await expect(computeAsync(fused, world, [x.exp().node])).rejects.toThrow(DeviceError);
    expect(await computeAsync(fused, world, [x.neg().node])).toHaveLength(1);
  });
});

describe.skipIf(state !== "started")("a step of training on webgpu", () => {
  const shape: [number, number, number, number] = [2, 9, 8, 2];
  const size = shape.reduce((a, b) => a * b);
  const logits = (seed: number) =>
    tf.tensor4d(
      Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + seed) * 2),
      shape,
    );
  const labels = () =>
    tf.tensor3d(
      Array.from({ length: size / 2 }, (_, i) => (Math.sin(i * 0.9) > 0.4 ? 1 : 0)),
      [2, 9, 8],
    );

  it("waits for nothing, makes no pipeline but in the first, multiplies by no gradient of 1, and leaves nothing behind", async () => {
    const loss = compile("dice + ramp(0, 1, over=epoch0..10)*hd_dt(alpha=2) + cldice(iterations=2) + 0.5*ce", {
      backend: "webgpu",
    });
    expect(loss.backend).toBe("webgpu");
    const target = labels();
    const step = (epoch: number) =>
      tf.tidy(() => {
        const f = (prediction: tf.Tensor) => loss({ prediction, target }, { epoch });
        const { value, grad } = tf.valueAndGrad(f)(logits(epoch));
        return [tf.keep(value.clone()), tf.keep(grad.clone())];
      });
    const { device } = gpu();
    const made = vi.spyOn(device, "createComputePipeline");
    tf.dispose(step(1));
    expect(made.mock.calls.length).toBeGreaterThan(0);
    made.mockRestore();
    tf.dispose(step(2));
    const spies = [
      ...(["read", "readSync", "getBufferData"] as const).map((name) => vi.spyOn(gpu(), name)),
      vi.spyOn(device, "createComputePipeline"),
    ];
    const before = [tf.memory().numTensors, gpu().numDataIds()];
    const ran = vi.spyOn(gpu(), "runWebGPUProgram");
    for (let epoch = 3; epoch < 6; epoch++) tf.dispose(step(epoch));
    expect(ran.mock.calls.map(([{ shaderKey }]) => shaderKey.split(/[:_]/)[0])).toEqual(
      ran.mock.calls.map(() => "losslang"),
    );
    ran.mockRestore();
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0, 0]);
    expect([tf.memory().numTensors, gpu().numDataIds()]).toEqual(before);
    for (const spy of spies) spy.mockRestore();
    const [value] = step(3);
    const exact = await compile("dice + 0.3*hd_dt(alpha=2) + cldice(iterations=2) + 0.5*ce", {
      backend: "reference",
    }).valueAndGrad({ prediction: logits(3), target });
    expect((await value!.data())[0]).toBeCloseTo(exact.value, 4);
    loss.dispose();
  });

  /** A prediction with one entry that is not finite. */
  const broken = (value: number, at = 77) =>
    tf.tensor4d(
      Array.from({ length: size }, (_, i) => (i === at ? value : Math.sin(i * 1.7) * 2)),
      shape,
    );

  // What reads the prediction first reduces something, keeps an image, reads neighbours, or hands over to the host.
  const programs = ["dice + ce", "hd_dt(alpha=2)", "cldice(iterations=2)", "boundary", "betti", "lovasz_softmax"];

  it.each(programs)("finds in a shader that a prediction of %s is not finite, and says where", async (source) => {
    const loss = compile(source, { backend: "webgpu" });
    const target = labels();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      await expect(loss.valueAndGrad({ prediction: broken(value), target })).rejects.toThrow(
        `The prediction holds ${value} at [0, 4, 6, 1]`,
      );
    const { value } = await loss.valueAndGrad({ prediction: logits(1), target });
    expect(value).toBeGreaterThan(0);
    loss.dispose();
  });

  it("reads a few numbers to give value and gradient, and neither prediction nor gradient", async () => {
    const loss = compile("dice + 0.5*ce + hd_dt(alpha=2) + focal", { backend: "webgpu" });
    const batch = { prediction: logits(1), target: labels() };
    const { value: first } = await loss.valueAndGrad(batch);
    const read = vi.spyOn(gpu(), "getBufferData");
    const found = await loss.valueAndGrad(batch);
    expect(read.mock.calls.map(([buffer]) => (buffer as { size: number }).size)).toEqual([4 * (1 + 1 + 4)]);
    read.mockRestore();
    expect(found.value).toBe(first);
    const exact = await compile("dice + 0.5*ce + hd_dt(alpha=2) + focal", { backend: "reference" }).valueAndGrad(batch);
    expect(found.value).toBeCloseTo(exact.value, 4);
    exact.terms.forEach(({ value }, i) => {
      expect(found.terms[i]!.value).toBeCloseTo(value, 4);
    });
    loss.dispose();
  });

  it("tells of a prediction that was not finite in a later call, where nobody waits", async () => {
    const loss = compile("dice", { backend: "webgpu" });
    const target = labels();
    const step = (prediction: tf.Tensor) => tf.tidy(() => loss({ prediction, target }));
    const before = [tf.memory().numTensors, gpu().numDataIds()];
    const [sound, unsound] = [logits(1), broken(Number.NaN)];
    step(unsound).dispose();
    await vi.waitFor(() =>
      expect(() => step(sound).dispose()).toThrow(/held NaN or an infinity in an earlier step.*`valueAndGrad`/),
    );
    // It is told once.
    expect((await step(sound).data())[0]).toBeGreaterThan(0);
    step(sound).dispose();
    tf.dispose([sound, unsound]);
    await vi.waitFor(() => expect(gpu().numDataIds()).toBeLessThanOrEqual(before[1]! + 3));
    loss.dispose();
  });
});
