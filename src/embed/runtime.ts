import * as tf from "@tensorflow/tfjs";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import type { Program } from "../program/program.js";
import type { Batch, BoundBatch, TargetBatch } from "../run/batch.js";
import type { Engine, PlanResult } from "../run/engine.js";
import { type Explanation, explain } from "../run/explain.js";
import { checkValues } from "../run/input-checks.js";
import type { Prepared } from "../run/prepared.js";
import type { LiveTerms } from "../schedule/session.js";
import { differentiable, isRecording } from "./differentiable.js";
import type { TermValues } from "./term-log.js";

/** One term of a program at one moment: its unweighted value, and the weight it had. */
export interface Term {
  /** Name of the loss. */
  readonly loss: string;
  /** Unique in the program: `cldice[vessel]`. */
  readonly label: string;
  readonly weight: number;
  readonly value: number;
}

/** Takes the values of the terms of a call; tensors belong to whoever takes them. */
export type TakeTerms = (labels: readonly string[], values: TermValues) => void;

/** The weights at one moment; `live` may also name terms of weight 0, whose values are wanted. */
export type RunMoment = Pick<LiveTerms, "weights" | "live">;

/** What a program does with batches on one backend. */
export interface Runtime {
  readonly backend: string;
  /** The value as a differentiable scalar. */
  call(batch: Batch<tf.Tensor>, moment: RunMoment, take?: TakeTerms): tf.Scalar;
  valueAndGrad(
    batch: Batch<tf.Tensor>,
    moment: RunMoment,
  ): Promise<{ value: number; gradient: tf.Tensor; gradients: Record<string, tf.Tensor>; terms: Term[] }>;
  termGrads(batch: Batch<tf.Tensor>, moment: RunMoment): Promise<(Term & { readonly gradient: tf.Tensor })[]>;
  /** The terms without their gradients. */
  terms(batch: Batch<tf.Tensor>, moment: RunMoment): Promise<Term[]>;
  prepare(batch: TargetBatch<tf.Tensor>, moment: RunMoment): Promise<void>;
  prepared(batch: TargetBatch<tf.Tensor>, moment: RunMoment): Promise<Prepared>;
  admit(prepared: Prepared): void;
  explain(moment: LiveTerms, shape?: readonly number[]): Explanation;
  dispose(): void;
}

