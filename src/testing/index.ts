import * as tf from "@tensorflow/tfjs";
import { compile } from "../index.js";
import type { LossDeclaration } from "../loss.js";
import { batchOf, disposeOf, slopesIn } from "./batch.js";
import {
  describe,
  extremeLogits,
  extremeTargets,
  fewForms,
  filled,
  formsOf,
  hiddenBy,
  maskShapeOf,
  type Sample,
  type Setting,
  sample,
  sampleOf,
  settingsOf,
  shapeOf,
  taskOf,
  uniform,
} from "./data.js";
import { callOf, furtherOf, type Numbers, nothingFurther, sliced } from "./further.js";

/** One thing a loss owes by being declared. `run` throws a {@link BrokenContract} that says what was found. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<void>;
}

export interface ContractOptions {
  /** Losses its examples may use. Default: the loss alone. */
  readonly library?: readonly LossDeclaration[];
  /** The program that owes all of it. Default: the loss with its defaults; say it with cheaper arguments where those are slow. */
  readonly program?: string;
  /** Other ways through its body, which owe the same but for the range and the least value: `["mine(gamma=0)"]`. Looked at in two settings. */
  readonly variants?: readonly string[];
  /** The same for ways whose slope is a surrogate by design, which differences do not give. */
  readonly surrogates?: readonly string[];
  /** Whether nothing is better than the target itself. Default: yes, unless the loss sees what the network gives as it is. */
  readonly least?: boolean;
  /** How far single precision may be from float64, in parts of the value and of the largest slope. Default: 1e-5. */
  readonly precision?: number;
  /** TensorFlow.js backends to compare with float64; each must be registered. Default: `cpu`. */
  readonly devices?: readonly string[];
}

export class BrokenContract extends Error {
  override readonly name = "BrokenContract";
}

/**
 * What every declared loss owes: a value within its range; the gradient that central differences give, away from kinks; finite value and gradient for empty,
 * full and one-pixel masks and logits of ±10000; no care for the order of the batch; the same in 2-D as in a volume of one slice; the same on every backend; no
 * influence of masked pixels; nothing better than the perfect prediction; examples that compile. Heads and fields that the loss may name are given, each under the name
 * of its parameter, and owe the same: slopes are checked by every head.
 *
 * @example
 * for (const check of contractOf(mine)) it(check.name, check.run);
 */
export function contractOf(loss: LossDeclaration, options: ContractOptions = {}): readonly Check[] {
  const library = options.library ?? [loss];
  const devices = options.devices ?? ["cpu"];
  const ranks = loss.dimensions ?? [2, 3];
  const further = furtherOf(loss);
  const [usual, everything] = [callOf(loss, "required"), callOf(loss, "all")];
  const full = settingsOf(options.program ?? usual, library, ranks, formsOf(loss), further);
  const briefly = (sources: readonly string[] = []) =>
    sources.flatMap((source) => settingsOf(source, library, ranks.slice(0, 1), formsOf(loss, fewForms), further));
  const whole = everything === usual || options.program ? [] : [everything];
  const differentiable = [...full, ...briefly(whole), ...briefly(options.variants)];
  const settings = [...differentiable, ...briefly(options.surrogates)];
  const each = (name: string, among: readonly Setting[], verify: (setting: Setting) => Promise<void>): Check[] =>
    among.map((setting) => ({ name: `${name}: ${describe(setting)}`, run: () => verify(setting) }));
  return [
    ...each("stays in its range", full, (s) => staysInRange(s, loss.range)),
    ...each("has the slope of central differences", differentiable, (s) => hasTrueSlope(s, steps[loss.cost])),
    ...each("is finite at the extremes", settings, staysFinite),
    ...each("does not care for the order of the batch", settings, ignoresOrder),
    ...(ranks.length === 2
      ? each(
          "is the same in a volume of one slice",
          settings.filter((s) => s.rank === 2),
          equalsSlice,
        )
      : []),
    ...devices.flatMap((device) =>
      each(`agrees on ${device}`, settings, (s) => agrees(s, device, options.precision ?? 1e-5)),
    ),
    ...each("agrees in fused kernels", settings, (s) => agreesFused(s, options.precision ?? 1e-5)),
    ...each("does not see masked pixels", settings, ignoresMasked),
    // What is perfect is known of a segmentation only: a level set or a field means what its loss says.
    ...each("is least at the perfect prediction", (options.least ?? !seesValues(loss)) ? full : [], isLeastWhenPerfect),
    ...loss.examples.map((example) => ({
      name: `compiles: ${example}`,
      run: async () => compile(example, { library }).dispose(),
    })),
  ];
}

