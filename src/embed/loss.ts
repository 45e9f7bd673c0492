import * as tf from "@tensorflow/tfjs";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import type { Program } from "../program/program.js";
import type { Batch, BoundBatch, TargetBatch } from "../run/batch.js";
import type { Engine, PlanResult } from "../run/engine.js";
import { type Explanation, explain } from "../run/explain.js";
import { checkValues } from "../run/input-checks.js";
import type { Prepared } from "../run/prepared.js";
import type { Clock } from "../schedule/clock.js";
import type { LiveTerms, Session } from "../schedule/session.js";
import { callback } from "./callback.js";
import { differentiable, isRecording } from "./differentiable.js";
import { TermLog } from "./term-log.js";

/** One term of a program at one moment: its unweighted value, and the weight it had. */
export interface Term {
  /** Name of the loss. */
  readonly loss: string;
  /** Unique in the program: `cldice[vessel]`. */
  readonly label: string;
  readonly weight: number;
  readonly value: number;
}

/**
 * A compiled program: a function for a training loop, and what surrounds it.
 *
 * Predictions are `[batch, h, w, class]` or `[batch, d, h, w, class]`, any finite float; targets one-hot of that shape, labels without the last axis, or for
 * one class a mask. Distances are in pixels unless `spacing` gives the size of one. Time starts at epoch 0; a milestone takes effect on the first call at or
 * after it. A term whose weight is 0 is not computed.
 */
