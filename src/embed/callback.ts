import type * as tf from "@tensorflow/tfjs";
import { NonFiniteError } from "../run/errors.js";
import type { Session } from "../schedule/session.js";

/** Where the values of terms are collected while a model is fitted. */
export interface Log {
  start(): void;
  take(): Promise<ReadonlyMap<string, number>>;
  close(): void;
}

/** Logs of TensorFlow.js: numbers by name, though its types say more. */
type Logs = Record<string, number>;

/**
 * Callbacks for `model.fit` and `model.fitDataset`: the clock follows the epochs and steps, metrics reach the session, and the logs of each batch and (as
 * means over its batches) of each epoch hold the value of every live term under its label.
 */
export function callback(session: Session, log: Log): tf.CustomCallbackArgs {
  let means = new Means();
  return {
    onTrainBegin: async () => log.start(),
    onEpochBegin: async (epoch) => {
      session.beginEpoch(epoch);
      means = new Means();
    },
    onBatchEnd: async (batch, logs) => {
      const values = await log.take();
      session.endStep();
      for (const [label, value] of values) {
        if (!Number.isFinite(value))
          throw new NonFiniteError(
            `\`${label}\` came out as ${value} in step ${batch} of epoch ${session.clock.epoch}.`,
          );
        means.add(label, value);
        if (logs) (logs as Logs)[label] = value;
      }
    },
    onEpochEnd: async (_, logs) => {
      if (logs) {
        session.report(numbersOf(logs as Logs));
        for (const [label, mean] of means.all()) (logs as Logs)[label] = mean;
      }
    },
    onTrainEnd: async () => log.close(),
  };
}

const numbersOf = (logs: Logs): Logs =>
  Object.fromEntries(Object.entries(logs).filter(([, value]) => typeof value === "number"));

class Means {
  readonly #sums = new Map<string, { total: number; count: number }>();

  add(label: string, value: number): void {
    const sum = this.#sums.get(label) ?? { total: 0, count: 0 };
    this.#sums.set(label, { total: sum.total + value, count: sum.count + 1 });
  }

  all(): readonly (readonly [string, number])[] {
    return [...this.#sums].map(([label, { total, count }]) => [label, total / count] as const);
  }
}
