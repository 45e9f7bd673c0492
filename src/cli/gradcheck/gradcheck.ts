import { ndAdapter } from "../../backends/reference/adapter.js";
import type { Nd } from "../../backends/reference/index.js";
import type { LossDeclaration } from "../../loss.js";
import type { Program } from "../../program/program.js";
import { random } from "../../random.js";
import type { Batch } from "../../run/batch.js";
import { Engine } from "../../run/engine.js";
import { type Comparison, compare } from "./differences.js";
import { batchFor, type Scenario, scenarios } from "./scenarios.js";

/** One term on one kind of batch. */
export interface Verdict extends Comparison {
  readonly term: string;
  readonly scenario: Scenario;
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
): Generator<Verdict> {
  const engine = new Engine<Nd, Nd>(program, library, ndAdapter);
  for (const [index, term] of program.terms.entries())
    for (const shape of extent.shapes ?? shapesFor(program, library.get(term.loss)!))
      for (const scenario of scenarios) {
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
  const least = Math.max(0, ...terms.flatMap((t) => (t.classes?.indices ?? []).map((c) => c + 1)));
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
  scenario: Scenario,
  shape: readonly number[],
  { tolerance, points, seed }: Extent,
): Verdict {
  const term = program.terms[index]!;
  const generator = random(seed + 7919 * index + 104729 * scenarios.indexOf(scenario));
  const weights = program.terms.map((_, i) => (i === index ? 1 : 0));
  const batch = batchFor(scenario, shape, program, engine.library, generator);
  const run = (given: Batch<Nd>, slopes: boolean) => engine.run(engine.bind(given, [index]), weights, slopes);
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
      return { ...about, ...nothing, value, ok: true, note: "finite; between ties there is no one slope" };
    const comparisons = [...gradients].map(([name, slope]) => {
      const head = name.split(":")[1] ?? "main";
      const { data } = headOf(batch, head);
      return compare(
        (x) => run(withHead(batch, head, { shape: slope.shape, data: x }), false).total.data[0]!,
        data,
        slope.data,
        { points, tolerance, random: generator },
      );
    });
    const comparison = comparisons.reduce(together);
    return { ...about, ...comparison, value, ok: comparison.error <= tolerance };
  } catch (error) {
    if (!(error instanceof Error) || (error.name !== "BatchError" && error.name !== "NonFiniteError")) throw error;
    const ok = error.name === "BatchError";
    return { ...about, ...nothing, value: Number.NaN, ok, note: `${ok ? "does not apply: " : ""}${error.message}` };
  }
}

/** What is known of two predictions that one term reads. */
const together = (a: Comparison, b: Comparison): Comparison => ({
  points: a.points + b.points,
  error: Math.max(a.error, b.error),
  kinks: a.kinks + b.kinks,
  steepest: Math.max(a.steepest, b.steepest),
});

const nothing: Comparison = { points: 0, error: 0, kinks: 0, steepest: 0 };

const finite = (data: ArrayLike<number>) => Array.from(data).every(Number.isFinite);

const { isTensor } = ndAdapter;

const headOf = ({ prediction }: Batch<Nd>, head: string): Nd => (isTensor(prediction) ? prediction : prediction[head]!);

const withHead = (batch: Batch<Nd>, head: string, x: Nd): Batch<Nd> => ({
  ...batch,
  prediction: isTensor(batch.prediction) ? x : { ...batch.prediction, [head]: x },
});
