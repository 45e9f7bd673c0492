import * as tf from "@tensorflow/tfjs";

/** Values of some terms at one moment: numbers, or, where a device cannot be read at once, a tensor `[terms]` on it. */
export type TermValues = readonly number[] | tf.Tensor;

/** Sums over the batches of a validation, for the terms of one output of the network. */
interface Sums {
  readonly labels: readonly string[];
  totals: TermValues;
  samples: number;
}

/**
 * Values of terms as the steps and validations of a fit produce them, until its callback reads them. A fit that fails does not say so: what nobody has read when the next
 * step comes is freed, and nothing is kept any more.
 */
export class TermLog {
  #open = false;
  readonly #step = new Map<string, { readonly labels: readonly string[]; readonly values: TermValues }>();
  readonly #validation = new Map<string, Sums>();

  /** Whether a fit is on whose callback reads it; otherwise nothing is kept. */
  get open(): boolean {
    return this.#open;
  }

  start(): void {
    this.close();
    this.#open = true;
  }

  close(): void {
    this.#open = false;
    for (const { values } of this.#step.values()) free(values);
    this.#step.clear();
    this.#forgetValidation();
  }

  /** A step begins: values from before it belong to no validation. */
  beginStep(): void {
    this.#forgetValidation();
  }

  /** Takes the values of a training step; tensors belong to it from now on. */
  addStep(labels: readonly string[], values: TermValues): void {
    const key = labels.join("\n");
    const unread = this.#step.has(key);
    if (unread) this.close();
    if (!this.#open || labels.length === 0) free(values);
    else this.#step.set(key, { labels, values });
  }

  /** Takes the values on a batch of a validation, as means over its samples; tensors belong to it from now on. */
  addValidation(labels: readonly string[], values: TermValues, samples: number): void {
    const key = labels.join("\n");
    const before = this.#validation.get(key) ?? { labels, totals: labels.map(() => 0), samples: 0 };
    const totals = plus(before.totals, values, samples);
    free(before.totals);
    free(values);
    this.#validation.set(key, { labels, totals, samples: before.samples + samples });
  }

  /** The values of the step since the last call, by label. */
  async takeStep(): Promise<ReadonlyMap<string, number>> {
    const pending = [...this.#step.values()];
    this.#step.clear();
    const taken = new Map<string, number>();
    for (const { labels, values } of pending) await readInto(taken, labels, values, 1);
    return taken;
  }

  /** The means of the validation since the last step, by label. */
  async takeValidation(): Promise<ReadonlyMap<string, number>> {
    const sums = [...this.#validation.values()];
    this.#validation.clear();
    const taken = new Map<string, number>();
    for (const { labels, totals, samples } of sums) await readInto(taken, labels, totals, samples);
    return taken;
  }

  #forgetValidation(): void {
    for (const { totals } of this.#validation.values()) free(totals);
    this.#validation.clear();
  }
}

function free(values: TermValues): void {
  if (values instanceof tf.Tensor) values.dispose();
}

const plus = (totals: TermValues, values: TermValues, samples: number): TermValues =>
  totals instanceof tf.Tensor || values instanceof tf.Tensor
    ? tf.keep(tf.tidy(() => tf.add(totals as tf.TensorLike, tf.mul(values as tf.TensorLike, samples))))
    : totals.map((total, i) => total + values[i]! * samples);

async function readInto(
  taken: Map<string, number>,
  labels: readonly string[],
  values: TermValues,
  samples: number,
): Promise<void> {
  const numbers = values instanceof tf.Tensor ? await values.data() : values;
  free(values);
  labels.forEach((label, i) => {
    taken.set(label, numbers[i]! / samples);
  });
}
