import type { Axis } from "../graph/axes.js";
import type { CoreOp, DerivedOp, Node, RoutineOp, Table } from "../graph/ops.js";

/** A tensor in host memory, row-major. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** The lengths of axes: known from the inputs, and for lists from the routine that made them. */
export type Sizes = ReadonlyMap<Axis, number>;

/** How a backend computes a node from its arguments. Values lie in memory in the order of the node's axes. */
export type Lowerings<Ops extends CoreOp | DerivedOp, V> = Table<Ops, [args: readonly V[], sizes: Sizes], V>;

/** A routine: all of its results, in the order the operation documents. */
export type Routines<Ops extends RoutineOp, V> = Table<Ops, [args: readonly V[], sizes: Sizes], readonly V[]>;

/**
 * What computes graphs. A backend owes every core operation; derived ones it leaves out are expanded into core ones, routines it leaves out run on the host.
 */
export interface Backend<V> {
  readonly name: string;
  readonly core: Lowerings<CoreOp, V>;
  readonly derived: Partial<Lowerings<DerivedOp, V>>;
  readonly routines: Partial<Routines<RoutineOp, V>>;
  upload(data: ArrayLike<number>, shape: readonly number[]): V;
  shape(value: V): readonly number[];
  /** Whether `readSync` works and is cheap. */
  readonly synchronous: boolean;
  /** @throws {NoSynchronousRead} where the device cannot be read at once. */
  readSync(value: V): HostTensor;
  read(value: V): Promise<HostTensor>;
  /** Does some work and frees what it made, but for what `kept` names. */
  scoped<T>(work: () => T, kept: (result: T) => readonly V[]): T;
  /** Another handle on the same values, disposed of on its own. */
  clone(value: V): V;
  dispose(value: V): void;
}

/** What a graph is computed from. */
export interface Bindings<V> {
  /** Tensors by input name; their shapes agree with the input's axes. */
  readonly tensors: ReadonlyMap<string, V>;
  /** Inputs without axes: weights, spacing. */
  readonly scalars: ReadonlyMap<string, number>;
  /** Lengths of `batch`, the spatial axes and `class`. */
  readonly sizes: Sizes;
  /** Values of nodes computed before, which are taken as they are. */
  readonly known?: ReadonlyMap<Node, V>;
}

/** A routine had to run on the host, and the device cannot be read synchronously: `valueAndGrad` can wait for it, a plain call cannot. */
export class NoSynchronousRead extends Error {
  override readonly name = "NoSynchronousRead";
}

/** The device reported an error after the fact, so that what was computed since is not to be trusted. */
export class DeviceError extends Error {
  override readonly name = "DeviceError";
}