/** Joins program, engine and the way in which tensors enter and leave it. */
export function makeRuntime<V>(
  program: Program,
  engine: Engine<tf.Tensor, V>,
  adapter: TensorAdapter<tf.Tensor, V>,
): Runtime {
  const labelsOf = ({ plan }: BoundBatch<tf.Tensor>) => plan.live.map((index) => program.terms[index]!.label);

  const termsOf = async (
    bound: BoundBatch<tf.Tensor>,
    { weights }: RunMoment,
    outcome: PlanResult<V>,
  ): Promise<Term[]> => {
    const values = await Promise.all(outcome.terms.map(adapter.scalar));
    checkValues(labelsOf(bound), values);
    return bound.plan.live.map((index, i) => {
      const { loss, label } = program.terms[index]!;
      return { loss, label, weight: weights[index]!, value: values[i]! };
    });
  };

  /** Runs a plan, and frees what came out once it has been used, or could not be. */
  const using = async <R>(
    bound: BoundBatch<tf.Tensor>,
    weights: readonly number[],
    wantGradients: boolean,
    use: (outcome: PlanResult<V>) => Promise<R>,
  ): Promise<R> => {
    const outcome = await engine.runAsync(bound, weights, wantGradients);
    try {
      return await use(outcome);
    } finally {
      for (const value of valuesOf(outcome)) adapter.dispose(value);
    }
  };

  return {
    backend: engine.backend,

    call(batch, moment, take) {
      const bound = engine.bind(batch, moment.live);
      const named = namedPredictions(batch);
      const recording = isRecording();
      return differentiable(
        named.map(([, tensor]) => tensor),
        () => {
          const outcome = engine.run(bound, moment.weights, recording, engine.synchronous || take !== undefined);
          try {
            const labels = labelsOf(bound);
            const values = engine.synchronous ? outcome.terms.map(adapter.scalarSync) : undefined;
            if (values) checkValues(labels, values);
            if (take && labels.length) take(labels, values ?? stacked(outcome.terms.map(adapter.scopedTensor)));
            return {
              value: adapter.ownTensor(outcome.total) as tf.Scalar,
              gradients: recording ? gradientsOf(named, bound, outcome, adapter.scopedTensor) : [],
            };
          } finally {
            for (const value of valuesOf(outcome)) adapter.leaveScope(value);
          }
        },
      );
    },

    async valueAndGrad(batch, moment) {
      const bound = engine.bind(batch, moment.live);
      return using(bound, moment.weights, true, async (outcome) => {
        const terms = await termsOf(bound, moment, outcome);
        const value = await adapter.scalar(outcome.total);
        const named = namedPredictions(batch);
        const made = gradientsOf(named, bound, outcome, adapter.ownTensor);
        const gradients = Object.fromEntries(named.map(([name], i) => [name, made[i]!]));
        return { value, gradient: made[0]!, gradients, terms };
      });
    },

    async termGrads(batch, moment) {
      const bound = engine.bind(batch, moment.live);
      const first = namedPredictions(batch).slice(0, 1);
      const found: (Term & { gradient: tf.Tensor })[] = [];
      for (const [i, index] of moment.live.entries()) {
        // The plan has the weights as inputs, so that one plan serves all terms.
        const alone = moment.weights.map((_, other) => Number(other === index));
        try {
          await using(bound, alone, true, async (outcome) => {
            const term = (await termsOf(bound, moment, outcome))[i]!;
            const [gradient] = gradientsOf(first, bound, outcome, adapter.ownTensor);
            found.push({ ...term, gradient: gradient! });
          });
        } catch (error) {
          tf.dispose(found.map(({ gradient }) => gradient));
          throw error;
        }
      }
      return found;
    },

    async terms(batch, moment) {
      const bound = engine.bind(batch, moment.live);
      return using(bound, moment.weights, false, (outcome) => termsOf(bound, moment, outcome));
    },

    prepare: async (batch, moment) => engine.prepare(engine.bindTarget(batch, moment.live)),
    prepared: async (batch, moment) => engine.prepared(engine.bindTarget(batch, moment.live)),
    admit: (prepared) => engine.importPrepared(prepared),
    explain: (moment, shape) => explain(program, engine, moment, shape),
    dispose: () => engine.dispose(),
  };
}

const stacked = (values: tf.Tensor[]): tf.Tensor => tf.keep(tf.stack(values));

type NamedPrediction = readonly [name: string, tensor: tf.Tensor];

/** The name of the only prediction of a batch that names none. */
const unnamed = "prediction";

const namedPredictions = ({ prediction }: Batch<tf.Tensor>): readonly NamedPrediction[] =>
  prediction instanceof tf.Tensor ? [[unnamed, prediction]] : Object.entries(prediction);

/**
 * The gradient by each prediction, under the name it has: a tensor that stands under two names has two, which add up to the gradient by that tensor. Zeros for predictions
 * that no live term looks at.
 */
const gradientsOf = <V>(
  named: readonly NamedPrediction[],
  { headsRead }: BoundBatch<tf.Tensor>,
  { gradients }: PlanResult<V>,
  tensorOf: (value: V) => tf.Tensor,
): tf.Tensor[] =>
  named.map(([name, tensor]) => {
    const own = [...gradients].filter(([input]) => (headsRead.get(input) || unnamed) === name);
    const made = own.map(([, gradient]) => tensorOf(gradient));
    if (made.length < 2) return made[0] ?? tf.zerosLike(tensor);
    const sum = tf.addN(made);
    tf.dispose(made);
    return sum;
  });

const valuesOf = <V>({ total, terms, gradients }: PlanResult<V>): readonly V[] => [
  total,
  ...terms,
  ...gradients.values(),
];
