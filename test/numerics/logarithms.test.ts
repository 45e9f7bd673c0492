import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { stdlib } from "../../stdlib/index.js";
import { Exact, total } from "./exact.js";

/**
 * Losses with logarithms of probabilities, on one pixel with logits of up to ±10000, against their formulas in arithmetic of 55 digits: value and gradient, also where a
 * probability has no digits left in single or double precision.
 */

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** What a formula sees of a pixel: for each class log p, log(1 − p), p, 1 − p, and the target. */
interface Pixel {
  readonly logp: readonly Exact[];
  readonly logq: readonly Exact[];
  readonly p: readonly Exact[];
  readonly q: readonly Exact[];
  readonly g: readonly number[];
}
type Formula = (pixel: Pixel) => Exact;

const one = Exact.of(1);

function softmaxed(x: readonly Exact[], g: readonly number[]): Pixel {
  const e = x.map((each) => each.exp());
  const all = total(e);
  const p = e.map((each) => each.div(all));
  const q = e.map((_, c) => total(e.filter((_, other) => other !== c)).div(all));
  return { p, q, logp: p.map((each) => each.log()), logq: q.map((each) => each.log()), g };
}

function squashed(x: readonly Exact[], g: readonly number[]): Pixel {
  const p = x.map((each) => one.div(each.neg().exp().add(1)));
  const q = x.map((each) => one.div(each.exp().add(1)));
  return { p, q, logp: p.map((each) => each.log()), logq: q.map((each) => each.log()), g };
}

/** The sum over classes. */
const sum = ({ g }: Pixel, each: (c: number, g: number) => Exact): Exact => total(g.map((t, c) => each(c, t)));

/** Each class against the rest: what a positive and a negative cost, averaged over the classes. */
const againstRest =
  (positive: (pixel: Pixel, c: number) => Exact, negative: (pixel: Pixel, c: number) => Exact): Formula =>
  (pixel) =>
    sum(pixel, (c, t) =>
      positive(pixel, c)
        .mul(t)
        .add(negative(pixel, c).mul(one.sub(t))),
    ).div(pixel.g.length);

const missed = ({ logp }: Pixel, c: number) => logp[c]!.neg();
const raised = ({ logq }: Pixel, c: number) => logq[c]!.neg();
const binary = againstRest(missed, raised);
const ofTruth =
  (cost: (pixel: Pixel, c: number) => Exact): Formula =>
  (pixel) =>
    sum(pixel, (c, t) => cost(pixel, c).mul(t));
const entropy = ofTruth(missed);
const focused = (pixel: Pixel, c: number) => missed(pixel, c).mul(pixel.q[c]!.power(2));
const focusedRest = (pixel: Pixel, c: number) => raised(pixel, c).mul(pixel.p[c]!.power(2));

interface Case {
  readonly exclusive: Formula;
  readonly independent: Formula;
}

const cases: Readonly<Record<string, Case>> = {
  ce: { exclusive: entropy, independent: binary },
  bce: { exclusive: binary, independent: binary },
  "bce(positive_weight=3)": {
    exclusive: againstRest((pixel, c) => missed(pixel, c).mul(3), raised),
    independent: againstRest((pixel, c) => missed(pixel, c).mul(3), raised),
  },
  "ce(label_smoothing=0.25)": {
    exclusive: (pixel) => sum(pixel, (c, t) => missed(pixel, c).mul(t * 0.75 + 0.25 / pixel.g.length)),
    independent: (pixel) => binary({ ...pixel, g: pixel.g.map((t) => t * 0.75 + 0.125) }),
  },
  focal: { exclusive: ofTruth(focused), independent: againstRest(focused, focusedRest) },
  poly1_ce: {
    exclusive: ofTruth((pixel, c) => missed(pixel, c).add(pixel.q[c]!)),
    independent: againstRest(
      (pixel, c) => missed(pixel, c).add(pixel.q[c]!),
      (pixel, c) => raised(pixel, c).add(pixel.p[c]!),
    ),
  },
  poly1_focal: {
    exclusive: ofTruth((pixel, c) => focused(pixel, c).add(pixel.q[c]!.power(3))),
    independent: againstRest(
      (pixel, c) => focused(pixel, c).add(pixel.q[c]!.power(3)),
      (pixel, c) => focusedRest(pixel, c).add(pixel.p[c]!.power(3)),
    ),
  },
  asymmetric_focal: {
    exclusive: ofTruth((pixel, c) =>
      c === 0 ? focused(pixel, c).mul(one.sub(0.7)) : missed(pixel, c).mul(Exact.of(0.7)),
    ),
    independent: againstRest(
      (pixel, c) => missed(pixel, c).mul(Exact.of(0.7)),
      (pixel, c) => focusedRest(pixel, c).mul(one.sub(0.7)),
    ),
  },
  "unified_focal(weight=1, gamma=1)": {
    exclusive: ofTruth((pixel, c) =>
      c === 0 ? missed(pixel, c).mul(pixel.q[c]!).mul(one.sub(0.6)) : missed(pixel, c).mul(Exact.of(0.6)),
    ),
    independent: againstRest(
      (pixel, c) => missed(pixel, c).mul(Exact.of(0.6)),
      (pixel, c) => raised(pixel, c).mul(pixel.p[c]!).mul(one.sub(0.6)),
    ),
  },
  topk_ce: {
    exclusive: entropy,
    independent: binary,
  },
  "nacl(alpha=0)": { exclusive: entropy, independent: binary },
  "exp_log(dice_weight=0, ce_weight=1, ce_gamma=1)": { exclusive: entropy, independent: binary },
  edge_bce: { exclusive: binary, independent: binary },
  "distance_penalized_ce(background=true)": { exclusive: entropy, independent: binary },
  // Only classes with an instance count; its pixel is the whole image.
  'blob(criterion="bce", background=true)': {
    exclusive: entropy,
    independent: (pixel) => entropy(pixel).div(pixel.g.reduce((a, b) => a + b)),
  },
};