const seesValues = (loss: LossDeclaration): boolean => Object.values(loss.sees).includes("values");

interface Outcome {
  readonly value: number;
  /** By the prediction, and by each further head, one after the other. */
  readonly gradient: readonly number[];
}

type Runner = (s: Sample) => Promise<Outcome>;

/** Computes samples under one setting, compiled once. */
async function withLoss<T>(
  setting: Setting,
  backend: "reference" | "tfjs" | "wasm",
  work: (run: Runner) => Promise<T>,
  masked = false,
): Promise<T> {
  const source = masked ? `${setting.source} where roi` : setting.source;
  const loss = compile(source, { task: taskOf(setting, masked), backend, library: setting.library });
  const run: Runner = async (s) => {
    const tensors = batchOf(s);
    try {
      const { value, gradients } = await loss.valueAndGrad(tensors);
      return { value, gradient: await slopesIn(gradients) };
    } finally {
      disposeOf(tensors);
    }
  };
  try {
    return await work(run);
  } finally {
    loss.dispose();
  }
}

/** All that slopes are taken by, one after the other, as `Outcome.gradient` has them. */
const variablesOf = ({ logits, heads = {} }: Sample): readonly number[] => [
  ...logits,
  ...Object.values(heads).flatMap(({ data }) => data),
];

/** Each prediction, the main one first, changed by a rule. */
function withPredictions(s: Sample, change: (numbers: Numbers, offset: number) => Numbers): Sample {
  const main = change({ shape: s.shape, data: s.logits }, 0);
  let offset = s.logits.length;
  const heads = Object.entries(s.heads ?? {}).map(([name, numbers]) => {
    const changed = change(numbers, offset);
    offset += numbers.data.length;
    return [name, changed] as const;
  });
  return { ...s, shape: main.shape, logits: main.data, heads: Object.fromEntries(heads) };
}

const withFields = (s: Sample, change: (numbers: Numbers, name: string) => Numbers): Sample => ({
  ...s,
  fields: Object.fromEntries(Object.entries(s.fields ?? {}).map(([name, numbers]) => [name, change(numbers, name)])),
});

function demand(holds: boolean, found: string): void {
  if (!holds) throw new BrokenContract(found);
}

const near = (a: number, b: number, relative: number, absolute: number) =>
  Math.abs(a - b) <= relative * Math.max(Math.abs(a), Math.abs(b)) + absolute;

const largest = (xs: readonly number[]) => xs.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

function demandSame(found: Outcome, wanted: Outcome, relative: number): void {
  demand(near(found.value, wanted.value, relative, 1e-7), `value ${found.value}, not ${wanted.value}`);
  const floor = relative * largest(wanted.gradient) + 1e-10;
  const at = wanted.gradient.findIndex((slope, i) => !near(found.gradient[i]!, slope, 100 * relative, floor));
  demand(at < 0, `slope ${at} is ${found.gradient[at]}, not ${wanted.gradient[at]}`);
}

async function staysInRange(setting: Setting, [low, high]: readonly [number, number]): Promise<void> {
  await withLoss(setting, "reference", async (run) => {
    for (const target of extremeTargets(setting))
      for (const [k, x] of extremeLogits(shapeOf(setting)).entries()) {
        const { value } = await run(sampleOf(setting, x, target, k));
        demand(value >= low - 1e-9 && value <= high + 1e-9, `${value} is outside ${low} … ${high}`);
      }
  });
}

