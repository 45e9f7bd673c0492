import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { BatchError, type CompileOptions, check, compile, NonFiniteError } from "../../src/index.js";
import { defineLoss, distanceTransform, fieldName, headName } from "../../src/loss.js";
import { stdlib } from "../../stdlib/index.js";

/** Losses that read more than one head, and constants that are no masks. */

const about = {
  group: "annotation",
  summary: "For tests.",
  formula: "0",
  range: [0, Number.POSITIVE_INFINITY],
  cost: "linear",
  reference: "none",
  advice: "none",
  edges: "none",
  examples: [],
} as const;

/** Mean of (φ·v_y² + v_x² + gate) over the pixels. */
const pushed = defineLoss({
  ...about,
  name: "pushed",
  params: z.object({ motion: headName(), gate: headName().optional() }),
  inputs: {
    phi: "values",
    v: { view: "values", head: "motion", channels: "space" },
    gate: { view: "values", head: "gate", channels: "one" },
  },
  body: ({ phi, v, gate }) => {
    const axis = v.axes.at(-1)!;
    const [vy, vx] = [0, 1].map((i) => v.take(axis, [i]).sumOver([`class:${i}`]));
    const sum = phi.mul(vy!.square()).add(vx!.square());
    return (gate ? sum.add(gate) : sum).mean("space");
  },
});

/** Mean of φ·n_y − φ·n_x·weight. */
const along = defineLoss({
  ...about,
  name: "along",
  params: z.object({ normals: fieldName(), weight: fieldName().optional() }),
  inputs: {
    phi: "values",
    n: { field: "normals", form: "vectors" },
    w: { field: "weight", form: "image" },
  },
  body: ({ phi, n, w }) => {
    const axis = n.axes.at(-1)!;
    const [ny, nx] = [0, 1].map((i) => n.take(axis, [i]).sumOver([`class:${i}`]));
    return phi.mul(w ? ny!.sub(nx!.mul(w)) : ny!).mean("space");
  },
});

/** Mean of the image at given positions, and their mean squared distance to the target, which is worth remembering. */
const dotted = defineLoss({
  ...about,
  name: "dotted",
  params: z.object({ start: fieldName() }),
  inputs: { phi: "values", g: "onehot", at: { field: "start", form: "points" } },
  body: ({ phi, g, at }, _, context) => {
    const [y, x] = [0, 1].map((i) => at.take("class:axes", [i]).sumOver([`class:${i}`]));
    const far = distanceTransform(g.not(), context.spacing).mean("space");
    return phi.gather(y!.mul(4).add(x!)).add(y!.add(x!).mul(far)).mean("item");
  },
});

const library = [...stdlib, pushed, along, dotted];
const task: NonNullable<CompileOptions["task"]> = {
  heads: ["phi", "field", "gate"],
  fields: ["normals", "weight", "start"],
};
const both = ["reference", "tfjs"] as const;

const [height, width] = [3, 4];
const numbers = (shape: readonly number[], seed: number) =>
  tf.tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(seed + 1.7 * i)),
    [...shape],
  );
const image = (seed: number) => numbers([2, height, width, 1], seed);
const vectors = (seed: number) => numbers([2, height, width, 2], seed);
const target = tf.tensor(
  Array.from({ length: 24 }, (_, i) => Number(i % 5 < 2)),
  [2, height, width, 1],
);
const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const codes = (source: string, given: CompileOptions["task"] = task) =>
  check(source, { library, task: given }).map(({ code, message, hint }) => ({ code, message, hint }));