/** These see logarithms and take none of a probability: they compare them. */
const others = ["cldice", "cbdice"];

/** Logits: undecided, decided, sure, and beyond what any precision holds of a probability. */
const logits: readonly (readonly number[])[] = [
  [0, 0, 0],
  [0.25, -0.5, 1],
  [4, 0, -2],
  [8, 7.5, -8],
  [0, 12, 1],
  [15.5, 0, 15.5],
  [16.5, 0, -1],
  [-17, 20, 0],
  [0, -40, 37.5],
  [90, -90, 0],
  [120, 0, -300],
  [1000, 998, 0],
  [-10000, 10000, 9999],
  [10000, -10000, 0],
];
const names = ["a", "b", "c"];
const forms = {
  exclusive: {
    pixel: softmaxed,
    targets: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    task: { classes: [...names] },
  },
  independent: {
    pixel: squashed,
    targets: [
      [1, 0, 1],
      [0, 1, 0],
    ],
    task: { labels: [...names] },
  },
};

const step = Exact.of(2 ** -50);

/** Value and gradient of a formula: differences of 55 digits are as good as a derivative. */
function wanted(formula: Formula, form: keyof typeof forms, x: readonly number[], g: readonly number[]) {
  const at = (moved: readonly Exact[]) => formula(forms[form].pixel(moved, g));
  const own = x.map((each) => Exact.of(each));
  const gradient = own.map((each, c) =>
    at(own.with(c, each.add(step)))
      .sub(at(own.with(c, each.sub(step))))
      .div(step.mul(2))
      .toNumber(),
  );
  return { value: at(own).toNumber(), gradient };
}

/** How far values and gradients may be off, as a share and as a number. A gradient that is a difference of probabilities has the digits of 1. */
const precisions = {
  reference: { value: [1e-11, 1e-15], gradient: [1e-6, 1e-15] },
  wasm: { value: [1e-5, 1e-9], gradient: [1e-5, 3e-7] },
  tfjs: { value: [1e-5, 1e-6], gradient: [1e-5, 1e-6] },
} as const;

const near = (found: number, right: number, [share, least]: readonly [number, number]) =>
  Math.abs(found - right) <= share * Math.abs(right) + least;

describe.each(Object.entries(cases))("%s", (source, formulas) => {
  it.each(Object.keys(forms) as (keyof typeof forms)[])("%s", async (form) => {
    const { targets, task } = forms[form];
    const pixels = logits.flatMap((x) => targets.map((g) => ({ x, g, right: wanted(formulas[form], form, x, g) })));
    for (const backend of ["reference", "wasm", "tfjs"] as const) {
      const loss = compile(source, { task, backend });
      for (const { x, g, right } of pixels) {
        const batch = { prediction: tf.tensor([...x], [1, 1, 1, 3]), target: tf.tensor([...g], [1, 1, 1, 3]) };
        const { value, gradient } = await loss.valueAndGrad(batch);
        const { value: ofValue, gradient: ofGradient } = precisions[backend];
        const where = `${backend}, logits ${x}, target ${g}`;
        expect(near(value, right.value, ofValue), `${where}: ${value}, not ${right.value}`).toBe(true);
        const slopes = await gradient.data();
        const apart = right.gradient.findIndex((slope, c) => !near(slopes[c]!, slope, ofGradient));
        expect(apart, `${where}: gradient ${slopes}, not ${right.gradient}`).toBe(-1);
      }
      loss.dispose();
    }
  });
});

