import type { HostTensor } from "../backends/backend.js";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import type { Node } from "../graph/ops.js";
import { LossySet } from "./lossy-set.js";
import { objectId } from "./object-ids.js";

/** Most targets whose target-only results a process keeps, and most bytes (as float32): for all of its losses together, as they share one memory. */
const capacity = 1024;
const room = 256 * 2 ** 20;

/** What is known of one target. */
export interface TargetResults<V> {
  /** The inputs as which its content has been found in order. */
  readonly checked: Set<string>;
  readonly values: Map<Node, V>;
  /** Values that another thread has computed and nobody has used yet, by what they are computed from. */
  readonly imported: Map<string, HostTensor>;
}

/** What results are known by: tensors under their names, and whatever else they depend on. */
export interface CacheInputs<T> {
  /** The target first, then masks and fields. */
  readonly tensors: readonly (readonly [name: string, tensor: T])[];
  /** Layout, lengths of axes, spacing. */
  readonly layout: string;
}

type Host<T extends object, V> = Pick<
  TensorAdapter<T, V>,
  "backend" | "identityOf" | "shapeOf" | "digest" | "isDisposed"
>;

class Entry<T, V> implements TargetResults<V> {
  readonly checked = new Set<string>();
  readonly values = new Map<Node, V>();
  readonly imported = new Map<string, HostTensor>();
  key: string;
  /** Whether the key tells the content, and not only the tensors. */
  byContent = false;
  /** Whether it outlives the tensors: their content has been seen before, or somebody said that it will be seen again. */
  kept = false;
  /** The latest tensors, as long as they are there. */
  tensors: readonly T[] = [];
  bytes = 0;
  users = 0;
  /** Takes it out of the cache it is in. */
  readonly leave: () => void;

  constructor(key: string, leave: (entry: Entry<T, V>) => void) {
    this.key = key;
    this.leave = () => leave(this);
  }
}

/** What all caches keep, the least recently used first. */
const shelf = {
  entries: new Set<Entry<unknown, unknown>>(),
  bytes: 0,
};

/** What a target is looked for by: its tensors; their content too; or their content, which will be seen again. */
export type Search = "identity" | "content" | "keep";

/**
 * Results that depend on the target alone, per target: known by the identity of its tensors, which never change, or by their content, which other tensors may have
 * too. Results go with the tensors, those known by content only if it was seen for the first time: where each target is new, nothing piles up, and where a data set
 * comes again, it is kept from the second time on. What was not used for longest goes first.
 */
export class TargetCache<T extends object, V> {
  readonly #host: Host<T, V>;
  readonly #entries = new Map<string, Entry<T, V>>();
  /** Those whose tensors are there. */
  readonly #held = new Set<Entry<T, V>>();
  /** Keys of contents that were let go. */
  readonly #seen = new LossySet();

  constructor(host: Host<T, V>) {
    this.#host = host;
  }

