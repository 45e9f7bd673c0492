import type { HostTensor } from "../backends/backend.js";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import type { Node } from "../graph/ops.js";
import { LossySet } from "./lossy-set.js";
import { objectId } from "./object-ids.js";

/** Most targets whose target-only results a process keeps, and most bytes (as float32): for all of its losses together, as they share one memory. */
const maxEntries = 1024;
const maxBytes = 256 * 2 ** 20;

/** What is known of one target: results that depend on it alone. */
export interface TargetResults<V> {
  /** The inputs as which its content has been found in order. */
  readonly checked: Set<string>;
  readonly values: Map<Node, V>;
  /** Values that another thread has computed and that have not been used yet, by the fingerprint of what they are computed from. */
  readonly imported: Map<string, HostTensor>;
}

/** What results are cached by: tensors under their names, and whatever else the results depend on. */
export interface CacheInputs<T> {
  /** The target first, then masks and fields. */
  readonly tensors: readonly (readonly [name: string, tensor: T])[];
  /** Layout, sizes of axes, spacing. */
  readonly layout: string;
}

type CacheAdapter<T extends object, V> = Pick<
  TensorAdapter<T, V>,
  "backend" | "identityOf" | "shapeOf" | "digest" | "isDisposed" | "device"
>;

class Entry<T, V> implements TargetResults<V> {
  readonly checked = new Set<string>();
  readonly values = new Map<Node, V>();
  readonly imported = new Map<string, HostTensor>();
  key: string;
  /** Whether the key is made from the content, and not only from the identity of the tensors. */
  byContent = false;
  /** Whether it outlives the tensors: their content has been seen before, or the caller said that it will be seen again. */
  kept = false;
  /** The latest tensors, as long as they are not disposed of. */
  tensors: readonly T[] = [];
  bytes = 0;
  users = 0;
  /** Takes it out of the cache it is in. */
  readonly evict: () => void;

  constructor(key: string, evict: (entry: Entry<T, V>) => void) {
    this.key = key;
    this.evict = () => evict(this);
  }
}

/** What all caches keep, the least recently used first. */
const lru = {
  entries: new Set<Entry<unknown, unknown>>(),
  bytes: 0,
};

/** What a target is looked up by: the identity of its tensors; their content too; or their content, which will be seen again. */
export type Search = "identity" | "content" | "keep";

/**
 * Results that depend on the target alone, per target: cached by the identity of its tensors, which never change, or by their content, which other tensors may have
 * too. Results are freed with the tensors, unless they are cached by a content that has been seen before: where each target is new, nothing accumulates, and where a
 * data set comes again, its results are kept from the second time on. The least recently used are evicted first.
 */
export class TargetCache<T extends object, V> {
  readonly #adapter: CacheAdapter<T, V>;
  readonly #entries = new Map<string, Entry<T, V>>();
  /** Those whose tensors are not disposed of, as far as is known. */
  readonly #live = new Set<Entry<T, V>>();
  /** Keys of contents whose results were freed. */
  readonly #seen = new LossySet();

  constructor(adapter: CacheAdapter<T, V>) {
    this.#adapter = adapter;
  }