it("all losses that see logarithms are among them", () => {
  const seen = stdlib.filter(({ inputs }) =>
    Object.values(inputs).some((view) => view === "log_probabilities" || view === "log_complement"),
  );
  const named = new Set([...Object.keys(cases).map((source) => source.split("(")[0]), ...others]);
  expect(seen.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
});

describe("a loss near 0 keeps its digits", () => {
  const backends = ["reference", "wasm", "tfjs"] as const;

  it.each([4, 8, 12, 15, 18])("all pixels right, logits of ±%d", async (z) => {
    const truth = Array.from({ length: 64 }, (_, i) => Number(i % 3 === 0));
    const image = (data: readonly number[]) => tf.tensor([...data], [1, 8, 8, 1]);
    for (const backend of backends) {
      const loss = compile("bce", { backend });
      const { value, gradient } = await loss.valueAndGrad({
        prediction: image(truth.map((t) => (t ? z : -z))),
        target: image(truth),
      });
      expect(value / Math.log1p(Math.exp(-z)), backend).toBeCloseTo(1, 5);
      const slopes = await gradient.data();
      for (const [i, t] of truth.entries())
        expect((slopes[i]! * 64) / ((t ? -1 : 1) / (1 + Math.exp(z))), backend).toBeCloseTo(1, 4);
    }
  });

  it("for any target between 0 and 1", async () => {
    const xs = [-30, -8, -0.5, 0, 0.5, 3, 8, 14, 30];
    const ts = [0, 2 ** -20, 0.25, 0.5, 0.75, 1 - 2 ** -20, 1];
    for (const backend of backends) {
      const loss = compile("bce", { backend });
      for (const x of xs)
        for (const t of ts) {
          const [pixel] = [squashed([Exact.of(x)], [t])];
          const { value, gradient } = await loss.valueAndGrad({
            prediction: tf.tensor([x], [1, 1, 1, 1]),
            target: tf.tensor([t], [1, 1, 1, 1]),
          });
          const where = `${backend}, logit ${x}, target ${t}`;
          expect(value / binary(pixel).toNumber(), where).toBeCloseTo(1, 5);
          const slope = pixel.p[0]!.sub(t).toNumber();
          expect(Math.abs((await gradient.data())[0]! - slope), where).toBeLessThan(1e-5 * Math.abs(slope) + 1e-7);
        }
    }
  });
});

describe("a softmax does not see what is added to all logits of a pixel", () => {
  const pixels = 60;
  const labels = Array.from({ length: pixels }, (_, i) => (7 * i + ((i * i) % 5)) % 3);
  // Sixteenths, so that adding 10000 is exact in single precision.
  const logits = Array.from({ length: 3 * pixels }, (_, i) => {
    const noise = Math.round(32 * Math.sin(1.7 * i + 0.01 * i * i)) / 16;
    return noise + (labels[Math.floor(i / 3)] === i % 3 ? 6 : 0);
  });
  const target = tf.tensor(labels, [1, 6, 10], "int32");

  it.each(["ce", "bce", "focal", "poly1_ce", "asymmetric_focal", "nacl(alpha=0)", "ce[1, 2](renormalize=true)"])(
    "%s",
    async (source) => {
      for (const backend of ["reference", "wasm", "tfjs"] as const) {
        const loss = compile(source, { backend });
        const at = async (offset: number) => {
          const prediction = tf.tensor(
            logits.map((x) => x + offset),
            [1, 6, 10, 3],
          );
          const { value, gradient } = await loss.valueAndGrad({ prediction, target });
          return { value, slopes: Array.from(await gradient.data()) };
        };
        const own = await at(0);
        const most = own.slopes.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        for (const offset of [100, -1000, 10000]) {
          const moved = await at(offset);
          expect(moved.value / own.value, `${backend}, ${offset} more`).toBeCloseTo(1, 6);
          own.slopes.forEach((slope, i) => {
            expect(Math.abs(moved.slopes[i]! - slope) / most, `${backend}, ${offset} more`).toBeLessThan(1e-6);
          });
        }
      }
    },
  );
});
