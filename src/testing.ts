import * as tf from "@tensorflow/tfjs";
import { type Batch, compile } from "./index.js";
import type { LossDeclaration } from "./loss.js";
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
} from "./testing-data.js";

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
  /** TensorFlow.js backends to compare with float64; each must be registered. Default: `cpu`. */
  readonly devices?: readonly string[];
}

export class BrokenContract extends Error {
  override readonly name = "BrokenContract";
}

/**
 * What every declared loss owes: a value within its range; the gradient that central differences give, away from kinks; finite value and gradient for empty,
 * full and one-pixel masks and logits of ±10000; no care for the order of the batch; the same in 2-D as in a volume of one slice; the same on every backend; no
 * influence of masked pixels; nothing better than the perfect prediction; examples that compile.
 *
 * @example
 * for (const check of contractOf(mine)) it(check.name, check.run);
 */
export function contractOf(loss: LossDeclaration, options: ContractOptions = {}): readonly Check[] {
  const library = options.library ?? [loss];
  const devices = options.devices ?? ["cpu"];
  const ranks = loss.dimensions ?? [2, 3];
  const full = settingsOf(options.program ?? loss.name, library, ranks, formsOf(loss));
  const briefly = (sources: readonly string[] = []) =>
    sources.flatMap((source) => settingsOf(source, library, ranks.slice(0, 1), formsOf(loss, fewForms)));
  const differentiable = [...full, ...briefly(options.variants)];
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
    ...devices.flatMap((device) => each(`agrees on ${device}`, settings, (s) => agrees(s, device))),
    ...each("does not see masked pixels", settings, ignoresMasked),
    // What is perfect is known of a segmentation only: a level set or a field means what its loss says.
    ...each("is least at the perfect prediction", seesValues(loss) ? [] : full, isLeastWhenPerfect),
    ...loss.examples.map((example) => ({
      name: `compiles: ${example}`,
      run: async () => compile(example, { library }).dispose(),
    })),
  ];
}

const seesValues = (loss: LossDeclaration): boolean => Object.values(loss.sees).includes("values");

interface Outcome {
  readonly value: number;
  readonly gradient: readonly number[];
}

type Runner = (s: Sample) => Promise<Outcome>;

/** Computes samples under one setting, compiled once. */
async function withLoss<T>(
  setting: Setting,
  backend: "reference" | "tfjs",
  work: (run: Runner) => Promise<T>,
  masked = false,
): Promise<T> {
  const source = masked ? `${setting.source} where roi` : setting.source;
  const loss = compile(source, { task: taskOf(setting, masked), backend, library: setting.library });
  const run: Runner = async (s) => {
    const tensors = batchOf(s);
    try {
      const { value, gradient } = await loss.valueAndGrad(tensors);
      const slopes = Array.from(await gradient.data());
      gradient.dispose();
      return { value, gradient: slopes };
    } finally {
      tf.dispose([tensors.prediction, tensors.target, ...Object.values(tensors.masks ?? {})] as tf.Tensor[]);
    }
  };
  try {
    return await work(run);
  } finally {
    loss.dispose();
  }
}

const batchOf = ({ shape, logits, target, targetShape, mask }: Sample): Batch<tf.Tensor> => ({
  prediction: tf.tensor([...logits], [...shape], "float32"),
  target: tf.tensor([...target], [...targetShape], "float32"),
  ...(mask && { masks: { roi: tf.tensor([...mask.data], [...mask.shape], "float32") } }),
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
      for (const x of extremeLogits(shapeOf(setting))) {
        const { value } = await run(sampleOf(setting, x, target));
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
    const chosen = s.logits.map((_, i) => i).filter((i) => i % Math.ceil(s.logits.length / 24) === 0);
    let smooth = 0;
    for (const i of chosen) {
      const at = (x: number) => run({ ...s, logits: s.logits.with(i, x) });
      const [up, down] = [Math.fround(s.logits[i]! + step), Math.fround(s.logits[i]! - step)];
      const [above, below] = [(await at(up)).value, (await at(down)).value];
      const right = (above - value) / (up - s.logits[i]!);
      const left = (value - below) / (s.logits[i]! - down);
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
  for (const backend of ["reference", "tfjs"] as const)
    await withLoss(setting, backend, async (run) => {
      for (const [t, target] of extremeTargets(setting).entries())
        for (const [x, logits] of extremeLogits(shapeOf(setting)).entries()) {
          const { value, gradient } = await run(sampleOf(setting, logits, target));
          const where = `${backend}, target ${t}, logits ${x}`;
          demand(Number.isFinite(value), `value ${value} (${where})`);
          demand(gradient.every(Number.isFinite), `a slope that is not finite (${where})`);
        }
    });
}

/** Two samples, exchanged. */
async function ignoresOrder(setting: Setting): Promise<void> {
  const swap = (xs: readonly number[]) => [...xs.slice(xs.length / 2), ...xs.slice(0, xs.length / 2)];
  await withLoss(setting, "reference", async (run) => {
    const s = sample(setting);
    const swapped = await run({ ...s, logits: swap(s.logits), target: swap(s.target) });
    demandSame({ ...swapped, gradient: swap(swapped.gradient) }, await run(s), 1e-9);
  });
}

async function equalsSlice(setting: Setting): Promise<void> {
  await withLoss(setting, "reference", async (run) => {
    const s = sample(setting);
    const [batch, ...rest] = s.shape;
    const flat = await run(s);
    await withLoss({ ...setting, rank: 3 }, "reference", async (runSlice) =>
      demandSame(
        await runSlice({ ...s, shape: [batch!, 1, ...rest], targetShape: [batch!, 1, ...s.targetShape.slice(1)] }),
        flat,
        1e-9,
      ),
    );
  });
}

async function agrees(setting: Setting, device: string): Promise<void> {
  const before = tf.getBackend();
  demand(await tf.setBackend(device), `TensorFlow.js has no backend ${device} here`);
  try {
    for (const seed of [1, 2]) {
      const s = sample(setting, seed);
      const wanted = await withLoss(setting, "reference", (run) => run(s));
      demandSame(await withLoss(setting, "tfjs", (run) => run(s)), wanted, 1e-5);
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
  const other = s.logits.map((x, i) => (hidden[i] ? Math.fround(3 - 2 * x) : x));
  await withLoss(
    setting,
    "reference",
    async (run) => {
      const seen = await run({ ...s, mask });
      const at = seen.gradient.findIndex((slope, i) => hidden[i] && slope !== 0);
      demand(at < 0, `a masked entry has the slope ${seen.gradient[at]}`);
      demandSame(await run({ ...s, logits: other, target, mask }), seen, 1e-12);
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
