import type { AnyBackend } from "./backend.js";

/** How the host's own tensors `T` enter a backend of values `V`. */
export interface Binder<T extends object, V> {
  readonly backend: AnyBackend<V>;
  isTensor(x: unknown): x is T;
  shapeOf(tensor: T): readonly number[];
  /** The tensor as floats of another shape with as many entries: a value of its own, disposed of separately. */
  admit(tensor: T, shape: readonly number[]): V;
  /** The same where the tensor cannot be read at once. */
  admitAsync(tensor: T, shape: readonly number[]): Promise<V>;
  /** Takes a value out of the reach of scopes, until it is disposed of. */
  retain(value: V): V;
  /** What has the tensor's entries, which never change; tensors that share them have the same. */
  identityOf(tensor: T): object;
  /** What tells the tensor's entries apart from all others, in any thread; undefined where they cannot be read at once. Entries are looked through once. */
  digest(tensor: T): string | undefined;
  /** The same, waiting for entries that cannot be read at once; undefined where the platform has no WebAssembly. */
  digestAsync(tensor: T): Promise<string | undefined>;
  /** Whether the host has freed the tensor. */
  isGone(tensor: T): boolean;
}
