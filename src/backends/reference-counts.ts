import type { Backend } from "./backend.js";

/**
 * The values a run has made and still needs, each freed when the last node that stands for it is done with: one value may stand for several nodes, as
 * operations that change nothing return their argument. Borrowed values are never freed.
 */
export class ReferenceCounts<V> {
  readonly #backend: Backend<V>;
  readonly #borrowed: Set<V>;
  readonly #holders = new Map<V, number>();

  constructor(backend: Backend<V>, borrowed: Iterable<V>) {
    this.#backend = backend;
    this.#borrowed = new Set(borrowed);
  }

  hold(value: V): void {
    if (!this.#borrowed.has(value)) this.#holders.set(value, (this.#holders.get(value) ?? 0) + 1);
  }

  release(value: V): void {
    const holders = this.#holders.get(value);
    if (holders === undefined) return;
    if (holders > 1) this.#holders.set(value, holders - 1);
    else {
      this.#holders.delete(value);
      this.#backend.dispose(value);
    }
  }

  /** The value as one the caller owns alone: a clone if it is borrowed or was handed over before. */
  handOver(value: V): V {
    if (!this.#holders.delete(value)) return this.#backend.clone(value);
    this.#borrowed.add(value);
    return value;
  }

  releaseAll(): void {
    for (const value of this.#holders.keys()) this.#backend.dispose(value);
    this.#holders.clear();
  }
}