describe("a further head", () => {
  it.each(both)("receives its slope: %s", async (backend) => {
    const [phi, field, gate] = [image(1), vectors(2), image(3)];
    const loss = compile("2*pushed(motion=field, gate=gate) on phi", { library, task, backend });
    const { value, gradients } = await loss.valueAndGrad({ prediction: { phi, field, gate }, target });
    const [p, v, g] = [phi, field, gate].map((x) => Array.from(x.dataSync()));
    expect(value).toBeCloseTo(2 * mean(p!.map((x, i) => x * v![2 * i]! ** 2 + v![2 * i + 1]! ** 2 + g![i]!)), 5);
    expect(Object.keys(gradients)).toEqual(["phi", "field", "gate"]);
    expect(gradients.field!.shape).toEqual([2, height, width, 2]);
    const [byPhi, byField, byGate] = ["phi", "field", "gate"].map((name) => gradients[name]!.dataSync());
    p!.forEach((x, i) => {
      expect(byPhi![i]).toBeCloseTo((2 * v![2 * i]! ** 2) / 24, 5);
      expect(byField![2 * i]).toBeCloseTo((4 * x * v![2 * i]!) / 24, 5);
      expect(byField![2 * i + 1]).toBeCloseTo((4 * v![2 * i + 1]!) / 24, 5);
      expect(byGate![i]).toBeCloseTo(2 / 24, 6);
    });
  });

  it("is differentiated by TensorFlow.js as well", () => {
    const loss = compile("pushed(motion=field) on phi", { library, task });
    const [byPhi, byField] = tf.grads((phi, field) => loss({ prediction: { phi: phi!, field: field! }, target }))([
      image(1),
      vectors(2),
    ]);
    expect(byPhi!.shape).toEqual([2, height, width, 1]);
    expect(Math.max(...byField!.abs().dataSync())).toBeGreaterThan(0.01);
  });

  it("is absent where its parameter is left out", async () => {
    const batch = { prediction: { phi: image(1), field: vectors(2), gate: image(3) }, target };
    const loss = compile("pushed(motion=field) on phi", { library, task });
    const { gradients } = await loss.valueAndGrad(batch);
    expect(Math.max(...gradients.gate!.abs().dataSync())).toBe(0);
  });

  it("need not stand behind the one with the classes", async () => {
    const [phi, field] = [image(1), vectors(2)];
    const loss = compile("pushed(motion=field) + bce", { library, task: { heads: ["field", "phi"] } });
    const turned = await loss.valueAndGrad({ prediction: { field, phi }, target });
    const straight = await loss.valueAndGrad({ prediction: { phi, field }, target });
    expect(turned.value).toBe(straight.value);
    expect(turned.gradients.phi!.dataSync()).toEqual(straight.gradients.phi!.dataSync());
  });

  it("has one number for all classes if it has one channel", async () => {
    const main = numbers([2, height, width, 3], 1);
    const phi = image(2);
    const labels = tf.tensor(
      Array.from({ length: 24 }, (_, i) => i % 3),
      [2, height, width],
    );
    const classes = ["background", "organ", "tumour"];
    const loss = compile("level_set_output[organ] on phi", { task: { classes, heads: ["main", "phi"] } });
    const alone = compile("level_set_output");
    const { value, gradients } = await loss.valueAndGrad({ prediction: { main, phi }, target: labels });
    const wanted = await alone.valueAndGrad({ prediction: phi, target: labels.equal(1).expandDims(-1) });
    expect(value).toBeCloseTo(wanted.value, 4);
    gradients.phi!.dataSync().forEach((slope, i) => {
      expect(slope).toBeCloseTo(wanted.gradient.dataSync()[i]!, 5);
    });
  });

  it("may be the term's own, named or not: their slopes add up", async () => {
    const main = image(1);
    const one = await compile("bce + dice").valueAndGrad({ prediction: main, target });
    for (const prediction of [{ main }, main]) {
      const two = await compile("bce on main + dice", { task: { heads: ["main"] } }).valueAndGrad({
        prediction,
        target,
      });
      expect(two.value).toBeCloseTo(one.value, 6);
      one.gradient.dataSync().forEach((slope, i) => {
        expect(two.gradient.dataSync()[i]).toBeCloseTo(slope, 6);
      });
    }
  });

  it("need not hold probabilities where the prediction does", () => {
    const loss = compile("bce + 0*bce + level_set_output on phi", {
      task: { prediction: "probabilities", heads: ["main", "phi"] },
    });
    const main = tf.fill([2, height, width, 1], 0.5);
    expect(loss({ prediction: { main, phi: image(1).mul(9) }, target }).dataSync()[0]).toBeGreaterThan(0);
    expect(() => loss({ prediction: { main: image(1).mul(9), phi: main }, target })).toThrow(/not a probability/);
  });

  it("must be a head of the task", () => {
    expect(codes("pushed(motion=feld) on phi")).toEqual([
      { code: "L203", message: expect.stringContaining("feld"), hint: expect.stringContaining("`field`") },
    ]);
    expect(codes('pushed(motion="field") on phi')).toEqual([]);
    expect(codes("pushed on phi")).toMatchObject([{ code: expect.stringMatching(/^L3/) }]);
    expect(codes("pushed(motion=3) on phi")).toMatchObject([
      { message: expect.stringContaining("the name of a head") },
    ]);
    expect(codes("pushed(motion=field)", {})).toMatchObject([{ code: "L203", hint: expect.stringMatching(/heads:/) }]);
    expect(codes("def f(h = feld) = pushed(motion=h)\nminimize f(h=field)")).toEqual([]);
  });

  it("must be in the batch, with the channels its loss needs", () => {
    const loss = compile("pushed(motion=field, gate=gate) on phi", { library, task });
    const [phi, field, gate] = [image(1), vectors(2), image(3)];
    expect(() => loss({ prediction: { phi, gate }, target })).toThrow(/`field`/);
    expect(() => loss({ prediction: { phi, field: gate, gate }, target })).toThrow(
      /needs 2 channels for 2 axes of space from the head `field`; it has 1/,
    );
    expect(() => loss({ prediction: { phi, field, gate: field }, target })).toThrow(
      /needs one channel from the head `gate`; it has 2/,
    );
  });

  it("is refused where a level set has more channels than the target has classes", async () => {
    const task = { labels: ["object"], heads: ["gate", "phi"] };
    const prediction = { gate: tf.zeros([1, 4, 4, 1]), phi: tf.zeros([1, 4, 4, 3]) };
    const loss = compile("level_map on phi", { task });
    await expect(loss.valueAndGrad({ prediction, target: tf.zeros([1, 4, 4]) })).rejects.toThrow(
      /`level_map on phi` needs one channel; the head `phi` has 3/,
    );
    loss.dispose();
  });

  it("stands in explanations", () => {
    const loss = compile("pushed(motion=field) on phi + bce on main", {
      library,
      task: { heads: ["main", "phi", "field"] },
    });
    expect(loss.explain().kernels).toBeGreaterThan(1);
    expect(loss.explain({}, [1, 8, 8, 1]).bytes).toBeGreaterThan(0);
  });
});

