import type * as tf from "@tensorflow/tfjs";
import type { Program } from "../program/program.js";
import type { Batch, TargetBatch } from "../run/batch.js";
import type { Explanation } from "../run/explain.js";
import type { Prepared } from "../run/prepared.js";
import type { Clock } from "../schedule/clock.js";
import { Session } from "../schedule/session.js";
import { type CallbackOptions, callback } from "./callback.js";
import { isRecording } from "./differentiable.js";
import { type LayersOptions, type Packing, pack, readLayersOptions, termsOfOutput, unpack } from "./layers.js";
import { Notices } from "./notices.js";
import { readPrepared } from "./read-prepared.js";
import type { RunMoment, Runtime, Term } from "./runtime.js";
import { TermLog } from "./term-log.js";

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
   * @throws {ClockError} when the clock is none, or does not show a unit of time that the program moves with.
   * @throws {SecondDerivativeError} when its gradient is differentiated once more.
   * @throws {NonFiniteError} when the prediction, or the value, is not finite. Where a device cannot be read at once, that the prediction was not is told by a
   * later call, once the device has answered; the value is not checked there.
   * @throws {NoSynchronousRead} when a live term needs a host routine on a backend that cannot be read at once: use `valueAndGrad`.
   */
  (batch: Batch<tf.Tensor>, clock?: Clock): tf.Scalar;
  /**
   * Value, gradient by the prediction (by the first, where there are heads) and the live terms. Works on every backend. The caller disposes of the gradients. A tensor that is given
   * for several heads has a gradient for each, which add up to the gradient by that tensor.
   */
  valueAndGrad(
    batch: Batch<tf.Tensor>,
    clock?: Clock,
  ): Promise<{ value: number; gradient: tf.Tensor; gradients: Record<string, tf.Tensor>; terms: Term[] }>;
  /**
   * Each live term with its own gradient by the prediction (by the first, where there are heads), unweighted: times their weights they add up to the gradient of
   * `valueAndGrad`. Takes a run for each term: made for looking at, not for training. The caller disposes of the gradients.
   */
  termGrads(batch: Batch<tf.Tensor>, clock?: Clock): Promise<(Term & { readonly gradient: tf.Tensor })[]>;
  /**
   * Value now, and `reference`: the value with the weights of the end of training, comparable over all epochs. Where `compile` was told the `epochs`, these are the last weights
   * that are reached within them.
   */
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
  /**
   * Takes results of another thread's `prepared`: a target of the same content is not worked on again. They count as used now in the cache.
   *
   * @throws {TypeError} when it is something else.
   */
  admit(prepared: Prepared): void;
  /**
   * For `model.compile({ loss })`. Where the program names heads, `head` says which output it is for: its terms are those `on` that head, and for `main`, or else the first, those
   * that name none. What else a term needs of a batch (masks, fields, labels in `model.fit`) is packed into `yTrue`: `packing` says what it holds, and `pack` makes it.
   *
   * @throws {BatchError} where there is no such head, no term stands on it, or a term needs what is not packed.
   */
  forLayers(options?: string | LayersOptions): (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Scalar;
  /**
   * The `yTrue` of a data set for `forLayers(packing)`: float32 `[batch, …space, channels]`, whose last axis holds the target, then the masks and the fields in the order of the
   * task. The caller disposes of it.
   *
   * @throws {BatchError} where the batch does not hold what the packing says, or something that it does not name.
   */
  pack(batch: Pick<Batch<tf.Tensor>, "target" | "masks" | "fields">, packing?: Packing): tf.Tensor;
  /**
   * For `model.fit({ callbacks })`, alone or in a list with others: moves the clock, reports metrics, and adds to the logs the value of each term under its label and, after a
   * validation, `val_reference` (the validation with the weights of the end of training: what early stopping should look at) and the terms as `val_` and their label. A fit
   * goes on where the state says, at `initialEpoch` where that is given and not 0, or at the beginning with `restart: true`.
   */
  callback(options?: CallbackOptions): tf.CustomCallback;
  readonly program: Program;
  /** Name of the backend that computes it. */
  readonly backend: string;
  explain(clock?: Clock, shape?: readonly number[]): Explanation;
  /** Where training stands, as JSON: the clock, whether its epoch has ended, and the program it belongs to. */
  state(): unknown;
  /** Takes up training where it stood. @throws {TypeError} when it is no state, or that of another program. */
  restore(state: unknown): void;
  /** Frees what is cached. */
  dispose(): void;
}

