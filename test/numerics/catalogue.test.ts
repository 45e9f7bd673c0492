import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile, type Loss } from "../../src/index.js";
import { asField, asHead, type LossDeclaration, type Request } from "../../src/loss.js";
import { allForms, formsOf, type Setting, taskOf } from "../../src/testing-data.js";
import { recipes, stdlib } from "../../stdlib/index.js";
import { type Batch, scenarios } from "./scenarios.js";

/**
 * The whole library on batches that break losses: every declared loss, and every recipe at its beginning and its end. Values are finite and in the range
 * their records give, gradients are finite, a softmax's sum to 0 over the classes, and both backends agree.
 */

const library = new Map(stdlib.map((loss) => [loss.name, loss]));

/** Batches tried for each program, scenario and form. */
const numRuns = 3;

/** Beginnings and ends of recipes with phases. */
const epochs = [0, 1000];

const backends = ["reference", "tfjs"] as const;
type Compiled = Readonly<Record<(typeof backends)[number], Loss>>;
type Term = Awaited<ReturnType<Loss["valueAndGrad"]>>["terms"][number];

interface Outcome {
  readonly value: number;
  readonly terms: readonly Term[];
  readonly gradient: readonly number[];
}

const compiled = new Map<string, Compiled>();

function lossOf({ source, form }: Setting): Compiled {
  const key = `${source} ${form}`;
  const known = compiled.get(key);
  if (known) return known;
  const task = taskOf({ form } as Setting, false);
  const made = {
    reference: compile(source, { task, backend: "reference" }),
    tfjs: compile(source, { task, backend: "tfjs" }),
  };
  compiled.set(key, made);
  return made;
}

async function compute(loss: Loss, { shape, logits, target, targetShape }: Batch, epoch: number): Promise<Outcome> {
  const prediction = tf.tensor([...logits], [...shape], "float32");
  const wanted = tf.tensor([...target], [...targetShape], "float32");
  try {
    const { value, gradient, terms } = await loss.valueAndGrad({ prediction, target: wanted }, { epoch });
    const slopes = Array.from(await gradient.data());
    gradient.dispose();
    return { value, terms, gradient: slopes };
  } finally {
    tf.dispose([prediction, wanted]);
  }
}

/** Views that change when a number is added to all logits of a pixel; of the others a softmax passes slopes that sum to 0. */
const absolute: ReadonlySet<unknown> = new Set(["logits", "values"] satisfies Request[]);
const seesDifferencesOnly = ({ sees }: LossDeclaration) => !Object.values(sees).some((view) => absolute.has(view));

/** Losses that read further heads or fields are tried where their own tests name them: what those hold is not one segmentation. */
const readsMore = ({ sees }: LossDeclaration) =>
  Object.values(sees).some((request) => asHead(request) || asField(request));

const largest = (xs: readonly number[]) => xs.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

/**
 * What may be left of a sum that is 0: a share of the largest slope, and a number. Slopes come as singles; computed in single precision they are differences of
 * numbers near 1, and 1 − p has few digits where p is near 1.
 */
const rounding = { reference: [1e-6, 1e-9], tfjs: [1e-4, 1e-6] } as const;

function judge(setting: Setting, backend: keyof Compiled, { value, terms, gradient }: Outcome): void {
  expect(value).toSatisfy(Number.isFinite);
  expect(gradient.every(Number.isFinite), "a slope that is not finite").toBe(true);
  for (const term of terms) {
    const [low, high] = library.get(term.loss)!.range;
    const slack = 1e-5 * Math.max(1, Math.abs(term.value));
    expect(term.value, `${term.label} in its range`).toBeGreaterThanOrEqual(low - slack);
    expect(term.value, `${term.label} in its range`).toBeLessThanOrEqual(high + slack);
  }
  const invariant = terms.every((term) => seesDifferencesOnly(library.get(term.loss)!));
  if (setting.form === "exclusive classes" && invariant) {
    const [share, least] = rounding[backend];
    const floor = share * largest(gradient) + least;
    for (let i = 0; i < gradient.length; i += 3)
      expect(Math.abs(gradient[i]! + gradient[i + 1]! + gradient[i + 2]!), `sum of slopes ${i}…`).toBeLessThan(floor);
  }
}

function agree(found: Outcome, wanted: Outcome): void {
  expect(Math.abs(found.value - wanted.value)).toBeLessThanOrEqual(1e-4 * Math.abs(wanted.value) + 1e-6);
  const floor = 1e-3 * largest(wanted.gradient) + 1e-7;
  const at = wanted.gradient.findIndex((slope, i) => Math.abs(slope - found.gradient[i]!) > floor);
  expect(at < 0 ? "" : `slope ${at} is ${found.gradient[at]}, not ${wanted.gradient[at]}`).toBe("");
}

interface Entry {
  readonly source: string;
  readonly forms: readonly Setting["form"][];
  readonly ranks: readonly number[];
  readonly moments: readonly number[];
}

const entries: readonly Entry[] = [
  ...stdlib
    .filter((loss) => !readsMore(loss))
    .map((loss) => ({
      source: loss.name,
      forms: formsOf(loss),
      ranks: loss.dimensions ?? [2, 3],
      moments: [0],
    })),
  ...recipes.map(({ file }) => ({
    source: file.replace(/\.loss$/, ""),
    forms: allForms,
    ranks: [2, 3],
    moments: epochs,
  })),
];

beforeAll(async () => {
  await tf.setBackend("cpu");
});

afterAll(() => {
  for (const { reference, tfjs } of compiled.values()) {
    reference.dispose();
    tfjs.dispose();
  }
});

describe.each(entries.map((entry) => [entry.source, entry] as const))("%s", (source, { forms, ranks, moments }) => {
  for (const [name, { rank, batches }] of Object.entries(scenarios)) {
    if (!ranks.includes(rank)) continue;
    it.each(forms)(`${name}, %s`, async (form) => {
      const setting: Setting = { source, library: stdlib, rank, form };
      const { reference, tfjs } = lossOf(setting);
      await fc.assert(
        fc.asyncProperty(batches(setting), async (batch) => {
          for (const epoch of moments) {
            const wanted = await compute(reference, batch, epoch);
            const found = await compute(tfjs, batch, epoch);
            judge(setting, "reference", wanted);
            judge(setting, "tfjs", found);
            agree(found, wanted);
          }
        }),
        { numRuns },
      );
    });
  }
});