describe("a field", () => {
  const prediction = image(1);
  const batch = (fields: Record<string, tf.Tensor>) => ({ prediction, target, fields });
  const p = Array.from(prediction.dataSync());

  it.each(both)("is read as its loss asks: %s", async (backend) => {
    const [normals, weight] = [vectors(4), numbers([2, height, width], 5)];
    const [n, w] = [normals, weight].map((x) => Array.from(x.dataSync()));
    const loss = compile("along(normals=normals, weight=weight)", { library, task, backend });
    const { value, gradient } = await loss.valueAndGrad(batch({ normals, weight }));
    const slopes = p.map((_, i) => n![2 * i]! - n![2 * i + 1]! * w![i]!);
    expect(value).toBeCloseTo(mean(p.map((x, i) => x * slopes[i]!)), 6);
    gradient.dataSync().forEach((slope, i) => {
      expect(slope).toBeCloseTo(slopes[i]! / 24, 6);
    });
    const flat = await loss.valueAndGrad(batch({ normals, weight: weight.expandDims(-1) }));
    expect(flat.value).toBe(value);
  });

  it.each(both)("may be a list of positions: %s", async (backend) => {
    const start = tf.tensor(
      [
        [
          [0, 0],
          [1, 2],
        ],
        [
          [2, 3],
          [2, 1],
        ],
      ],
      [2, 2, 2],
    );
    const none = tf.zerosLike(target);
    const { value } = await compile("dotted(start=start)", { library, task, backend }).valueAndGrad({
      prediction,
      target: none,
      fields: { start },
    });
    expect(value).toBeCloseTo((p[0]! + p[6]! + p[12 + 11]! + p[12 + 9]!) / 4, 6);
  });

  it("belongs to what target-only work is remembered for", async () => {
    const loss = compile("along(normals=normals, weight=weight)", { library, task });
    const [one, two] = [vectors(4), vectors(9)];
    const weight = tf.ones([2, height, width]);
    const other = numbers([2, height, width], 5);
    const first = (await loss.valueAndGrad(batch({ normals: one, weight }))).value;
    expect((await loss.valueAndGrad(batch({ normals: two, weight }))).value).not.toBeCloseTo(first, 4);
    expect((await loss.valueAndGrad(batch({ normals: one, weight: other }))).value).not.toBeCloseTo(first, 4);
    expect((await loss.valueAndGrad(batch({ normals: one, weight }))).value).toBe(first);
    loss.dispose();
  });

  it("is told from another of the same tensors by its name", async () => {
    const loss = compile("along(normals=normals, weight=weight)", { library, task: { fields: ["normals", "weight"] } });
    const [a, b] = [numbers([2, height, 2, 2], 1), numbers([2, height, 2, 2], 2)];
    const small = { prediction: numbers([2, height, 2, 2], 3), target: numbers([2, height, 2, 2], 0).greater(0) };
    const labels = { ...small, target: small.target.toFloat() };
    const sharing = { task: { labels: ["u", "v"], fields: ["normals", "weight"] }, library };
    const two = compile("along(normals=normals, weight=weight)", sharing);
    const straight = (await two.valueAndGrad({ ...labels, fields: { normals: a, weight: b } })).value;
    const crossed = (await two.valueAndGrad({ ...labels, fields: { normals: b, weight: a } })).value;
    const fresh = compile("along(normals=normals, weight=weight)", { ...sharing, backend: "reference" });
    expect(crossed).toBeCloseTo((await fresh.valueAndGrad({ ...labels, fields: { normals: b, weight: a } })).value, 5);
    expect(crossed).not.toBeCloseTo(straight, 3);
    loss.dispose();
  });

  it("must be a field of the task", () => {
    expect(codes("along(normals=normal)")).toEqual([
      { code: "L224", message: expect.stringContaining("normal"), hint: expect.stringContaining("`normals`") },
    ]);
    expect(codes("along(normals=n)", {})).toMatchObject([{ code: "L224", hint: "list it in the task: `fields: n`" }]);
    expect(codes("task { fields: n }\nminimize along(normals=n)", {})).toEqual([]);
  });

  it("must be in the batch, of the form its loss reads, and finite", () => {
    const loss = compile("along(normals=normals)", { library, task });
    expect(() => loss({ prediction, target })).toThrow(/reads the field `normals`.*add it to `fields`/);
    expect(() => loss(batch({ normals: image(1) }))).toThrow(
      /field `normals` has the shape \[2, 3, 4, 1\].*a vector per pixel \[2, 3, 4, 2\]/,
    );
    expect(() => loss(batch({ normals: tf.zeros([2, 5, 2]) }))).toThrow(BatchError);
    expect(() => loss(batch({ normals: tf.fill([2, height, width, 2], Number.NaN) }))).toThrow(NonFiniteError);
    expect(() => loss(batch({ normals: tf.fill([2, height, width, 2], Number.NaN) }))).toThrow(
      /field `normals` holds NaN at \[0, 0, 0, 0\]/,
    );
  });
});
