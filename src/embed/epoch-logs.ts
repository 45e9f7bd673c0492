import type * as tf from "@tensorflow/tfjs";

/** A history as it is given to people: what has no value in an epoch has null there. */
type Aligned = Record<string, (number | tf.Tensor | null)[]>;

/** What one fit adds to the logs of its epochs. */
export class EpochLogs {
  readonly #written: (readonly string[])[] = [];
  #sums = new Map<string, { readonly total: number; readonly samples: number }>();

  beginEpoch(): void {
    this.#sums = new Map();
  }

  /** The value of a term in a step, as a mean over that many samples. */
  addStep(label: string, value: number, samples: number): void {
    const sum = this.#sums.get(label) ?? { total: 0, samples: 0 };
    this.#sums.set(label, { total: sum.total + value * samples, samples: sum.samples + samples });
  }

  /** The entries for the logs of an epoch that ends. */
  endEpoch(validation: ReadonlyMap<string, number>, reference: number | undefined): Readonly<Record<string, number>> {
    const entries = Object.fromEntries([
      ...[...this.#sums].map(([label, { total, samples }]) => [label, total / samples] as const),
      ...[...validation].map(([label, mean]) => [`val_${label}`, mean] as const),
      ...(reference === undefined ? [] : ([["val_reference", reference]] as const)),
    ]);
    this.#written.push(Object.keys(entries));
    return entries;
  }

  /**
   * Makes all that was written as long as the history of the fit: a term that did not count in an epoch has null there. TensorFlow.js takes whatever is no number for a
   * tensor while it reads the history at the end of a fit, so this is done right after that.
   */
  align(history: tf.History): void {
    const written = this.#written;
    const aligned = history.history as Aligned;
    history.syncData = async () => {
      Reflect.deleteProperty(history, "syncData");
      await history.syncData();
      for (const key of new Set(written.flat())) {
        const values = aligned[key] ?? [];
        if (values.length !== written.filter((keys) => keys.includes(key)).length) continue;
        let next = 0;
        aligned[key] = written.map((keys) => (keys.includes(key) ? values[next++]! : null));
      }
      // All has been read, and nulls cannot be.
      history.syncData = async () => {};
    };
  }
}
