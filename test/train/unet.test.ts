import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { unet, unetStride } from "../../src/train/unet.js";
import { registerWasmTrainingKernels } from "../../src/train/wasm-kernels.js";

beforeAll(async () => {
  registerWasmTrainingKernels();
  await tf.setBackend("wasm");
  await tf.ready();
});

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

describe("unet", () => {
  it("is small", () => {
    expect(unet({ channels: 1, classes: 1 }).countParams()).toBe(29_617);
    expect(unet({ channels: 3, classes: 1 }).countParams()).toBe(29_617 + 2 * 9 * 8);
    expect(unet({ channels: 1, classes: 1, features: [6, 12, 24] }).countParams()).toBe(16_705);
  });

  it("takes any size that its stride divides", () => {
    const model = unet({ channels: 3, classes: 4 });
    expect(unetStride([8, 16, 32])).toBe(4);
    for (const [height, width] of [
      [4, 4],
      [64, 64],
      [20, 12],
    ] as const) {
      const logits = tf.tidy(() => (model.predict(tf.zeros([2, height, width, 3])) as tf.Tensor).shape);
      expect(logits).toEqual([2, height, width, 4]);
    }
  });

  it("is the same network for the same seed, on any backend, and another for another", async () => {
    const one = weightsOf(unet({ channels: 1, classes: 1, seed: 5 }));
    expect(weightsOf(unet({ channels: 1, classes: 1, seed: 5 }))).toEqual(one);
    expect(weightsOf(unet({ channels: 1, classes: 1, seed: 6 }))).not.toEqual(one);
    await tf.setBackend("cpu");
    expect(weightsOf(unet({ channels: 1, classes: 1, seed: 5 }))).toEqual(one);
    await tf.setBackend("wasm");
  });

  it("begins as He initialisation asks, no two layers alike", () => {
    const kernels = unet({ channels: 1, classes: 1 })
      .getWeights()
      .filter((w) => w.rank === 4 && w.size > 1000);
    for (const kernel of kernels) {
      const [height, width, inputs] = kernel.shape as [number, number, number];
      const values = kernel.dataSync<"float32">();
      const variance = values.reduce((sum, v) => sum + v * v, 0) / values.length;
      expect(variance * height * width * inputs).toBeGreaterThan(1.7);
      expect(variance * height * width * inputs).toBeLessThan(2.3);
    }
    expect(new Set(kernels.map((kernel) => kernel.dataSync()[0])).size).toBe(kernels.length);
  });

  it("sees what is far away: the skips are not all there is", () => {
    const model = unet({ channels: 1, classes: 1, seed: 2 });
    const reach = tf.tidy(() => {
      const slope = tf.grad((x) => tf.slice(model.predict(x) as tf.Tensor4D, [0, 16, 16, 0], [1, 1, 1, 1]));
      return slope(tf.ones([1, 32, 32, 1])).arraySync() as number[][][][];
    });
    expect(reach[0]![16]![16]![0]).not.toBe(0);
    expect(reach[0]!.some((row, y) => row.some(([v], x) => v !== 0 && Math.hypot(y - 16, x - 16) > 10))).toBe(true);
  });

  it("learns, and the same thing every time, without leaking", () => {
    const train = () => {
      const model = unet({ channels: 1, classes: 1, features: [4, 8], seed: 1 });
      const optimizer = tf.train.adam(0.01);
      const x = tf.randomUniform([2, 16, 16, 1], 0, 1, "float32", 3);
      const y = tf.cast(tf.greater(tf.avgPool(x as tf.Tensor4D, 3, 1, "same"), 0.5), "float32");
      const losses: number[] = [];
      let held = 0;
      for (let step = 0; step < 60; step++) {
        const loss = optimizer.minimize(
          () => tf.losses.sigmoidCrossEntropy(y, model.apply(x, { training: true }) as tf.Tensor) as tf.Scalar,
          true,
        )!;
        losses.push(loss.dataSync()[0]!);
        loss.dispose();
        if (step === 0) held = tf.memory().numTensors;
      }
      expect(tf.memory().numTensors).toBe(held);
      tf.dispose([x, y]);
      model.dispose();
      optimizer.dispose();
      return losses;
    };
    const losses = train();
    expect(losses.at(-1)!).toBeLessThan(0.3 * losses[0]!);
    expect(train()).toEqual(losses);
  });

  it("refuses sizes and counts that make no network", () => {
    expect(() => unet({ channels: 1, classes: 1, height: 30, width: 32 })).toThrow(/height 30 is not a multiple of 4/);
    expect(() => unet({ channels: 0, classes: 1 })).toThrow(/channels must be a positive whole number, not 0/);
    expect(() => unet({ channels: 1, classes: 1, features: [] })).toThrow(/number of resolutions/);
    expect(() => unet({ channels: 1, classes: 1, features: [8, 1.5] })).toThrow(/number of features.*1\.5/);
  });
});
