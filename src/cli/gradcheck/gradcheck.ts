import { type Nd, ndAdapter } from "../../backends/reference/index.js";
import { headOf } from "../../graph/inputs.js";
import type { LossDeclaration } from "../../loss.js";
import { classesNamed } from "../../program/classes.js";
import type { Program } from "../../program/program.js";
import { random } from "../../random.js";
import type { Batch } from "../../run/batch.js";
import { Engine } from "../../run/engine.js";
import { predictionsOf, withPredictions } from "../../testing/arrays.js";
import { drawnBatch, scenarios } from "../../testing/batches.js";
import { compare, type GradientComparison } from "./differences.js";

/** Kinds of batches that every term is checked on. */
export const checked = [
  "random",
  "empty mask",
  "full mask",
  "saturated",
  "tied",
] as const satisfies readonly (keyof typeof scenarios)[];
export type CheckedScenario = (typeof checked)[number];

/** One term on one kind of batch. */
export interface GradientVerdict extends GradientComparison {
  readonly term: string;
  readonly scenario: CheckedScenario;
  /** Of the prediction. */
  readonly shape: readonly number[];
  readonly value: number;
  readonly ok: boolean;
  /** Why it failed where no number says so, or why it does not apply. */
  readonly note?: string;
}

export interface Extent {
  /** Shapes of predictions to try; by default small ones that the program allows. */
  readonly shapes?: readonly (readonly number[])[];
  readonly tolerance: number;
  /** Entries of the prediction to move in each check. */
  readonly points: number;
  readonly seed: number;
}

/** Checks every term by itself, on every kind of batch, in float64 on the reference backend. */
export function* gradcheck(
  program: Program,
  library: ReadonlyMap<string, LossDeclaration>,
  extent: Extent,
): Generator<GradientVerdict> {
  const engine = new Engine<Nd, Nd>(program, library, ndAdapter);
  for (const [index, term] of program.terms.entries())
    for (const shape of extent.shapes ?? shapesFor(program, library.get(term.loss)!))
      for (const scenario of checked) {
        const verdict = judge(engine, program, index, scenario, shape, extent);
        yield verdict;
        if (verdict.note && verdict.ok) break;
      }
}

/** The program leaves open what the first tensors would settle: then one class and three are tried. */
function shapesFor(
  { task, terms }: Program,
  { dimensions, channels }: LossDeclaration,
): readonly (readonly number[])[] {
  const least = Math.max(0, ...terms.map(({ sees }) => classesNamed(sees)));
  const rank = task.space ?? (dimensions?.includes(2) === false ? 3 : 2);
  const open = channels !== undefined ? [rank] : least > 1 ? [least] : [1, 3];
  const classes = task.classes ? [task.classes.length] : open;
  // A contour begins as a circle of 16 pixels, which must lie inside for a displacement to move it.
  if (channels === "contour") return [[1, 24, 22, rank]];
  return classes.map((c) => (rank === 2 ? [2, 9, 8, c] : [2, 5, 6, 6, c]));
}

function judge(
  engine: Engine<Nd, Nd>,
  program: Program,
  index: number,
  scenario: CheckedScenario,
  shape: readonly number[],
  { tolerance, points, seed }: Extent,
): GradientVerdict {
  const term = program.terms[index]!;
  const own = seed + 7919 * index + 104729 * checked.indexOf(scenario);
  const weights = program.terms.map((_, i) => (i === index ? 1 : 0));
  const options = {
    shape,
    seed: own,
    scenario: scenarios[scenario],
    encoding: "labels",
    reach: reachOf(program, engine.library),
  } as const;
  const batch = drawnBatch(program, engine.library, options);
  const run = (given: Batch<Nd>, withGradient: boolean) =>
    engine.run(engine.bind(given, [index]), weights, withGradient);
  const about = { term: term.label, scenario, shape };
  try {
    const { total, gradients } = run(batch, true);
    const value = total.data[0]!;
    const flat = [...gradients.values()].every(({ data }) => finite(data));
    if (!Number.isFinite(value) || !flat)
      return {
        ...about,
        ...nothing,
        value,
        ok: false,
        note: flat ? "the value is not finite" : "the gradient is not finite",
      };
    if (!gradients.size) return { ...about, ...nothing, value, ok: true, note: "it does not depend on the prediction" };
    if (scenario === "tied")
      return { ...about, ...nothing, value, ok: true, note: "finite; at ties the gradient is one of many" };
    const draw = random(own);
    const comparisons = [...gradients].map(([input, gradient]) => {
      const head = headOf(input) ?? "";
      const moved = (data: Float64Array) =>
        withPredictions(batch, (array, _, of) => (of === head ? { ...array, data } : array));
      const { data } = predictionsOf(batch)[head]!;
      return compare((x) => run(moved(x), false).total.data[0]!, data, gradient.data, {
        points,
        tolerance,
        random: draw,
      });
    });
    const comparison = comparisons.reduce(together);
    return { ...about, ...comparison, value, ok: comparison.error <= tolerance };
  } catch (error) {
    if (!(error instanceof Error) || (error.name !== "BatchError" && error.name !== "NonFiniteError")) throw error;
    const ok = error.name === "BatchError";
    return { ...about, ...nothing, value: Number.NaN, ok, note: `${ok ? "does not apply: " : ""}${error.message}` };
  }
}

/** Neighbours that move a contour far apart fold it: then a step of any size meets kinks, and differences say nothing. */
const reachOf = ({ terms }: Program, library: ReadonlyMap<string, LossDeclaration>): number =>
  terms.some((term) => library.get(term.loss)?.channels === "contour") ? 0.15 : 3;

/** What is known of two predictions that one term reads. */
const together = (a: GradientComparison, b: GradientComparison): GradientComparison => ({
  points: a.points + b.points,
  error: Math.max(a.error, b.error),
  kinks: a.kinks + b.kinks,
  steepest: Math.max(a.steepest, b.steepest),
});

const nothing: GradientComparison = { points: 0, error: 0, kinks: 0, steepest: 0 };

const finite = (data: ArrayLike<number>) => Array.from(data).every(Number.isFinite);
