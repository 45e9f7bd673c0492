import * as tf from "@tensorflow/tfjs";
import type { Case } from "../data/case.js";
import type { Loss } from "../embed/loss.js";
import { NonFiniteError } from "../run/errors.js";
import { timeOf } from "../schedule/clock.js";
import { phaseAt, weightsAt } from "../schedule/timeline.js";
import type { Batches } from "./batches.js";
import { type Evaluation, evaluate, type TermValue } from "./evaluate.js";
import { activatedLogits, type Network, sampleTensors } from "./network.js";
import type { Channels } from "./scores.js";

/** One training step, over. */
export interface StepRecord {
  readonly epoch: number;
  /** Within the epoch, from 0. */
  readonly step: number;
  /** Of the program, on the step's batch. */
  readonly value: number;
  readonly terms: readonly TermValue[];
  readonly milliseconds: number;
}

/** One epoch, over. */
export interface EpochRecord {
  /** From 0. */
  readonly epoch: number;
  /** Of the program, from 0, as at the epoch's end. */
  readonly phase: number;
  /** Mean of the program's value over the steps of the epoch. */
  readonly value: number;
  /** Means over the steps in which a term counted; weights as at the epoch's end. */
  readonly terms: readonly TermValue[];
  readonly heldOut: Evaluation;
  /** For the steps, and for the evaluation after them. */
  readonly milliseconds: { readonly training: number; readonly evaluation: number };
}

/** All that was measured. */
export interface Training {
  /** Before the first step. */
  readonly before: Evaluation;
  readonly epochs: readonly EpochRecord[];
  /** The program's value in every step. */
  readonly values: readonly number[];
  /** Whether somebody stopped it before its end. */
  readonly stopped: boolean;
}

export interface TrainOptions {
  readonly network: Network;
  readonly loss: Loss;
  readonly channels: Channels;
  readonly batches: Batches;
  /** Whole images to evaluate on, of any size, `prepared` like those of the batches. */
  readonly heldOut: readonly Case[];
  /** Size of a pixel in rows and columns. Default: what the task says, or 1. */
  readonly spacing?: readonly number[];
  readonly epochs: number;
  /** Of Adam at the start; in the last 40 % of the steps it falls to a tenth. Default 0.004. */
  readonly learningRate?: number;
  readonly onStart?: (before: Evaluation) => void;
  readonly onStep?: (record: StepRecord) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Stops after the step that is running. */
  readonly signal?: AbortSignal;
}

/** Training that came to numbers which are none. */
export class DivergenceError extends Error {
  override readonly name = "DivergenceError";
  readonly epoch: number;
  readonly step: number;

  constructor(epoch: number, step: number, reason: string) {
    super(`Training diverged in step ${step} of epoch ${epoch} (both count from 0): ${reason}`);
    this.epoch = epoch;
    this.step = step;
  }
}

/** Adam with a rate that falls towards the end, so that training ends in a place rather than somewhere around it. */
class CoolingAdam extends tf.AdamOptimizer {
  readonly #initial: number;
  readonly #steps: number;

  constructor(initial: number, steps: number) {
    super(initial, 0.9, 0.999);
    this.#initial = initial;
    this.#steps = steps;
  }

