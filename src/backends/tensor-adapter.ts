import type { AnyBackend } from "./backend.js";

/** How the host's own tensors `T` enter a backend of values `V`, and how its values leave it as tensors and numbers. */
export interface TensorAdapter<T extends object, V> {
  readonly backend: AnyBackend<V>;

  isTensor(x: unknown): x is T;
  shapeOf(tensor: T): readonly number[];
  /** Type of its entries: `float32`, `int32`, `bool`, … */
  dtypeOf(tensor: T): string;
  /** What has the tensor's entries, which never change; tensors that share them have the same. */
  identityOf(tensor: T): object;
  /** What tells the tensor's entries apart from all others, in any thread; undefined where they cannot be read at once. Entries are looked through once. */
  digest(tensor: T): string | undefined;
  /** The same, waiting for entries that cannot be read at once; undefined where the platform has no WebAssembly. */
  digestAsync(tensor: T): Promise<string | undefined>;
  /** Whether the host has freed the tensor. */
  isDisposed(tensor: T): boolean;

  /** The device of the host that has the backend's values, where there is a choice of them: what one has, another must not be given. */
  device?(): string;

  /** The tensor as floats of another shape with as many entries: a value of its own, disposed of separately. */
  upload(tensor: T, shape: readonly number[]): V;
  /** The same where the tensor cannot be read at once. */
  uploadAsync(tensor: T, shape: readonly number[]): Promise<V>;

  /** Takes a value out of the reach of scopes, until it is disposed of. */
  retain(value: V): V;
  dispose(value: V): void;
  /** The value has been read inside a scope of the host; what the scope does not free is freed. */
  leaveScope(value: V): void;

  scalarSync(value: V): number;
  scalar(value: V): Promise<number>;
  /** The value as a tensor, which the scope it is made in may free. */
  scopedTensor(value: V): T;
  /** The value as a tensor that belongs to the caller. */
  ownTensor(value: V): T;
}

/** How numbers leave a backend, and how its values are freed: the same for every kind of tensor. */
export const numbersOf = <V>(backend: AnyBackend<V>) => ({
  backend,
  scalarSync: (value: V) => backend.readSync(value).data[0]!,
  scalar: async (value: V) => (await backend.read(value)).data[0]!,
  dispose: (value: V) => backend.dispose(value),
});
