import type { Axis } from "../graph/ops/axes.js";
import type { CoreOp, DerivedOp, Node, RoutineOp, Table } from "../graph/ops.js";
import type { HostRoutine } from "./host/routines.js";

/** A tensor in host memory, row-major. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** The same in double precision. */
export interface Float64Tensor extends HostTensor {
  readonly data: Float64Array;
}

/** The sizes of axes: known from the inputs, and for lists from the routine that made them. */
export type Sizes = ReadonlyMap<Axis, number>;

/** How a backend computes a node from its arguments. Values lie in memory in the order of the node's axes. */
export type Lowerings<Ops extends CoreOp | DerivedOp, V> = Table<Ops, [args: readonly V[], sizes: Sizes], V>;

/** A routine: all of its results, in the order the operation documents. */
export type Routines<Ops extends RoutineOp, V> = Table<Ops, [args: readonly V[], sizes: Sizes], readonly V[]>;

/** Computes one operation in double precision on the host: for those that a fused backend has no kernel for. */
export type HostOperation = (node: Node<CoreOp>, args: readonly Float64Tensor[], sizes: Sizes) => Float64Tensor;

/** Computes roots of a graph in double precision on the host, operation by operation: for those that a fused backend cannot compute as a whole. */
export type GeneralExecution = (roots: readonly Node[], bindings: Bindings<HostTensor>) => readonly HostTensor[];

/** What every backend has in common: it holds values. */
export interface BackendBase<V> {
  readonly name: string;
  readonly derived: Partial<Lowerings<DerivedOp, V>>;
  /** Routines that it computes itself; all others run on the host. */
  readonly routines: { readonly [O in RoutineOp]?: unknown };
  upload(data: ArrayLike<number>, shape: readonly number[]): V;
  shape(value: V): readonly number[];
  /** Whether `readSync` works and is cheap. */
  readonly synchronous: boolean;
  /** @throws {NoSynchronousRead} where the device cannot be read at once. */
  readSync(value: V): HostTensor;
  read(value: V): Promise<HostTensor>;
  /** Another handle on the same values, disposed of on its own. */
  clone(value: V): V;
  dispose(value: V): void;
}

/**
 * What computes graphs operation by operation. A backend owes every core operation; derived ones it leaves out are legalized into core ones, routines it leaves
 * out run on the host.
 */
export interface Backend<V> extends BackendBase<V> {
  readonly core: Lowerings<CoreOp, V>;
  readonly routines: Partial<Routines<RoutineOp, V>>;
  /** Computes the routines it leaves out. */
  readonly hostRoutine: HostRoutine;
  /** Does some work and frees what it made, but for what `kept` names. */
  scoped<T>(work: () => T, kept: (result: T) => readonly V[]): T;
}

/** What computes graphs as a whole, many operations in one pass over memory. */
export interface FusedBackend<V> extends BackendBase<V> {
  /**
   * The values of some roots of a legalized graph, which the caller disposes of.
   *
   * @throws {NotFinite} where an input that must be finite is not.
   * @throws {NoSynchronousRead} if a routine must run on the host and the device cannot be read at once.
   */
  execute(roots: readonly Node[], bindings: Bindings<V>): V[];
  /** The same, waiting for the device where a routine runs on the host; absent where it is never waited for. */
  executeAsync?(roots: readonly Node[], bindings: Bindings<V>): Promise<V[]>;
  /** Frees what was compiled. It is compiled again when it is needed again. */
  release(): void;
  /** The entries of a value where they lie, if they do so side by side; for copies that are made at once. */
  view(value: V): HostTensor | undefined;
  /** A value to stay: where it costs nothing to bind it to a node, step after step. Disposed of separately. */
  settle(node: Node, value: V, sizes: Sizes): V;
}

export type AnyBackend<V> = Backend<V> | FusedBackend<V>;

/** What a graph is computed from. */
export interface Bindings<V> {
  /** Tensors by input name; their shapes agree with the input's axes. */
  readonly tensors: ReadonlyMap<string, V>;
  /** Inputs without axes: weights, spacing. */
  readonly scalars: ReadonlyMap<string, number>;
  /** Sizes of `batch`, the spatial axes and `class`. */
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

/** A backend's memory cannot hold what a computation needs. Nothing stays behind: what fits is computed as before. */
export class OutOfMemory extends RangeError {
  override readonly name = "OutOfMemory";
  /** Bytes that are needed at a time, that nothing uses, and that there can be in all. */
  readonly wanted: number;
  readonly free: number;
  readonly capacity: number;

  constructor(wanted: number, free: number, capacity: number) {
    super(
      `${mebibytes(wanted)} of memory are needed at a time, and ${mebibytes(free)} of ${mebibytes(capacity)} are free.`,
    );
    this.wanted = wanted;
    this.free = free;
    this.capacity = capacity;
  }
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** A backend cannot express a computation, which others can: too long a function, say. */
export class NotExpressible extends Error {
  override readonly name = "NotExpressible";
}

/** An input that must be finite holds NaN or an infinity: found in passing by a backend that computes with it. */
export class NotFinite extends Error {
  override readonly name = "NotFinite";
  readonly input: Node<"input">;

  constructor(input: Node<"input">) {
    super(`The input \`${input.attributes.name}\` holds a number that is not finite.`);
    this.input = input;
  }
}
