import { topologicalOrder } from "../graph/graph.js";
import type { Axis } from "../graph/ops/axes.js";
import {
  type CoreOp,
  type DerivedOp,
  dispatch,
  isDerived,
  isLeaf,
  isRoutine,
  type LeafOp,
  type Node,
  type RoutineOp,
} from "../graph/ops.js";
import { AxisSizes } from "./axis-sizes.js";
import type { AnyBackend, Backend, Bindings, HostTensor, Routines, Sizes } from "./backend.js";
import { type Coroutine, runCoroutine, runCoroutineAsync } from "./coroutine.js";
import { ReferenceCounts } from "./reference-counts.js";

/**
 * Compute the roots of a legalized graph, one value for each, to be disposed of by the caller. Everything else that is made on the way is freed, also when an
 * error is thrown. Bound and known values stay as they are, and no result is freed with one of them.
 *
 * @throws {NoSynchronousRead} if a routine must run on the host and the device cannot be read at once.
 * @throws {NotANumber} if a routine is given NaN.
 */
export function execute<V>(backend: AnyBackend<V>, roots: readonly Node[], bindings: Bindings<V>): V[] {
  if ("execute" in backend) return backend.execute(roots, bindings);
  return runCoroutine(steps(backend, roots, bindings), (wanted) => wanted.map((value) => backend.readSync(value)));
}

/** {@link execute}, waiting for the device where a routine runs on the host. */
export async function executeAsync<V>(
  backend: AnyBackend<V>,
  roots: readonly Node[],
  bindings: Bindings<V>,
): Promise<V[]> {
  if ("execute" in backend)
    return backend.executeAsync ? backend.executeAsync(roots, bindings) : backend.execute(roots, bindings);
  return runCoroutineAsync(steps(backend, roots, bindings), (wanted) => wanted.map((value) => backend.read(value)));
}

/** How many operations computing the roots takes: what is neither a leaf nor a mere name for another value. */
export const countKernels = (roots: readonly Node[], known?: { has(node: Node): boolean }): number =>
  topologicalOrder(roots, known).filter(
    (node) => !isLeaf(node) && node.op !== "detach" && node.op !== "result" && !known?.has(node),
  ).length;

/** A run in progress: yields the values a host routine needs, and is given their contents. */
type Run<V> = Coroutine<readonly V[], readonly HostTensor[], V[]>;

function* steps<V>(backend: Backend<V>, roots: readonly Node[], bindings: Bindings<V>): Run<V> {
  const known: ReadonlyMap<Node, V> = bindings.known ?? new Map();
  const counts = new ReferenceCounts(backend, [...bindings.tensors.values(), ...known.values()]);
  try {
    const order = listsFirst(roots, known);
    const axisSizes = new AxisSizes(bindings.sizes, order);
    for (const [node, value] of known) axisSizes.learn(node.axes, backend.shape(value));
    const uses = countUses(order, roots, known);
    const made = new Map<Node, readonly V[]>();
    for (const node of order) {
      const values = yield* valuesOf(backend, node, made, bindings, axisSizes);
      for (const value of values) counts.retain(value);
      made.set(node, values);
      if (known.has(node)) continue;
      if (!isRoutine(node)) axisSizes.learn(node.axes, backend.shape(values[0]!));
      for (const arg of node.args) {
        const left = uses.get(arg)! - 1;
        uses.set(arg, left);
        if (left === 0) for (const value of made.get(arg)!) counts.release(value);
      }
    }
    return roots.map((root) => counts.handOver(made.get(root)![0]!));
  } finally {
    counts.releaseAll();
  }
}

/** The order of computation. Results of routines go first: they determine the size of lists, which other nodes know only by the name of the axis. */
function listsFirst(roots: readonly Node[], known: ReadonlyMap<Node, unknown>): Node[] {
  const order = topologicalOrder(roots, known);
  const lists = order.filter((node) => node.op === "result");
  return lists.length ? topologicalOrder([...lists, ...roots], known) : order;
}