  /** The key under which results for these contents are known, in any thread; undefined where the contents are not at hand. */
  keyOf({ tensors, layout: setting }: CacheInputs<T>): string | undefined {
    const named = tensors.map(([name, tensor]) => [name, this.#host.digest(tensor), this.#host.shapeOf(tensor)]);
    return named.some(([, digest]) => digest === undefined) ? undefined : `${named.flat().join()};${setting}`;
  }

  /** What is known of these tensors, to be read and added to until it is `close`d. Contents are looked through once for each tensor. */
  lookUp(subject: CacheInputs<T>, search: Search): TargetResults<V> {
    this.#sweep();
    const tensors = subject.tensors.map(([, tensor]) => tensor);
    const key = search === "identity" ? undefined : this.keyOf(subject);
    const entry = key === undefined ? this.#entered(this.#ownKeyOf(subject)) : this.#byContent(key, tensors, subject);
    if (search === "keep" && entry.byContent) entry.kept = true;
    entry.tensors = tensors;
    this.#held.add(entry);
    entry.users++;
    touch(entry);
    return entry;
  }

  /** Ends the use of what `open` gave. */
  release(known: TargetResults<V>): void {
    const entry = known as Entry<T, V>;
    entry.users--;
    if (this.#entries.get(entry.key) === entry) {
      this.#weigh(entry);
      trim(entry);
    } else if (entry.users === 0) this.#drop(entry);
  }

  /** Takes what another thread has found, under the key it has there. */
  importResults(key: string, checked: readonly string[], values: readonly (readonly [string, HostTensor])[]): void {
    const entry = this.#entered(key);
    entry.byContent = true;
    entry.kept = true;
    for (const name of checked) entry.checked.add(name);
    for (const [name, value] of values) entry.imported.set(name, value);
    touch(entry);
    this.#weigh(entry);
    trim(entry);
  }

  /** Bytes that all results take, as float32. */
  get bytes(): number {
    return [...this.#entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  dispose(): void {
    for (const entry of this.#entries.values()) entry.leave();
    this.#seen.clear();
  }

  #ownKeyOf({ tensors, layout: setting }: CacheInputs<T>): string {
    const own = (tensor: T) => `#${objectId(this.#host.identityOf(tensor))},${this.#host.shapeOf(tensor)}`;
    return `${tensors.map(([name, tensor]) => `${name}${own(tensor)}`)};${setting}`;
  }

  #entered(key: string): Entry<T, V> {
    const entry = this.#entries.get(key) ?? new Entry<T, V>(key, (leaving) => this.#drop(leaving));
    this.#entries.set(key, entry);
    return entry;
  }

  #byContent(key: string, tensors: readonly T[], subject: CacheInputs<T>): Entry<T, V> {
    const own = this.#ownKeyOf(subject);
    const known = this.#entries.get(own);
    if (known && !this.#entries.has(key)) {
      this.#entries.delete(own);
      known.key = key;
      this.#entries.set(key, known);
    }
    const entry = this.#entered(key);
    const same = (tensor: T, i: number) =>
      entry.tensors[i] !== undefined && this.#host.identityOf(tensor) === this.#host.identityOf(entry.tensors[i]);
    entry.kept ||= this.#seen.has(key) || (entry.byContent && !tensors.every(same));
    entry.byContent = true;
    return entry;
  }

  #sweep(): void {
    for (const entry of this.#held) {
      if (entry.users > 0 || !entry.tensors.some((tensor) => this.#host.isDisposed(tensor))) continue;
      if (entry.kept) this.#strip(entry);
      else {
        if (entry.byContent) this.#seen.add(entry.key);
        entry.leave();
      }
    }
  }

  /** Lets go of what whoever comes next has with the tensors. */
  #strip(entry: Entry<T, V>): void {
    entry.tensors = [];
    this.#held.delete(entry);
    for (const [node, value] of entry.values)
      if (node.op === "input") {
        this.#host.backend.dispose(value);
        entry.values.delete(node);
      }
    this.#weigh(entry);
  }

  #weigh(entry: Entry<T, V>): void {
    const size = (shape: readonly number[]) => 4 * shape.reduce((a, b) => a * b, 1);
    let bytes = 0;
    for (const value of entry.values.values()) bytes += size(this.#host.backend.shape(value));
    for (const { shape } of entry.imported.values()) bytes += size(shape);
    shelf.bytes += bytes - entry.bytes;
    entry.bytes = bytes;
  }

  #drop(entry: Entry<T, V>): void {
    shelf.entries.delete(entry as Entry<unknown, unknown>);
    shelf.bytes -= entry.bytes;
    entry.bytes = 0;
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
    this.#held.delete(entry);
    if (entry.users > 0) return;
    for (const value of entry.values.values()) this.#host.backend.dispose(value);
    entry.values.clear();
    entry.imported.clear();
  }
}

function touch<T, V>(entry: Entry<T, V>): void {
  shelf.entries.delete(entry as Entry<unknown, unknown>);
  shelf.entries.add(entry as Entry<unknown, unknown>);
}

/** Makes room, but not of what is at hand or in use. */
function trim<T, V>(latest: Entry<T, V>): void {
  for (const entry of shelf.entries) {
    if (shelf.bytes <= room && shelf.entries.size <= capacity) return;
    if (entry !== latest && entry.users === 0) entry.leave();
  }
}
