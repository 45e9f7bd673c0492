import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeRecipes, type RecipeDescription } from "../../src/describe/recipe.js";
import { compile, type Loss } from "../../src/index.js";
import type { LossDeclaration, Request } from "../../src/loss.js";
import type { Batch } from "../../src/run/batch.js";
import type { HostArray } from "../../src/testing/arrays.js";
import { callOf, taskFor } from "../../src/testing/calls.js";
import { batchFor, type ContractCase, formsOf, taskOf } from "../../src/testing/cases.js";
import { disposeOf, gradientIn, tensorsOf } from "../../src/testing/tensors.js";
import { recipes, stdlib } from "../../stdlib/index.js";
import { programs } from "../contract/variants.js";
import { scenarios } from "./scenarios.js";

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

function lossOf(one: ContractCase): Compiled {
  const { source, form } = one;
  const key = `${source} ${form}`;
  const known = compiled.get(key);
  if (known) return known;
  const task = taskOf(one);
  const made = {
    reference: compile(source, { task, backend: "reference" }),
    tfjs: compile(source, { task, backend: "tfjs" }),
  };
  compiled.set(key, made);
  return made;
}

async function compute(loss: Loss, batch: Batch<HostArray>, epoch: number): Promise<Outcome> {
  const tensors = tensorsOf(batch);
  try {
    const { value, gradients, terms } = await loss.valueAndGrad(tensors, { epoch });
    return { value, terms, gradient: await gradientIn(gradients) };
  } finally {
    disposeOf(tensors);
  }
}

/** Views that change when a number is added to all logits of a pixel; of the others a softmax passes gradients that sum to 0. */
const absolute: ReadonlySet<unknown> = new Set(["logits", "values"] satisfies Request[]);
const seesDifferencesOnly = ({ inputs }: LossDeclaration) => !Object.values(inputs).some((view) => absolute.has(view));

const largest = (xs: readonly number[]) => xs.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

/**
 * What may be left of a sum that is 0: a share of the largest gradient, and a number. Gradients come as singles; computed in single precision they are differences of
 * numbers near 1, and 1 − p has few digits where p is near 1.
 */
const rounding = { reference: [1e-6, 1e-9], tfjs: [1e-4, 1e-6] } as const;

function judge({ form }: ContractCase, backend: keyof Compiled, { value, terms, gradient }: Outcome): void {
  expect(value).toSatisfy(Number.isFinite);
  expect(gradient.every(Number.isFinite), "a gradient that is not finite").toBe(true);
  for (const term of terms) {
    const [low, high] = library.get(term.loss)!.range;
    const slack = 1e-5 * Math.max(1, Math.abs(term.value));
    expect(term.value, `${term.label} in its range`).toBeGreaterThanOrEqual(low - slack);
    expect(term.value, `${term.label} in its range`).toBeLessThanOrEqual(high + slack);
  }
  const invariant = terms.every((term) => seesDifferencesOnly(library.get(term.loss)!));
  if (form === "exclusive classes" && invariant) {
    const [share, least] = rounding[backend];
    const floor = share * largest(gradient) + least;
    for (let i = 0; i < gradient.length; i += 3)
      expect(Math.abs(gradient[i]! + gradient[i + 1]! + gradient[i + 2]!), `sum of the gradient ${i}…`).toBeLessThan(
        floor,
      );
  }
}

/** What gradients of single precision may be off, as a share of the largest, and a number. */
const usual = [1e-3, 1e-7] as const;
const precisions: Readonly<Record<string, readonly [share: number, least: number]>> = {
  // Where logits are ±10000 each step multiplies what the one before has rounded.
  level_set_evolution: [0.05, 1e-6],
};

function agree(found: Outcome, wanted: Outcome): void {
  const losses = wanted.terms.map((term) => library.get(term.loss)!);
  expect(Math.abs(found.value - wanted.value)).toBeLessThanOrEqual(1e-4 * Math.abs(wanted.value) + 1e-6);
  // Where vertices coincide, or one lies at a pixel's centre, the last digit decides which of the edges there is the nearest, and it alone has the gradient.
  if (losses.some((loss) => loss.channels === "contour")) return;
  const own = losses.map(({ name }) => precisions[name] ?? usual);
  const [share, least] = [0, 1].map((k) => Math.max(...own.map((p) => p[k]!)));
  const floor = share! * largest(wanted.gradient) + least!;
  const at = wanted.gradient.findIndex((entry, i) => Math.abs(entry - found.gradient[i]!) > floor);
  expect(at < 0 ? "" : `entry ${at} of the gradient is ${found.gradient[at]}, not ${wanted.gradient[at]}`).toBe("");
}

interface Entry {
  readonly source: string;
  readonly forms: readonly ContractCase["form"][];
  readonly ranks: readonly number[];
  readonly moments: readonly number[];
  readonly tensors: ContractCase["tensors"];
}

/** A loss as it is, with all that it may name beside it; contours in sizes that these images have. */
function entriesOf(loss: LossDeclaration): readonly Entry[] {
  const [usual, everything] = [callOf(loss, "required"), callOf(loss, "all")];
  const sized = loss.channels === "contour" ? (programs[loss.name] ?? usual) : usual;
  const about = { forms: formsOf(loss), ranks: loss.dimensions ?? [2, 3], moments: [0], tensors: taskFor(loss, "all") };
  return [...new Set([sized, everything])].map((source) => ({ source, ...about }));
}

/** A recipe looks at what its losses look at. */
function entryOf({ name, terms }: RecipeDescription): Entry {
  const [first] = terms.map((term) => library.get(term)!);
  return {
    source: name,
    forms: formsOf(first!),
    ranks: first!.dimensions ?? [2, 3],
    moments: epochs,
    tensors: {},
  };
}

const entries: readonly Entry[] = [
  ...stdlib.flatMap(entriesOf),
  ...describeRecipes({ library: stdlib, recipes }).map(entryOf),
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

describe.each(entries.map((entry) => [entry.source, entry] as const))(
  "%s",
  (source, { forms, ranks, moments, tensors }) => {
    for (const [name, { rank, batches }] of Object.entries(scenarios)) {
      if (!ranks.includes(rank)) continue;
      it.each(forms)(`${name}, %s`, async (form) => {
        const one: ContractCase = { source, library: stdlib, rank, form, tensors };
        const { reference, tfjs } = lossOf(one);
        await fc.assert(
          fc.asyncProperty(batches(one), async (options) => {
            const batch = batchFor(one, reference.program, options);
            for (const epoch of moments) {
              const wanted = await compute(reference, batch, epoch);
              const found = await compute(tfjs, batch, epoch);
              judge(one, "reference", wanted);
              judge(one, "tfjs", found);
              agree(found, wanted);
            }
          }),
          { numRuns },
        );
      });
    }
  },
);