/** Joins a program, what runs it now, and a session into the callable. */
export function makeLoss(program: Program, current: () => Runtime, dispose: () => void): Loss {
  const session = new Session(program);
  const log = new TermLog();
  const notices = new Notices();
  let untimed = 0;

  /** What closes the log where a step of a fit fails: nothing else would. */
  const logging = <R>(call: () => R): R => {
    try {
      return call();
    } catch (error) {
      log.close();
      throw error;
    }
  };

  const warnOfStandingStill = () =>
    notices.once(
      "losslang: the program changes with time, and the clock has not moved. Give `callbacks: loss.callback()` to `model.fit` (and `initialEpoch` where it goes on), or the clock with each call of the loss: `loss(batch, { epoch, step })`.",
      "stands still",
    );

  /** Gradients are taken for training, and a loop of one's own that says no time trains at the beginning of time for ever. */
  const watchTime = (clock: Clock | undefined) => {
    if (clock?.epoch !== undefined || clock?.step !== undefined || !session.standsStill) return;
    if (++untimed > 1) warnOfStandingStill();
  };

  /** A mask or field that the task lists and no term reads, in any phase, is most likely forgotten in the program. */
  const watchUnread = (batch: unknown) => {
    const { masks, fields } = (batch ?? {}) as Partial<Batch<tf.Tensor>>;
    for (const name of Object.keys(masks ?? {}))
      if (!program.terms.some(({ mask }) => mask === name))
        notices.once(
          `losslang: the batch has the mask \`${name}\`, and no term of the program looks at it: write \`loss where ${name}\`, or leave it out.`,
          `mask ${name}`,
        );
    for (const name of Object.keys(fields ?? {}))
      if (!program.terms.some(({ inputs }) => Object.values(inputs).some((i) => i.kind === "field" && i.name === name)))
        notices.once(
          `losslang: the batch has the field \`${name}\`, and no term of the program reads it: name it as a parameter of a loss that reads a field, or leave it out.`,
          `field ${name}`,
        );
  };

  const takeStep = (labels: readonly string[], values: Parameters<TermLog["addStep"]>[1]) =>
    log.addStep(labels, values);

  const now = (batch: Batch<tf.Tensor>, clock?: Clock) => {
    const moment = session.at(clock);
    watchUnread(batch);
    if (!isRecording()) return current().call(batch, moment);
    watchTime(clock);
    return log.open ? logging(() => current().call(batch, moment, takeStep)) : current().call(batch, moment);
  };

  /** The terms that are live now or at the end of training, in order. */
  const withFinal = (live: readonly number[]) => [...new Set([...live, ...session.final().live])].sort((a, b) => a - b);

  const weighed = (terms: readonly Term[], weights: readonly number[]) => {
    const byLabel = new Map(terms.map(({ label, value }) => [label, value]));
    return program.terms.reduce((sum, { label }, i) => sum + (weights[i] ? weights[i] * byLabel.get(label)! : 0), 0);
  };

  /** The validation with the weights of the end of training, if every term that counts then has been looked at. */
  const reference = (values: ReadonlyMap<string, number>): number | undefined => {
    const { weights, live } = session.final();
    const found = live.map((index) => values.get(program.terms[index]!.label));
    if (found.includes(undefined)) return undefined;
    return live.reduce((sum, index, i) => sum + weights[index]! * found[i]!, 0);
  };

  const methods = {
    program,

    valueAndGrad: async (batch: Batch<tf.Tensor>, clock?: Clock) => {
      const moment = session.at(clock);
      watchTime(clock);
      watchUnread(batch);
      return current().valueAndGrad(batch, moment);
    },
    termGrads: async (batch: Batch<tf.Tensor>, clock?: Clock) => current().termGrads(batch, session.at(clock)),

    evaluate: async (batch: Batch<tf.Tensor>, clock?: Clock) => {
      const moment = session.at(clock);
      watchUnread(batch);
      const all = await current().terms(batch, { ...moment, live: withFinal(moment.live) });
      return {
        value: weighed(all, moment.weights),
        reference: weighed(all, session.final().weights),
        phase: moment.phase,
        terms: all.filter(({ weight }) => weight !== 0),
      };
    },

    prepare: async (batch: TargetBatch<tf.Tensor>, clock?: Clock) => current().prepare(batch, session.at(clock)),
    prepared: async (batch: TargetBatch<tf.Tensor>, clock?: Clock) => current().prepared(batch, session.at(clock)),
    admit: (prepared: Prepared) => current().admit(readPrepared(prepared)),

    forLayers: (given?: string | LayersOptions) => {
      const options = readLayersOptions(given, program, "forLayers");
      const output = termsOfOutput(program, options);
      return (yTrue: tf.Tensor, yPred: tf.Tensor) => {
        const moment = session.at();
        const own = (live: readonly number[]): RunMoment => ({
          weights: moment.weights,
          live: live.filter((index) => output.terms.has(index)),
        });
        const batch = () => unpack(yTrue, yPred, options, output, program.task);
        if (isRecording()) {
          if (session.standsStill) warnOfStandingStill();
          return logging(() => current().call(batch(), own(moment.live), log.open ? takeStep : undefined));
        }
        if (!log.open) return current().call(batch(), own(moment.live));
        const samples = yPred.shape[0]!;
        return logging(() =>
          current().call(batch(), own(withFinal(moment.live)), (labels, values) =>
            log.addValidation(labels, values, samples),
          ),
        );
      };
    },

    pack: (batch: Pick<Batch<tf.Tensor>, "target" | "masks" | "fields">, packing?: Packing) =>
      pack(batch, readLayersOptions(packing, program, "pack"), program.task),

    callback: (options?: CallbackOptions) => callback({ session, log, notices, reference }, options),
    explain: (clock?: Clock, shape?: readonly number[]) => current().explain(session.at(clock), shape),
    state: () => session.state(),
    restore: (state: unknown) => session.restore(state),
    dispose: () => {
      dispose();
      log.close();
    },
  };
  // The backend is looked up when somebody asks.
  return Object.defineProperty(Object.assign(now, methods), "backend", {
    get: () => current().backend,
    enumerable: true,
  }) as Loss;
}
