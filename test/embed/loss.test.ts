import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { memoryInUse } from "../../src/backends/wasm/index.js";
import {
  BatchError,
  ClockError,
  CompileError,
  compile,
  NonFiniteError,
  SecondDerivativeError,
} from "../../src/index.js";
import * as distanceKernels from "../../src/routines/distance/kernel/transform.js";

const square = [
  [0, 0, 0, 0, 0, 0],
  [0, 1, 1, 1, 0, 0],
  [0, 1, 0, 1, 0, 0],
  [0, 1, 1, 1, 0, 0],
  [0, 0, 0, 0, 0, 0],
];
const target = () => tf.tensor4d([square.map((row) => row.map((x) => [x]))]);
const logits = (scale = 1) =>
  tf.tidy(() => tf.mul(tf.randomNormal([1, 5, 6, 1], 0, 1, "float32", 7), scale)) as tf.Tensor4D;

beforeAll(async () => {
  await tf.setBackend("cpu");
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("a compiled program", () => {
  it("is differentiable for tf.grads, in the value that was asked for", async () => {
    const loss = compile("0.5*dice + hd_dt(alpha=2) then@epoch40 betti");
    const [x, t] = [logits(), target()];
    for (const epoch of [0, 40]) {
      const { value, grads } = tf.valueAndGrads((p) => loss({ prediction: p!, target: t }, { epoch }))([x]);
      const exact = await loss.valueAndGrad({ prediction: x, target: t }, { epoch });
      expect(value.dataSync()[0]).toBeCloseTo(exact.value, 6);
      expect(Array.from(grads[0]!.dataSync())).toEqual(Array.from(exact.gradient.dataSync()));
      expect(Math.max(...exact.gradient.dataSync())).toBeGreaterThan(0);
    }
  });

  it("scales its gradient by what follows it", () => {
    const loss = compile("dice");
    const [x, t] = [logits(), target()];
    const plain = tf
      .grad((p) => loss({ prediction: p, target: t }))(x)
      .dataSync();
    const tripled = tf
      .grad((p) => tf.mul(loss({ prediction: p, target: t }), 3) as tf.Scalar)(x)
      .dataSync();
    plain.forEach((g, i) => {
      expect(tripled[i]).toBeCloseTo(3 * g, 6);
    });
  });

  it.each(["wasm", "reference", "tfjs"] as const)("tells on %s which term pulls where", async (backend) => {
    const loss = compile("0.5*dice + 2*hd_dt - 0.3*betti", { backend });
    const [prediction, t] = [logits(), target()];
    const together = await loss.valueAndGrad({ prediction, target: t });
    const apart = await loss.termGrads({ prediction, target: t });
    expect(apart.map(({ gradient: _, ...term }) => term)).toEqual(together.terms);
    for (const [i, { loss: name, gradient }] of apart.entries()) {
      const alone = await compile(name, { backend }).valueAndGrad({ prediction, target: t });
      const exact = alone.gradient.dataSync();
      expect(Math.max(...exact.map(Math.abs)), name).toBeGreaterThan(0);
      gradient.dataSync().forEach((g, j) => {
        expect(g, `${name}, ${i}`).toBeCloseTo(exact[j]!, 6);
      });
      alone.gradient.dispose();
    }
    const sum = tf.addN(apart.map(({ gradient, weight }) => tf.mul(gradient, weight)));
    together.gradient.dataSync().forEach((g, j) => {
      expect(sum.dataSync()[j]).toBeCloseTo(g, 5);
    });
    const before = tf.memory().numTensors;
    const again = await loss.termGrads({ prediction, target: t });
    expect(tf.memory().numTensors - before).toBe(again.length);
  });

  it("minimises", () => {
    const loss = compile("0.5*dice + 0.5*bce");
    const x = tf.variable(logits());
    const t = target();
    const optimizer = tf.train.adam(0.3);
    const before = loss({ prediction: x, target: t }).dataSync()[0]!;
    for (let step = 0; step < 60; step++) optimizer.minimize(() => loss({ prediction: x, target: t }), false, [x]);
    expect(loss({ prediction: x, target: t }).dataSync()[0]).toBeLessThan(0.1 * before);
  });

  it("agrees with the reference backend", async () => {
    const batch = { prediction: logits(3), target: target() };
    for (const source of ["bce + dice", "hd_dt", "boundary", "cldice(iterations=3)", "betti", "focal + tversky"]) {
      const fast = await compile(source).valueAndGrad(batch);
      const exact = await compile(source, { backend: "reference" }).valueAndGrad(batch);
      expect(fast.value).toBeCloseTo(exact.value, 5);
      const slope = exact.gradient.dataSync();
      fast.gradient.dataSync().forEach((g, i) => {
        expect(g).toBeCloseTo(slope[i]!, 5);
      });
    }
  });

  it.each(["tfjs", "wasm"] as const)(
    "leaks nothing on %s, called, differentiated, evaluated or failing",
    async (backend) => {
      const held = () => (backend === "wasm" ? memoryInUse() : tf.memory().numTensors);
      const loss = compile("0.5*dice + hd_dt then@epoch4 betti + cldice(iterations=2)", { backend });
      const batch = { prediction: logits(), target: target() };
      const run = async () => {
        for (let epoch = 0; epoch < 8; epoch++) {
          tf.dispose(tf.grad((p) => loss({ ...batch, prediction: p }, { epoch }))(batch.prediction));
          loss(batch, { epoch }).dispose();
          (await loss.valueAndGrad(batch, { epoch })).gradient.dispose();
          await loss.evaluate(batch, { epoch });
        }
        const bad = tf.fill([1, 5, 6, 1], Number.NaN);
        expect(() => loss({ ...batch, prediction: bad })).toThrow(NonFiniteError);
        await expect(loss.valueAndGrad({ ...batch, prediction: bad })).rejects.toThrow(NonFiniteError);
        bad.dispose();
      };
      await run();
      const [tensors, before] = [tf.memory().numTensors, held()];
      await run();
      expect([tf.memory().numTensors, held()]).toEqual([tensors, before]);
      loss.dispose();
      expect(held()).toBeLessThan(before);
    },
  );

  it.each(["tfjs", "wasm"] as const)("frees gradients that nobody asks for, on %s", (backend) => {
    const loss = compile("dice", { backend });
    const [x, t] = [logits(), target()];
    const value = (p: tf.Tensor) => loss({ prediction: p, target: t });
    const plain = tf.grad(value)(x).dataSync();
    const before = tf.memory().numTensors;
    // Not on the way to the value; and on the inner tape, while the outer one does not depend on it.
    const aside = tf.grad((p) => tf.tidy(() => [tf.sum(p), value(p)][0] as tf.Scalar))(x);
    const inner = tf.grad((p) => tf.tidy(() => [tf.grad(value)(p), value(p)][1] as tf.Scalar))(x);
    expect(Array.from(inner.dataSync())).toEqual(Array.from(plain));
    tf.dispose([aside, inner]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(["tfjs", "wasm", "reference"] as const)(
    "refuses second derivatives by name on %s, and goes on as before",
    (backend) => {
      const loss = compile("dice + bce", { backend });
      const [x, t] = [logits(), target()];
      const value = (p: tf.Tensor) => loss({ prediction: p, target: t });
      const plain = tf.grad(value)(x).dataSync();
      const penalised = (p: tf.Tensor) => tf.add(value(p), tf.sum(tf.square(tf.grad(value)(p)))) as tf.Scalar;
      const before = tf.memory().numTensors;
      expect(() => tf.grad(penalised)(x)).toThrow(SecondDerivativeError);
      expect(() => tf.grad((p) => tf.sum(tf.grad(value)(p)) as tf.Scalar)(x)).toThrow(/gradient penalty/);
      expect(tf.memory().numTensors).toBe(before);
      // A gradient from outside is a constant.
      const constant = tf.grad(value)(x);
      const after = tf.grad((p) => tf.add(value(p), tf.sum(constant)) as tf.Scalar)(x);
      expect(Array.from(after.dataSync())).toEqual(Array.from(plain));
      tf.dispose([constant, after]);
      expect(tf.memory().numTensors).toBe(before);
      // Through what follows the loss, and by a variable.
      const variable = tf.variable(x);
      expect(() => tf.variableGrads(() => tf.sum(tf.grad((p) => tf.square(value(p)))(variable)) as tf.Scalar)).toThrow(
        SecondDerivativeError,
      );
      variable.dispose();
    },
  );

  it("frees what it cached of targets that are gone", () => {
    const loss = compile("boundary");
    const x = logits();
    const step = () => {
      const t = target();
      loss({ prediction: x, target: t }).dispose();
      t.dispose();
    };
    step();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 30; i++) step();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("work is done when it is due", () => {
  it("transforms a target once, whichever tensor has it, and again for another", () => {
    const transform = vi.spyOn(distanceKernels, "transformByKernels");
    const loss = compile("boundary");
    const [x, t] = [logits(), target()];
    loss({ prediction: x, target: t });
    const once = transform.mock.calls.length;
    expect(once).toBeGreaterThan(0);
    for (let i = 0; i < 5; i++) loss({ prediction: x, target: t });
    expect(transform.mock.calls.length).toBe(once);
    loss({ prediction: x, target: target() });
    expect(transform.mock.calls.length).toBe(once);
    loss({ prediction: x, target: tf.sub(1, target()) });
    expect(transform.mock.calls.length).toBe(2 * once);
  });

  it("is done once for a data set that makes its tensors anew in each epoch, if it is prepared", async () => {
    const transform = vi.spyOn(distanceKernels, "transformByKernels");
    const loss = compile("boundary");
    const epoch = (prepare: boolean) =>
      Promise.all(
        [0, 1, 2].map(async (by) => {
          const batch = { prediction: logits(), target: tf.reverse(target(), [by]) };
          if (prepare) await loss.prepare(batch);
          loss(batch).dispose();
          batch.target.dispose();
        }),
      );
    await epoch(true);
    const once = transform.mock.calls.length;
    expect(once).toBeGreaterThan(0);
    for (let i = 0; i < 3; i++) await epoch(false);
    expect(transform.mock.calls.length).toBe(once);
  });

  it("can be done ahead of the step", async () => {
    const transform = vi.spyOn(distanceKernels, "transformByKernels");
    const loss = compile("boundary");
    const batch = { prediction: logits(), target: target() };
    await loss.prepare(batch);
    const ahead = transform.mock.calls.length;
    expect(ahead).toBeGreaterThan(0);
    loss(batch);
    expect(transform.mock.calls.length).toBe(ahead);
  });

  it("is not done for a term of weight 0, whose name is not even among the terms", async () => {
    const transform = vi.spyOn(distanceKernels, "transformByKernels");
    const loss = compile("dice then@epoch5..10 dice + hd_dt");
    const batch = { prediction: logits(), target: target() };
    for (const epoch of [0, 4, 5]) {
      const { terms } = await loss.valueAndGrad(batch, { epoch });
      expect(terms.map((t) => t.label)).toEqual(["dice"]);
    }
    expect(transform).not.toHaveBeenCalled();
    expect((await loss.valueAndGrad(batch, { epoch: 6 })).terms.map((t) => [t.label, t.weight])).toEqual([
      ["dice", 1],
      ["hd_dt", 0.2],
    ]);
    expect(transform).toHaveBeenCalled();
  });
});

describe("time", () => {
  it("weighs by the clock, and evaluates by the end of training as well", async () => {
    const loss = compile("dice then@epoch10..20 bce");
    const batch = { prediction: logits(), target: target() };
    const at = (epoch: number) => loss.evaluate(batch, { epoch });
    const [first, half, last] = [await at(0), await at(15), await at(20)];
    expect(first.reference).toBeCloseTo(last.value, 6);
    expect(half.value).toBeCloseTo((first.value + last.value) / 2, 6);
    expect([first.phase, half.phase, last.phase]).toEqual([0, 1, 2]);
    expect(half.reference).toBe(first.reference);
  });

  it("saves where training stands, and takes it up again", () => {
    const loss = compile("dice then@epoch3 bce");
    loss.restore({ version: 1, clock: { epoch: 3, step: 30 } });
    const batch = { prediction: logits(), target: target() };
    expect(loss(batch).dataSync()[0]).toBeCloseTo(compile("bce")(batch).dataSync()[0]!, 6);
    const saved = JSON.parse(JSON.stringify(loss.state()));
    expect(saved).toMatchObject({ version: 1, clock: { epoch: 3, step: 30 }, epochEnded: false });
    expect(() => loss.restore({ epoch: 3 })).toThrow(TypeError);
    const again = compile("dice then@epoch3 bce");
    again.restore(saved);
    expect(again.state()).toEqual(saved);
    expect(() => again.restore({ ...saved, clock: { epoch: Number.NaN, step: 0 } })).toThrow(TypeError);
    expect(again.state()).toEqual(saved);
  });

  it("refuses the state of another program, and says what differs", () => {
    const saved = compile("dice then@epoch3 bce").state();
    expect(() => compile("dice then@epoch3 focal").restore(saved)).toThrow(
      /another program: it has `from epoch 3: 1 bce` where this one has `from epoch 3: 1 focal`/,
    );
    expect(() => compile("dice").restore(saved)).toThrow(/`from epoch 3: 1 bce` where this one has no further phase/);
    expect(() => compile("dice then@epoch3 bce then@epoch5 ce").restore(saved)).toThrow(/no further phase where/);
    const roi = (mask: string) => compile(`bce where ${mask}`, { task: { masks: ["roi", "eye"] } });
    expect(() => roi("eye").restore(roi("roi").state())).toThrow(/another program/);
    // Written differently, it is the same.
    compile("1*dice then@epoch3 1*bce").restore(saved);
  });

  it("evaluates by the last weights that are reached within the epochs it was told of", async () => {
    const batch = { prediction: logits(), target: target() };
    const at = async (source: string, options: Parameters<typeof compile>[1], epoch: number) =>
      compile(source, options).evaluate(batch, { epoch });
    const dice = (await compile("dice").evaluate(batch)).value;
    const bce = (await compile("bce").evaluate(batch)).value;
    const never = await at("dice then@epoch40 bce", { epochs: 30 }, 0);
    expect(never.reference).toBe(never.value);
    expect(never.reference).toBeCloseTo(dice, 6);
    expect((await at("dice then@epoch40 bce", { epochs: 41 }, 0)).reference).toBeCloseTo(bce, 6);
    expect((await at("dice then@epoch30 bce", { epochs: 30 }, 0)).reference).toBeCloseTo(dice, 6);
    expect((await at("dice then@epoch40 bce", {}, 0)).reference).toBeCloseTo(bce, 6);
    // A fade that is cut short.
    const cut = { epochs: 30 };
    const fade = "dice then@epoch20..40 bce";
    expect((await at(fade, cut, 0)).reference).toBeCloseTo((await at(fade, cut, 29)).value, 6);
    expect((await at(fade, cut, 0)).reference).toBeCloseTo(0.55 * dice + 0.45 * bce, 5);
    const steps = { epochs: 3, stepsPerEpoch: 10 };
    expect((await at("dice then@step30 bce", steps, 0)).reference).toBeCloseTo(dice, 6);
    expect((await at("dice then@step29 bce", steps, 0)).reference).toBeCloseTo(bce, 6);
    expect((await at("dice then@50% bce", { epochs: 10 }, 0)).reference).toBeCloseTo(bce, 6);
  });

  it("does not stand still in silence", () => {
    const batch = { prediction: logits(), target: target() };
    expect(() => compile("dice then@epoch3 bce")(batch, { step: 12 })).toThrow(ClockError);
    const told = compile("dice then@epoch3 bce", { stepsPerEpoch: 4 });
    expect(told(batch, { step: 12 }).dataSync()[0]).toBeCloseTo(compile("bce")(batch).dataSync()[0]!, 6);
  });
});

describe("heads and masks", () => {
  const task = { labels: ["a"], heads: ["main", "aux"], masks: ["roi"] };

  it.each(["tfjs", "wasm", "reference"] as const)(
    "may be given one tensor for two heads, whose gradients add up: %s",
    async (backend) => {
      const loss = compile("dice on main + 0.5*bce on aux", { task, backend });
      const [x, t] = [logits(), target()];
      const apart = await loss.valueAndGrad({ prediction: { main: x, aux: tf.clone(x) }, target: t });
      const total = tf.add(apart.gradients.main!, apart.gradients.aux!).dataSync();
      const grad = tf
        .grad((p) => loss({ prediction: { main: p, aux: p }, target: t }))(x)
        .dataSync();
      grad.forEach((g, i) => {
        expect(g).toBeCloseTo(total[i]!, 6);
      });
      const shared = await loss.valueAndGrad({ prediction: { main: x, aux: x }, target: t });
      expect(shared.gradient).toBe(shared.gradients.main);
      for (const head of ["main", "aux"])
        expect(Array.from(shared.gradients[head]!.dataSync()), head).toEqual(
          Array.from(apart.gradients[head]!.dataSync()),
        );
      // Each is the caller's own.
      shared.gradients.main!.dispose();
      expect(shared.gradients.aux!.dataSync()).toHaveLength(30);
    },
  );

  it("looks at each head, and differentiates by each", async () => {
    const loss = compile("dice on main + 0.5*dice on aux", { task });
    const prediction = { main: logits(), aux: logits(2) };
    const { gradients, value } = await loss.valueAndGrad({ prediction, target: target() });
    const alone = await compile("dice").valueAndGrad({ prediction: prediction.aux, target: target() });
    expect(Object.keys(gradients)).toEqual(["main", "aux"]);
    gradients.aux!.dataSync().forEach((g, i) => {
      expect(g).toBeCloseTo(0.5 * alone.gradient.dataSync()[i]!, 6);
    });
    expect(value).toBeGreaterThan(0);
    const grads = tf.grads((m, a) => loss({ prediction: { main: m!, aux: a! }, target: target() }))([
      prediction.main,
      prediction.aux,
    ]);
    expect(Array.from(grads[1]!.dataSync())).toEqual(Array.from(gradients.aux!.dataSync()));
  });

  it("may have channels of its own where a loss takes the prediction as it is", async () => {
    const fields = { labels: ["a"], heads: ["main", "phi", "field"] };
    const loss = compile("dice on main + 0.1*level_map on phi + level_set_motion on field", { task: fields });
    const field = tf.randomNormal([1, 5, 6, 2], 0, 1, "float32", 3);
    const prediction = { field, phi: logits(2), main: logits() };
    const { gradients, terms } = await loss.valueAndGrad({ prediction, target: target() });
    expect(terms.map((t) => t.loss)).toEqual(["dice", "level_map", "level_set_motion"]);
    expect(gradients.field!.shape).toEqual([1, 5, 6, 2]);
    const alone = await compile("level_set_motion").valueAndGrad({
      prediction: field,
      target: tf.squeeze(target(), [3]),
    });
    gradients.field!.dataSync().forEach((g, i) => {
      expect(g).toBeCloseTo(alone.gradient.dataSync()[i]!, 6);
    });
    const wrong = compile("dice on field", { task: fields });
    expect(() => wrong({ prediction, target: target() })).toThrow(/channel per class.*field.*2/);
    const flat = compile("level_set_motion on phi", { task: fields });
    expect(() => flat({ prediction, target: target() })).toThrow(/2 channels for 2 axes/);
  });

  it("counts only what a mask leaves", async () => {
    const loss = compile("bce where roi", { task });
    const roi = tf.cast(tf.greater(tf.randomUniform([1, 5, 6], 0, 1, "float32", 3), 0.5), "float32");
    const { gradient } = await loss.valueAndGrad({ prediction: logits(), target: target(), masks: { roi } });
    const inside = roi.dataSync();
    gradient.dataSync().forEach((g, i) => {
      expect(g !== 0).toBe(inside[i] === 1);
    });
    expect(() => loss({ prediction: logits(), target: target() })).toThrow(/mask.*roi|roi.*mask/);
  });
});

describe("batches that do not fit are named", () => {
  const batch = (prediction: tf.Tensor, t: tf.Tensor) => ({ prediction, target: t });
  const cases: readonly [string, () => unknown, RegExp][] = [
    [
      "shapes",
      () => compile("dice")(batch(tf.zeros([1, 5, 6, 1]), tf.zeros([1, 4, 6, 1]))),
      /\[1, 4, 6, 1\].*\[1, 5, 6, 1\]/,
    ],
    ["rank", () => compile("dice")(batch(tf.zeros([5, 6]), tf.zeros([5, 6]))), /\[batch, h, w, class\]/],
    [
      "dimensions",
      () => compile("level_map")(batch(tf.zeros([1, 3, 5, 6, 1]), tf.zeros([1, 3, 5, 6, 1]))),
      /2 spatial/,
    ],
    [
      "labels out of range",
      () => compile("ce")(batch(tf.zeros([1, 5, 6, 3]), tf.fill([1, 5, 6], 3))),
      /label 3 at \[0, 0, 0\]/,
    ],
    ["labels in between", () => compile("ce")(batch(tf.zeros([1, 5, 6, 3]), tf.fill([1, 5, 6], 0.5))), /whole numbers/],
    ["not one-hot", () => compile("ce")(batch(tf.zeros([1, 5, 6, 3]), tf.ones([1, 5, 6, 3]))), /not one-hot/],
    [
      "a mask of 255",
      () => compile("dice")(batch(tf.zeros([1, 5, 6, 1]), tf.fill([1, 5, 6, 1], 255))),
      /Divide by 255/,
    ],
    [
      "NaN",
      () => compile("dice")(batch(tf.fill([1, 5, 6, 1], Number.NaN), tf.zeros([1, 5, 6, 1]))),
      /NaN at \[0, 0, 0, 0\]/,
    ],
    [
      "no probabilities",
      () =>
        compile("dice", { task: { prediction: "probabilities" } })(
          batch(tf.fill([1, 5, 6, 1], 3), tf.zeros([1, 5, 6, 1])),
        ),
      /logits/,
    ],
    [
      "classes",
      () => compile("dice", { task: { classes: ["a", "b"] } })(batch(tf.zeros([1, 5, 6, 3]), tf.zeros([1, 5, 6]))),
      /3 channels/,
    ],
    [
      "spacing",
      () => compile("hd_dt")({ ...batch(tf.zeros([1, 5, 6, 1]), tf.zeros([1, 5, 6, 1])), spacing: [1] }),
      /spacing/,
    ],
  ];
  it.each(cases)("%s", (_, run, message) => {
    expect(run).toThrow(message);
    // A target that was refused is refused again.
    expect(run).toThrow(message);
    try {
      run();
    } catch (error) {
      expect(error instanceof BatchError || error instanceof NonFiniteError).toBe(true);
    }
  });

  it("and so are programs and options", () => {
    expect(() => compile("dise")).toThrow(CompileError);
    expect(() => compile("dice", { bakend: "tfjs" } as never)).toThrow(/bakend/);
    expect(() => compile('dice then@plateau("loss") bce')).toThrow(/cannot run yet/);
    expect(() => compile("dice", { backend: "webgpu" })).toThrow(/TensorFlow.js computes on it.*`cpu`/s);
  });
});

describe("the backend that `auto` stands for", () => {
  afterEach(async () => {
    await tf.setBackend("cpu");
  });

  it("is settled with each call, whatever computed when compiling", async () => {
    // A device that no fused backend serves: that of the processor by another name.
    tf.registerBackend("other", tf.findBackendFactory("cpu"));
    for (const kernel of tf.getKernelsForBackend("cpu")) tf.registerKernel({ ...kernel, backendName: "other" });
    try {
      await tf.setBackend("cpu");
      const loss = compile("dice + hd_dt then@epoch3 betti");
      const [x, t] = [logits(), target()];
      const [numbers, truth] = [x.dataSync(), t.dataSync()];
      const exact = compile("dice + hd_dt then@epoch3 betti", { backend: "reference" });
      const wanted = (await exact.evaluate({ prediction: x, target: t })).value;
      for (const device of ["cpu", "other", "wasm", "other", "cpu"]) {
        await tf.setBackend(device);
        expect(loss.backend, device).toBe(device === "other" ? "tfjs" : "wasm");
        // Tensors from before move along, and new ones come.
        for (const batch of [
          { prediction: x, target: t },
          { prediction: tf.tensor(numbers, x.shape), target: tf.tensor(truth, t.shape) },
        ]) {
          const { value, gradient } = await loss.valueAndGrad(batch, { epoch: 0 });
          expect(value, device).toBeCloseTo(wanted, 5);
          expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
        }
      }
      loss.dispose();
      expect((await loss.evaluate({ prediction: x, target: t })).value).toBeCloseTo(wanted, 5);
    } finally {
      await tf.setBackend("cpu");
      for (const { kernelName } of tf.getKernelsForBackend("other")) tf.unregisterKernel(kernelName, "other");
      tf.removeBackend("other");
    }
  });
});

describe.each(["cpu", "wasm"])("in a LayersModel on %s", (backend) => {
  const model = (loss: ReturnType<typeof compile>) => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [5, 6, 2] })] });
    model.compile({ optimizer: tf.train.adam(0.05), loss: loss.forLayers() });
    return model;
  };
  const data = () => {
    const t = tf.tile(target(), [8, 1, 1, 1]) as tf.Tensor4D;
    const noise = tf.randomNormal([8, 5, 6, 1], 0, 0.5, "float32", 5);
    return { x: tf.concat([t, noise], 3) as tf.Tensor4D, y: t };
  };

  it("drives fit: phases change, terms are logged, the loss falls", async () => {
    await tf.setBackend(backend);
    const loss = compile("bce then@epoch4..6 0.5*bce + dice");
    const net = model(loss);
    const { x, y } = data();
    const { history } = await net.fit(x, y, {
      epochs: 8,
      batchSize: 4,
      callbacks: loss.callback(),
      validationData: [x, y],
      verbose: 0,
    });
    expect(history.bce).toHaveLength(8);
    expect(history.dice!.map((value) => typeof value)).toEqual([
      ...Array(5).fill("object"),
      ...Array(3).fill("number"),
    ]);
    expect(history.dice!.slice(0, 5)).toEqual(Array(5).fill(null));
    expect(history.bce!.at(-1)).toBeLessThan(history.bce![0] as number);
    expect(history.bce![0]).toBeCloseTo(history.loss![0] as number, 4);
    expect(loss.state()).toMatchObject({ version: 1, clock: { epoch: 7, step: 16 }, epochEnded: true });
    await tf.setBackend("cpu");
  });

  it("drives fitDataset, label maps included", async () => {
    await tf.setBackend(backend);
    const loss = compile("dice + bce");
    const net = model(loss);
    const { x, y } = data();
    const labels = tf.squeeze(y, [3]) as tf.Tensor3D;
    const rows = tf.data.zip({ xs: tf.data.array(tf.unstack(x)), ys: tf.data.array(tf.unstack(labels)) }).batch(4);
    const { history } = await net.fitDataset(rows as tf.data.Dataset<tf.TensorContainer>, {
      epochs: 3,
      callbacks: loss.callback(),
      verbose: 0,
    });
    expect(history.dice!.at(-1)).toBeLessThan(history.dice![0] as number);
    await tf.setBackend("cpu");
  });
});