/** Where pixels are put in order, a kink lies wherever two of them are equal: with few others between, if the step is small. */
const steps = { linear: 2 ** -12, transform: 2 ** -12, sort: 2 ** -16 } as const;

/** The two sides of a kink differ; there the slope is a matter of choice, and is not looked at. */
async function hasTrueSlope(setting: Setting, step: number): Promise<void> {
  await withLoss(setting, "reference", async (run) => {
    const s = sample(setting);
    const { value, gradient } = await run(s);
    const scale = largest(gradient);
    const variables = variablesOf(s);
    const chosen = variables.map((_, i) => i).filter((i) => i % Math.ceil(variables.length / 24) === 0);
    let smooth = 0;
    for (const i of chosen) {
      const here = variables[i]!;
      const at = (x: number) =>
        run(
          withPredictions(s, ({ shape, data }, offset) => ({
            shape,
            data: i >= offset && i < offset + data.length ? data.with(i - offset, x) : data,
          })),
        );
      const [up, down] = [Math.fround(here + step), Math.fround(here - step)];
      const [above, below] = [(await at(up)).value, (await at(down)).value];
      const right = (above - value) / (up - here);
      const left = (value - below) / (here - down);
      // What a bend within the step may make of a smooth slope; more is a kink.
      if (!near(left, right, 80 * step, 4 * step * scale + 1e-9)) continue;
      smooth++;
      const slope = (above - below) / (up - down);
      demand(
        near(gradient[i]!, slope, 1e-3, 1e-4 * scale + 1e-9),
        `slope ${i} is ${gradient[i]}, differences give ${slope}`,
      );
    }
    demand(smooth >= chosen.length / 2, `only ${smooth} of ${chosen.length} places are smooth`);
  });
}

async function staysFinite(setting: Setting): Promise<void> {
  for (const backend of ["reference", "tfjs", "wasm"] as const)
    await withLoss(setting, backend, async (run) => {
      for (const [t, target] of extremeTargets(setting).entries())
        for (const [x, logits] of extremeLogits(shapeOf(setting)).entries()) {
          const { value, gradient } = await run(sampleOf(setting, logits, target, x));
          const where = `${backend}, target ${t}, logits ${x}`;
          demand(Number.isFinite(value), `value ${value} (${where})`);
          demand(gradient.every(Number.isFinite), `a slope that is not finite (${where})`);
        }
    });
}

/** Two samples, exchanged. */
async function ignoresOrder(setting: Setting): Promise<void> {
  const swap = (xs: readonly number[]) => [...xs.slice(xs.length / 2), ...xs.slice(0, xs.length / 2)];
  const turned = ({ shape, data }: Numbers): Numbers => ({ shape, data: swap(data) });
  await withLoss(setting, "reference", async (run) => {
    const s = sample(setting);
    const swapped = await run(withFields(withPredictions({ ...s, target: swap(s.target) }, turned), turned));
    const gradient: number[] = [];
    withPredictions(s, (numbers, offset) => {
      gradient.push(...swap(swapped.gradient.slice(offset, offset + numbers.data.length)));
      return numbers;
    });
    demandSame({ ...swapped, gradient }, await run(s), 1e-9);
  });
}

async function equalsSlice(setting: Setting): Promise<void> {
  await withLoss(setting, "reference", async (run) => {
    const s = sample(setting);
    const flat = await run(s);
    const { heads, fields } = setting.further ?? nothingFurther;
    const volume = withFields(s, (numbers, name) => sliced(numbers, fields.get(name)!));
    const predictions = Object.entries(s.heads ?? {}).map(
      ([name, numbers]) => [name, sliced(numbers, heads.get(name) === "space" ? "vectors" : "image")] as const,
    );
    const [shape, targetShape] = [s.shape, s.targetShape].map(([batch, ...rest]) => [batch!, 1, ...rest]);
    await withLoss({ ...setting, rank: 3 }, "reference", async (runSlice) => {
      const found = await runSlice({
        ...volume,
        shape: shape!,
        targetShape: targetShape!,
        heads: Object.fromEntries(predictions),
      });
      demandSame({ ...found, gradient: withinThePlane(found.gradient, s, setting) }, flat, 1e-9);
    });
  });
}