  cool(step: number): void {
    const passed = Math.max(0, (step / this.#steps - 0.6) / 0.4);
    this.learningRate = this.#initial * (0.1 + 0.45 * (1 + Math.cos(Math.PI * passed)));
  }
}

/**
 * Train a network under a program: Adam on random batches, the clock moving on, held-out images evaluated before the first step and after every epoch.
 * Equal networks, batches and options give equal results on one backend.
 *
 * @throws {DivergenceError} as soon as a prediction or a value is not finite.
 * @throws {BatchError} when the batches do not fit the program.
 */
export async function train(options: TrainOptions): Promise<Training> {
  const { loss, heldOut, epochs, learningRate = 0.004, onStart, onEpoch, signal } = options;
  const { stepsPerEpoch } = options.batches;
  const measured = (epoch: number, step: number) =>
    finite(epoch, step, () => evaluate(heldOut, { ...options, clock: { epoch, step } }));
  const callback = loss.callback();
  const optimizer = new CoolingAdam(learningRate, epochs * stepsPerEpoch);
  const values: number[] = [];
  const records: EpochRecord[] = [];
  const before = await measured(0, 0);
  onStart?.(before);
  await callback.onTrainBegin?.();
  try {
    for (let epoch = 0; epoch < epochs && !signal?.aborted; epoch++) {
      const start = performance.now();
      await callback.onEpochBegin?.(epoch);
      const steps: StepRecord[] = [];
      while (steps.length < stepsPerEpoch && !signal?.aborted)
        steps.push(await trainStep(epoch, steps.length, optimizer, callback, options));
      values.push(...steps.map(({ value }) => value));
      const trained = performance.now();
      const evaluation = await measured(epoch, values.length);
      await callback.onEpochEnd?.(epoch, { val_loss: evaluation.value, ...metricsOf(evaluation) });
      const milliseconds = { training: trained - start, evaluation: performance.now() - trained };
      const record = { ...summary(epoch, steps, values.length, loss), heldOut: evaluation, milliseconds };
      records.push(record);
      onEpoch?.(record);
    }
  } finally {
    await callback.onTrainEnd?.();
    optimizer.dispose();
  }
  return { before, epochs: records, values, stopped: signal?.aborted ?? false };
}

/** Names under which triggers of a program find the scores; what has no score is left out. */
const metricsOf = ({ scores }: Evaluation): Record<string, number> =>
  Object.fromEntries(
    Object.entries({ val_dice: scores.dice, val_cldice: scores.clDice, val_betti_error: scores.bettiError }).flatMap(
      ([name, score]) => (score === undefined ? [] : [[name, score]]),
    ),
  );

async function trainStep(
  epoch: number,
  step: number,
  optimizer: CoolingAdam,
  callback: tf.CustomCallbackArgs,
  { network, loss, batches, spacing, onStep }: TrainOptions,
): Promise<StepRecord> {
  const start = performance.now();
  const all = epoch * batches.stepsPerEpoch + step;
  const weights = labelledWeights(epoch, all, loss);
  const batch = sampleTensors(batches.at(epoch, step));
  const logs: Record<string, number> = {};
  try {
    const value = await finite(epoch, step, async () => {
      const objective = () => {
        const logits = network.model.apply(batch.images, { training: true }) as tf.Tensor4D;
        const prediction = activatedLogits(logits, loss.program);
        return loss({ prediction, target: batch.target, ...(spacing && { spacing }) });
      };
      optimizer.cool(all);
      const total = optimizer.minimize(objective, true)!;
      await callback.onBatchEnd?.(step, logs);
      const number = (await total.data())[0]!;
      total.dispose();
      return number;
    });
    const terms = Object.entries(logs).map(([label, term]) => ({
      label,
      weight: weights.get(label) ?? 0,
      value: term,
    }));
    const record = { epoch, step, value, terms, milliseconds: performance.now() - start };
    onStep?.(record);
    // Whoever wants to stop the training must get a word in.
    await tf.nextFrame();
    return record;
  } finally {
    tf.dispose([batch.images, batch.target]);
  }
}

/** Says where training stood when numbers stopped being numbers. */
async function finite<T>(epoch: number, step: number, compute: () => Promise<T>): Promise<T> {
  try {
    return await compute();
  } catch (error) {
    throw error instanceof NonFiniteError ? new DivergenceError(epoch, step, error.message) : error;
  }
}

function labelledWeights(epoch: number, step: number, { program }: Loss): ReadonlyMap<string, number> {
  const weights = weightsAt(program, timeOf({ epoch, step }, program.timing));
  return new Map(program.terms.map(({ label }, i) => [label, weights[i]!]));
}

function summary(epoch: number, steps: readonly StepRecord[], step: number, loss: Loss) {
  const { program } = loss;
  const last = step - 1;
  const weights = labelledWeights(epoch, last, loss);
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const terms = program.terms.flatMap(({ label }) => {
    const found = steps.flatMap((s) => s.terms.filter((t) => t.label === label).map((t) => t.value));
    return found.length ? [{ label, weight: weights.get(label)!, value: mean(found) }] : [];
  });
  const phase = phaseAt(program, timeOf({ epoch, step: last }, program.timing));
  return { epoch, phase, value: mean(steps.map((s) => s.value)), terms };
}
