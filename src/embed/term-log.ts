import * as tf from "@tensorflow/tfjs";

/** Values of terms as training steps produce them, kept on the device until somebody can read them. */
export class TermLog {
  #pending: { readonly labels: readonly string[]; readonly values: tf.Tensor }[] = [];
  #open = false;

  /** Whether somebody reads it; otherwise nothing is kept. */
  get open(): boolean {
    return this.#open;
  }

  start(): void {
    this.#open = true;
  }

  add(labels: readonly string[], values: readonly tf.Tensor[]): void {
    if (labels.length) this.#pending.push({ labels, values: tf.keep(tf.stack(values as tf.Tensor[])) });
  }

  /** The values since the last call, by label. */
  async take(): Promise<ReadonlyMap<string, number>> {
    const pending = this.#pending;
    this.#pending = [];
    const taken = new Map<string, number>();
    for (const { labels, values } of pending) {
      const numbers = await values.data();
      values.dispose();
      labels.forEach((label, i) => {
        taken.set(label, numbers[i]!);
      });
    }
    return taken;
  }

  close(): void {
    for (const { values } of this.#pending) values.dispose();
    this.#pending = [];
    this.#open = false;
  }
}