/** How often each node is needed: as an argument of what is computed, and as a root. */
function countUses(order: readonly Node[], roots: readonly Node[], known: ReadonlyMap<Node, unknown>) {
  const uses = new Map<Node, number>();
  const needed = [...roots, ...order.filter((node) => !known.has(node)).flatMap((node) => node.args)];
  for (const node of needed) uses.set(node, (uses.get(node) ?? 0) + 1);
  return uses;
}

/** What a node computes: one value, or all results of a routine. */
function* valuesOf<V>(
  backend: Backend<V>,
  node: Node,
  made: ReadonlyMap<Node, readonly V[]>,
  bindings: Bindings<V>,
  axisSizes: AxisSizes,
): Generator<readonly V[], readonly V[], readonly HostTensor[]> {
  const known = bindings.known?.get(node);
  if (known !== undefined) return [known];
  if (isLeaf(node)) return [leaf(backend, node, bindings, axisSizes)];
  if (node.op === "result") return [picked(node, made)];
  const args = node.args.map((arg) => made.get(arg)![0]!);
  if (node.op === "detach") return args;
  if (isRoutine(node)) {
    if (backend.routines[node.op])
      return backend.scoped(
        () => dispatch(backend.routines as Routines<RoutineOp, V>, node, args, axisSizes.all),
        (results) => results,
      );
    const read = yield args;
    return backend.scoped(
      () => backend.hostRoutine(node, read).map(({ data, shape }) => backend.upload(data, shape)),
      (results) => results,
    );
  }
  return [
    backend.scoped(
      () => lowered(backend, node, args, axisSizes.all),
      (value) => [value],
    ),
  ];
}

function lowered<V>(backend: Backend<V>, node: Node<CoreOp | DerivedOp>, args: readonly V[], sizes: Sizes): V {
  if (!isDerived(node)) return dispatch(backend.core, node, args, sizes);
  const lowering = backend.derived[node.op];
  if (!lowering) throw new Error(`\`${node.op}\` must be legalized before it runs on the ${backend.name} backend.`);
  return (lowering as (node: Node, args: readonly V[], sizes: Sizes) => V)(node, args, sizes);
}

function leaf<V>(backend: Backend<V>, node: Node<LeafOp>, bindings: Bindings<V>, axisSizes: AxisSizes): V {
  const upload = (data: readonly number[], shape: readonly number[]) =>
    backend.scoped(
      () => backend.upload(data, shape),
      (value) => [value],
    );
  switch (node.op) {
    case "input":
      return input(backend, node, bindings, axisSizes, upload);
    case "constant":
      return upload([node.attributes.value], []);
    case "vector": {
      const { values } = node.attributes;
      return upload(values, [values.length]);
    }
    case "axisSize":
      return upload([axisSizes.of(node.attributes.axis)], []);
    case "iota": {
      const length = axisSizes.of(node.attributes.axis);
      return upload(
        Array.from({ length }, (_, i) => i),
        [length],
      );
    }
  }
}

function input<V>(
  backend: Backend<V>,
  node: Node<"input">,
  bindings: Bindings<V>,
  axisSizes: AxisSizes,
  upload: (data: readonly number[], shape: readonly number[]) => V,
): V {
  const { name, axes } = node.attributes;
  const tensor = bindings.tensors.get(name);
  if (tensor !== undefined) {
    requireShape(name, axes, backend.shape(tensor), axisSizes);
    return tensor;
  }
  const scalar = axes.length ? undefined : bindings.scalars.get(name);
  if (scalar === undefined) throw new Error(`The input \`${name}\` was not given.`);
  return upload([scalar], []);
}

function requireShape(name: string, axes: readonly Axis[], shape: readonly number[], axisSizes: AxisSizes): void {
  const expected = axes.map((axis) => axisSizes.of(axis));
  if (shape.length === expected.length && shape.every((length, i) => length === expected[i])) return;
  const names = axes.map((axis, i) => `${axis} ${expected[i]}`).join(", ");
  throw new RangeError(`The input \`${name}\` has the shape [${shape.join(", ")}]; it should be [${names}].`);
}

function picked<V>(node: Node<"result">, made: ReadonlyMap<Node, readonly V[]>): V {
  const value = made.get(node.args[0]!)![node.attributes.index];
  if (value === undefined) throw new Error(`\`${node.args[0]!.op}\` has no result ${node.attributes.index}.`);
  return value;
}
