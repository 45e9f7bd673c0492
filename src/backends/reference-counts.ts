import type { Backend } from "./backend.js";

/**
 * The values a run has made and still needs, each freed when the last node that stands for it has been used for the last time: one value may stand for several
 * nodes, as operations that change nothing return their argument. Borrowed values are never freed.
 */
export class ReferenceCounts<V> {
  readonly #backend: Backend<V>;
  readonly #borrowed: Set<V>;
  readonly #counts = new Map<V, number>();

  constructor(backend: Backend<V>, borrowed: Iterable<V>) {
    this.#backend = backend;
    this.#borrowed = new Set(borrowed);
  }

  retain(value: V): void {
    if (!this.#borrowed.has(value)) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  release(value: V): void {
    const count = this.#counts.get(value);
    if (count === undefined) return;
    if (count > 1) this.#counts.set(value, count - 1);
    else {
      this.#counts.delete(value);
      this.#backend.dispose(value);
    }
  }

  /** The value as one the caller owns alone: a clone if it is borrowed or was handed over before. */
  handOver(value: V): V {
    if (!this.#counts.delete(value)) return this.#backend.clone(value);
    this.#borrowed.add(value);
    return value;
  }

  releaseAll(): void {
    for (const value of this.#counts.keys()) this.#backend.dispose(value);
    this.#counts.clear();
  }
}