export interface Loss {
  /**
   * The value as a differentiable scalar: use it in `tf.grads` or `optimizer.minimize`.
   *
   * @throws {BatchError} when the batch does not fit the program.
   * @throws {NonFiniteError} when the prediction, or the value, is not finite. Where a device cannot be read at once, that the prediction was not is told by a
   * later call, once the device has answered; the value is not checked there.
   * @throws {NoSynchronousRead} when a live term needs a host routine on a backend that cannot be read at once: use `valueAndGrad`.
   */
  (batch: Batch<tf.Tensor>, clock?: Clock): tf.Scalar;
  /** Value, gradient by the prediction (by the first, where there are heads) and the live terms. Works on every backend. The caller disposes of the gradients. */
  valueAndGrad(
    batch: Batch<tf.Tensor>,
    clock?: Clock,
  ): Promise<{ value: number; gradient: tf.Tensor; gradients: Record<string, tf.Tensor>; terms: Term[] }>;
  /**
   * Each live term with its own gradient by the prediction (by the first, where there are heads), unweighted: times their weights they add up to the gradient of
   * `valueAndGrad`. Takes a run for each term: made for looking at, not for training. The caller disposes of the gradients.
   */
  termGrads(batch: Batch<tf.Tensor>, clock?: Clock): Promise<(Term & { readonly gradient: tf.Tensor })[]>;
  /** Value now, and `reference`: the value with the weights of the end of training, comparable over all epochs. */
  evaluate(
    batch: Batch<tf.Tensor>,
    clock?: Clock,
  ): Promise<{ value: number; reference: number; phase: number; terms: Term[] }>;
  /**
   * Does the target-only work of the terms live at a time (distance maps, skeletons), to be found in the cache later: by these tensors, or by others of the same
   * content. Of the prediction only the shape is asked, as numbers or by a tensor; left out, it is that of the target.
   *
   * @throws {BatchError} when the batch does not fit the program.
   */
  prepare(batch: TargetBatch<tf.Tensor>, clock?: Clock): Promise<void>;
  /**
   * The same in a thread that loads data: the results as plain data, for `admit` of the same program in the thread that trains.
   *
   * @example
   * parentPort.postMessage(prepared, prepared.buffers); // there: loss.admit(prepared)
   */
  prepared(batch: TargetBatch<tf.Tensor>, clock?: Clock): Promise<Prepared>;
  /** Takes results of another thread's `prepared`: a target of the same content is not worked on again. They count as used now in the cache. */
  admit(prepared: Prepared): void;
  /** For `model.compile({ loss })`. With a head, the terms `on` that head; without, the terms that name none. */
  forLayers(head?: string): (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Scalar;
  /** For `model.fit({ callbacks })`: moves the clock, reports metrics, and adds the value of each term to the logs under its label. */
  callback(): tf.CustomCallbackArgs;
  readonly program: Program;
  /** Name of the backend that computes it. */
  readonly backend: string;
  explain(clock?: Clock, shape?: readonly number[]): Explanation;
  /** Where training stands, as JSON. */
  state(): unknown;
  restore(state: unknown): void;
  /** Frees what is cached. */
  dispose(): void;
}

/** Joins program, engine and session into the callable. */
export function makeLoss<V>(
  program: Program,
  engine: Engine<tf.Tensor, V>,
  session: Session,
  adapter: TensorAdapter<tf.Tensor, V>,
): Loss {
  const log = new TermLog();

  const call = (batch: Batch<tf.Tensor>, moment: LiveTerms, recording: boolean): tf.Scalar => {
    const bound = engine.bind(batch, moment.live);
    const inputs = allPredictions(batch);
    return differentiable(inputs, () => {
      const logs = recording && log.open;
      const outcome = engine.run(bound, moment.weights, recording, engine.synchronous || logs);
      if (engine.synchronous) checkValues(labelsOf(program, bound), outcome.terms.map(adapter.scalarSync));
      if (logs) log.add(labelsOf(program, bound), outcome.terms.map(adapter.scopedTensor));
      const result = {
        value: adapter.ownTensor(outcome.total) as tf.Scalar,
        gradients: recording ? gradientsFor(inputs, bound, outcome, adapter) : [],
      };
      for (const value of valuesOf(outcome)) adapter.leaveScope(value);
      return result;
    });
  };

  const now = (batch: Batch<tf.Tensor>, clock?: Clock) => call(batch, session.at(clock), isRecording());

  return Object.assign(now, {
    program,
    backend: engine.backend,

    async valueAndGrad(batch: Batch<tf.Tensor>, clock?: Clock) {
      const moment = session.at(clock);
      const bound = engine.bind(batch, moment.live);
      const outcome = await engine.runAsync(bound, moment.weights, true);
      const terms = await termsOf(program, bound, moment.weights, outcome, adapter);
      const value = await adapter.scalar(outcome.total);
      const gradients = ownGradients(batch, bound, outcome, adapter);
      release(outcome, adapter);
      return { value, gradient: Object.values(gradients)[0]!, gradients, terms };
    },

    async termGrads(batch: Batch<tf.Tensor>, clock?: Clock) {
      const moment = session.at(clock);
      const bound = engine.bind(batch, moment.live);
      const found: (Term & { gradient: tf.Tensor })[] = [];
      for (const [i, index] of moment.live.entries()) {
        // The plan has the weights as inputs, so that one plan serves all terms.
        const alone = moment.weights.map((_, other) => Number(other === index));
        const outcome = await engine.runAsync(bound, alone, true);
        const term = (await termsOf(program, bound, moment.weights, outcome, adapter))[i]!;
        const { [namedPredictions(batch)[0]![0]]: gradient, ...others } = ownGradients(batch, bound, outcome, adapter);
        release(outcome, adapter);
        tf.dispose(others);
        found.push({ ...term, gradient: gradient! });
      }
      return found;
    },

    async evaluate(batch: Batch<tf.Tensor>, clock?: Clock) {
      const moment = session.at(clock);
      const final = session.final();
      const both = [...new Set([...moment.live, ...final.live])].sort((a, b) => a - b);
      const bound = engine.bind(batch, both);
      const outcome = await engine.runAsync(bound, moment.weights, false);
      const all = await termsOf(program, bound, moment.weights, outcome, adapter);
      release(outcome, adapter);
      const weighed = (weights: readonly number[]) =>
        all.reduce((sum, term, i) => sum + weights[both[i]!]! * term.value, 0);
      return {
        value: weighed(moment.weights),
        reference: weighed(final.weights),
        phase: moment.phase,
        terms: all.filter((_, i) => moment.weights[both[i]!] !== 0),
      };
    },

    prepare: async (batch: TargetBatch<tf.Tensor>, clock?: Clock) =>
      engine.prepare(engine.bindTarget(batch, session.at(clock).live)),
    prepared: async (batch: TargetBatch<tf.Tensor>, clock?: Clock) =>
      engine.prepared(engine.bindTarget(batch, session.at(clock).live)),
    admit: (prepared: Prepared) => engine.importPrepared(prepared),

    forLayers: (head?: string) => (yTrue: tf.Tensor, yPred: tf.Tensor) => {
      const moment = session.at();
      const live = moment.live.filter((index) => program.terms[index]!.head === head);
      return call(
        { prediction: head === undefined ? yPred : { [head]: yPred }, target: yTrue },
        { ...moment, live },
        isRecording(),
      );
    },

    callback: () => callback(session, log),
    explain: (clock?: Clock, shape?: readonly number[]) => explain(program, engine, session.at(clock), shape),
    state: () => session.state(),
    restore: (state: unknown) => session.restore(state),
    dispose: () => {
      engine.dispose();
      log.close();
    },
  });
}

const namedPredictions = ({ prediction }: Batch<tf.Tensor>): readonly (readonly [string, tf.Tensor])[] =>
  prediction instanceof tf.Tensor ? [["prediction", prediction]] : Object.entries(prediction);

const allPredictions = (batch: Batch<tf.Tensor>) => namedPredictions(batch).map(([, tensor]) => tensor);

const labelsOf = (program: Program, bound: BoundBatch<tf.Tensor>) =>
  bound.plan.live.map((index) => program.terms[index]!.label);

/** One gradient per input tensor; zeros for predictions that no live term looks at. */
function gradientsFor<V>(
  inputs: readonly tf.Tensor[],
  bound: BoundBatch<tf.Tensor>,
  outcome: PlanResult<V>,
  adapter: TensorAdapter<tf.Tensor, V>,
): tf.Tensor[] {
  const gradients = new Map(
    [...outcome.gradients].map(([input, gradient]) => [bound.predictions.get(input)!, gradient]),
  );
  return inputs.map((input) => {
    const gradient = gradients.get(input);
    return gradient === undefined ? tf.zerosLike(input) : adapter.scopedTensor(gradient);
  });
}

/** The gradients by name of the prediction, as tensors that belong to the caller; zeros for predictions that no live term looks at. */
function ownGradients<V>(
  batch: Batch<tf.Tensor>,
  bound: BoundBatch<tf.Tensor>,
  outcome: PlanResult<V>,
  adapter: TensorAdapter<tf.Tensor, V>,
): Record<string, tf.Tensor> {
  const gradients = new Map(
    [...outcome.gradients].map(([input, gradient]) => [bound.predictions.get(input)!, adapter.ownTensor(gradient)]),
  );
  return Object.fromEntries(
    namedPredictions(batch).map(([name, tensor]) => [name, gradients.get(tensor) ?? tf.zerosLike(tensor)]),
  );
}

async function termsOf<V>(
  program: Program,
  bound: BoundBatch<tf.Tensor>,
  weights: readonly number[],
  outcome: PlanResult<V>,
  adapter: TensorAdapter<tf.Tensor, V>,
): Promise<Term[]> {
  const values = await Promise.all(outcome.terms.map(adapter.scalar));
  checkValues(labelsOf(program, bound), values);
  return bound.plan.live.map((index, i) => {
    const { loss, label } = program.terms[index]!;
    return { loss, label, weight: weights[index]!, value: values[i]! };
  });
}

function release<V>(outcome: PlanResult<V>, adapter: TensorAdapter<tf.Tensor, V>): void {
  for (const value of valuesOf(outcome)) adapter.dispose(value);
}

const valuesOf = <V>({ total, terms, gradients }: PlanResult<V>): readonly V[] => [
  total,
  ...terms,
  ...gradients.values(),
];