/** Slopes of a volume of one slice without those along the new axis. */
function withinThePlane(
  gradient: readonly number[],
  s: Sample,
  { further = nothingFurther, rank }: Setting,
): readonly number[] {
  const kept = gradient.slice(0, s.logits.length);
  let offset = s.logits.length;
  for (const [name, { data }] of Object.entries(s.heads ?? {})) {
    const vectors = further.heads.get(name) === "space";
    const length = vectors ? (data.length / rank) * (rank + 1) : data.length;
    kept.push(...gradient.slice(offset, offset + length).filter((_, i) => !vectors || i % (rank + 1) > 0));
    offset += length;
  }
  return kept;
}

async function agreesFused(setting: Setting, precision: number): Promise<void> {
  for (const seed of [1, 2]) {
    const s = sample(setting, seed);
    const wanted = await withLoss(setting, "reference", (run) => run(s));
    demandSame(await withLoss(setting, "wasm", (run) => run(s)), wanted, precision);
  }
}

async function agrees(setting: Setting, device: string, precision: number): Promise<void> {
  const before = tf.getBackend();
  demand(await tf.setBackend(device), `TensorFlow.js has no backend ${device} here`);
  try {
    for (const seed of [1, 2]) {
      const s = sample(setting, seed);
      const wanted = await withLoss(setting, "reference", (run) => run(s));
      demandSame(await withLoss(setting, "tfjs", (run) => run(s)), wanted, precision);
    }
  } finally {
    await tf.setBackend(before);
  }
}

async function ignoresMasked(setting: Setting): Promise<void> {
  const s = sample(setting);
  const next = uniform(99);
  const shape = maskShapeOf(setting);
  const mask = { shape, data: filled(shape, () => Number(next() < 0.7)) };
  const { hidden, target } = hiddenBy(setting, s, mask.data);
  const perPixel = ({ data }: Numbers) => data.length / mask.data.length;
  const hides = (numbers: Numbers, i: number) => mask.data[Math.floor(i / perPixel(numbers))] === 0;
  const changed = (numbers: Numbers, isHidden: (i: number) => boolean): Numbers => ({
    ...numbers,
    data: numbers.data.map((x, i) => (isHidden(i) ? Math.fround(3 - 2 * x) : x)),
  });
  const places: boolean[] = [];
  const other = withPredictions({ ...s, target }, (numbers, offset) => {
    const isHidden = (i: number) => (offset === 0 ? hidden[i]! : hides(numbers, i));
    places.push(...numbers.data.map((_, i) => isHidden(i)));
    return changed(numbers, isHidden);
  });
  // A list of positions has no pixels that could be masked.
  const elsewhere = withFields(other, (numbers, name) =>
    (setting.further ?? nothingFurther).fields.get(name) === "points"
      ? numbers
      : changed(numbers, (i) => hides(numbers, i)),
  );
  await withLoss(
    setting,
    "reference",
    async (run) => {
      const seen = await run({ ...s, mask });
      const at = seen.gradient.findIndex((slope, i) => places[i] && slope !== 0);
      demand(at < 0, `a masked entry has the slope ${seen.gradient[at]}`);
      demandSame(await run({ ...elsewhere, mask }), seen, 1e-12);
    },
    true,
  );
}

async function isLeastWhenPerfect(setting: Setting): Promise<void> {
  await withLoss(setting, "reference", async (run) => {
    for (const seed of [1, 2, 3]) {
      const s = sample(setting, seed);
      const perfect = await run({ ...s, logits: s.target.map((t) => (t > 0.5 ? 40 : -40)) });
      const { value } = await run(s);
      demand(perfect.value <= value + 1e-9, `the perfect prediction costs ${perfect.value}, another ${value}`);
    }
  });
}
