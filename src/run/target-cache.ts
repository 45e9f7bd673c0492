import type { AnyBackend } from "../backends/backend.js";
import type { Node } from "../graph/ops.js";

/** Most targets whose target-only results are kept, and most bytes (as float32) for all but the latest. */
const capacity = 16;
const room = 256 * 2 ** 20;

/** What is known of one target. */
export interface Known<V> {
  /** The inputs as which its content has been found in order. */
  readonly checked: Set<string>;
  readonly values: Map<Node, V>;
}

interface Entry<T, V> extends Known<V> {
  /** The target first, then masks and fields: results hold for exactly these tensors. */
  readonly tensors: readonly T[];
  /** Which tensor is what, and the spacing. */
  readonly key: string;
}

/**
 * Results that depend on the target alone, per target. Tensors never change, so their identity is enough. The least recently used target goes first;
 * targets the host has freed go at the next call.
 */
export class TargetCache<T extends object, V> {
  readonly #backend: AnyBackend<V>;
  readonly #isGone: (tensor: T) => boolean;
  #entries: Entry<T, V>[] = [];

  constructor(backend: AnyBackend<V>, isGone: (tensor: T) => boolean) {
    this.#backend = backend;
    this.#isGone = isGone;
  }

  /** What is known of these tensors, to be read and added to. */
  of(named: readonly (readonly [name: string, tensor: T])[], spacing: readonly number[]): Known<V> {
    this.#sweep();
    const key = `${named.map(([name]) => name).join()};${spacing.join()}`;
    const tensors = named.map(([, tensor]) => tensor);
    const at = this.#entries.findIndex(
      (e) => e.key === key && e.tensors.length === tensors.length && e.tensors.every((t, i) => t === tensors[i]),
    );
    const entry: Entry<T, V> = at < 0 ? { tensors, key, checked: new Set(), values: new Map() } : this.#entries[at]!;
    if (at >= 0) this.#entries.splice(at, 1);
    this.#entries.push(entry);
    while (this.#entries.length > 1 && (this.#entries.length > capacity || this.bytes > room))
      this.#drop(this.#entries.shift()!);
    return entry;
  }

  /** Bytes that all results take, as float32. */
  get bytes(): number {
    const values = this.#entries.flatMap((entry) => [...entry.values.values()]);
    return values.reduce((sum, value) => sum + 4 * this.#backend.shape(value).reduce((a, b) => a * b, 1), 0);
  }

  dispose(): void {
    for (const entry of this.#entries) this.#drop(entry);
    this.#entries = [];
  }

  #sweep(): void {
    for (const entry of this.#entries) if (this.#stale(entry)) this.#drop(entry);
    this.#entries = this.#entries.filter((entry) => !this.#stale(entry));
  }

  #stale(entry: Entry<T, V>): boolean {
    return entry.tensors.some((tensor) => this.#isGone(tensor));
  }

  #drop(entry: Entry<T, V>): void {
    for (const value of entry.values.values()) this.#backend.dispose(value);
    entry.values.clear();
  }
}