  /** The key under which results for these contents are cached, in any thread; undefined where the contents cannot be read now. */
  keyOf({ tensors, layout }: CacheInputs<T>): string | undefined {
    const named = tensors.map(([name, tensor]) => [name, this.#adapter.digest(tensor), this.#adapter.shapeOf(tensor)]);
    return named.some(([, digest]) => digest === undefined) ? undefined : `${named.flat().join()};${layout}`;
  }

  /** What is known of these tensors, to be read and added to until it is released. The content of each tensor is digested once. */
  lookUp(inputs: CacheInputs<T>, search: Search): TargetResults<V> {
    this.#freeDisposed();
    const tensors = inputs.tensors.map(([, tensor]) => tensor);
    const content = search === "identity" ? undefined : this.keyOf(inputs);
    const key = content === undefined ? undefined : this.#here(content);
    const entry =
      key === undefined ? this.#entryOf(this.#identityKeyOf(inputs)) : this.#byContent(key, tensors, inputs);
    if (search === "keep" && entry.byContent) entry.kept = true;
    entry.tensors = tensors;
    this.#live.add(entry);
    entry.users++;
    touch(entry);
    return entry;
  }

  /** Ends the use of what `lookUp` gave. */
  release(known: TargetResults<V>): void {
    const entry = known as Entry<T, V>;
    entry.users--;
    if (this.#entries.get(entry.key) === entry) {
      this.#measure(entry);
      trim(entry);
    } else if (entry.users === 0) this.#drop(entry);
  }

  /** Takes what another thread has found, under the key it has there. */
  importResults(key: string, checked: readonly string[], values: readonly (readonly [string, HostTensor])[]): void {
    const entry = this.#entryOf(this.#here(key));
    entry.byContent = true;
    entry.kept = true;
    for (const name of checked) entry.checked.add(name);
    for (const [name, value] of values) entry.imported.set(name, value);
    touch(entry);
    this.#measure(entry);
    trim(entry);
  }

  /** Bytes that all results take, as float32. */
  get bytes(): number {
    return [...this.#entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  dispose(): void {
    for (const entry of this.#entries.values()) entry.evict();
    this.#seen.clear();
  }

  #identityKeyOf({ tensors, layout }: CacheInputs<T>): string {
    const identity = (tensor: T) => `#${objectId(this.#adapter.identityOf(tensor))},${this.#adapter.shapeOf(tensor)}`;
    return this.#here(`${tensors.map(([name, tensor]) => `${name}${identity(tensor)}`)};${layout}`);
  }

  /** A key on the device that is active now. */
  #here = (key: string): string => `${key};${this.#adapter.device?.() ?? ""}`;

  #entryOf(key: string): Entry<T, V> {
    const entry = this.#entries.get(key) ?? new Entry<T, V>(key, (evicted) => this.#drop(evicted));
    this.#entries.set(key, entry);
    return entry;
  }

  #byContent(key: string, tensors: readonly T[], inputs: CacheInputs<T>): Entry<T, V> {
    const identity = this.#identityKeyOf(inputs);
    const known = this.#entries.get(identity);
    if (known && !this.#entries.has(key)) {
      this.#entries.delete(identity);
      known.key = key;
      this.#entries.set(key, known);
    }
    const entry = this.#entryOf(key);
    const same = (tensor: T, i: number) =>
      entry.tensors[i] !== undefined && this.#adapter.identityOf(tensor) === this.#adapter.identityOf(entry.tensors[i]);
    entry.kept ||= this.#seen.has(key) || (entry.byContent && !tensors.every(same));
    entry.byContent = true;
    return entry;
  }

  /** Frees results whose tensors have been disposed of. */
  #freeDisposed(): void {
    for (const entry of this.#live) {
      if (entry.users > 0 || !entry.tensors.some((tensor) => this.#adapter.isDisposed(tensor))) continue;
      if (entry.kept) this.#dropInputs(entry);
      else {
        if (entry.byContent) this.#seen.add(entry.key);
        entry.evict();
      }
    }
  }

  /** Frees what another batch of the same content has in its own tensors: the inputs. */
  #dropInputs(entry: Entry<T, V>): void {
    entry.tensors = [];
    this.#live.delete(entry);
    for (const [node, value] of entry.values)
      if (node.op === "input") {
        this.#adapter.backend.dispose(value);
        entry.values.delete(node);
      }
    this.#measure(entry);
  }

  #measure(entry: Entry<T, V>): void {
    const size = (shape: readonly number[]) => 4 * shape.reduce((a, b) => a * b, 1);
    let bytes = 0;
    for (const value of entry.values.values()) bytes += size(this.#adapter.backend.shape(value));
    for (const { shape } of entry.imported.values()) bytes += size(shape);
    lru.bytes += bytes - entry.bytes;
    entry.bytes = bytes;
  }

  #drop(entry: Entry<T, V>): void {
    lru.entries.delete(entry as Entry<unknown, unknown>);
    lru.bytes -= entry.bytes;
    entry.bytes = 0;
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
    this.#live.delete(entry);
    if (entry.users > 0) return;
    for (const value of entry.values.values()) this.#adapter.backend.dispose(value);
    entry.values.clear();
    entry.imported.clear();
  }
}

function touch<T, V>(entry: Entry<T, V>): void {
  lru.entries.delete(entry as Entry<unknown, unknown>);
  lru.entries.add(entry as Entry<unknown, unknown>);
}

/** Evicts results until all fit, but not the latest and none that are in use. */
function trim<T, V>(latest: Entry<T, V>): void {
  for (const entry of lru.entries) {
    if (lru.bytes <= maxBytes && lru.entries.size <= maxEntries) return;
    if (entry !== latest && entry.users === 0) entry.evict();
  }
}
