import { topologicalOrder } from "../../graph/graph.js";
import type { Node } from "../../graph/ops.js";
import { AxisSizes } from "../axis-sizes.js";
import { type Bindings, type GeneralExecution, type HostTensor, NotExpressible, OutOfMemory } from "../backend.js";
import { inParts } from "./samples.js";
import type { WasmValue } from "./value.js";

/** How some roots are computed: so many samples at a time, or operation by operation. */
type Way = number | "general";

/** What an execution asks of the backend. */
interface Means {
  /** Computes roots by kernels, as a whole. */
  kernels(roots: readonly Node[], bindings: Bindings<WasmValue>): WasmValue[];
  content(value: WasmValue): HostTensor;
  dispose(value: WasmValue): void;
  readonly general: GeneralExecution;
  /** Frees what can be made again: whether there was anything. */
  relieve(): boolean;
  warn(message: string): void;
}

/** Computes roots as a whole where the memory of the kernels has room for them, else sample by sample, else operation by operation on the host. */
export class Execution {
  readonly #means: Means;
  /** By the first root and the rest of what is asked: ways that had to be found because others can never do. */
  #ways = new WeakMap<Node, Map<string, Way>>();
  #warned = false;

  constructor(means: Means) {
    this.#means = means;
  }

  /** @throws {OutOfMemory} where no way has room. */
  run(roots: readonly Node[], bindings: Bindings<WasmValue>): WasmValue[] {
    const found = this.#ways.get(roots[0]!);
    let way: Way = found?.get(keyOf(roots, bindings)) ?? bindings.sizes.get("batch") ?? 1;
    let relieved = false;
    let reason: unknown;
    for (;;) {
      try {
        const values = this.#compute(way, roots, bindings);
        if (way === "general" && reason instanceof Error) this.#warn(reason);
        return values;
      } catch (error) {
        if (error instanceof OutOfMemory && !isForGood(error) && !relieved) {
          relieved = true;
          if (this.#means.relieve()) continue;
        }
        const next = wayAfter(way, error);
        if (next === undefined) throw error;
        way = next;
        if (isForGood(error)) this.#remember(roots, bindings, way);
        reason = error;
      }
    }
  }

  #compute(way: Way, roots: readonly Node[], bindings: Bindings<WasmValue>): WasmValue[] {
    const { kernels, content, dispose, general } = this.#means;
    if (way === "general") {
      requireRoom(roots, bindings);
      const contents = <K>(values: ReadonlyMap<K, WasmValue> = new Map()) =>
        new Map([...values].map(([key, value]) => [key, content(value)] as const));
      return [...general(roots, { ...bindings, tensors: contents(bindings.tensors), known: contents(bindings.known) })];
    }
    if (way >= (bindings.sizes.get("batch") ?? 1)) return kernels(roots, bindings);
    const take = (value: WasmValue) => {
      const taken = content(value);
      dispose(value);
      return taken;
    };
    const values = inParts(roots, bindings, way, { compute: kernels, take });
    if (!values) throw new NotExpressible("Its samples cannot be computed one after the other.");
    return values;
  }

  #remember(roots: readonly Node[], bindings: Bindings<WasmValue>, way: Way): void {
    const ways = this.#ways.get(roots[0]!) ?? new Map<string, Way>();
    this.#ways.set(roots[0]!, ways);
    // Sizes that come only once must not pile up: what is forgotten is found again.
    if (ways.size >= 64) ways.clear();
    ways.set(keyOf(roots, bindings), way);
  }

  #warn({ message }: Error): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#means.warn(
      `losslang: this step is computed operation by operation, which takes much longer than by fused kernels, since these cannot do it: ${message}`,
    );
  }
}

const keyOf = (roots: readonly Node[], { sizes }: Bindings<WasmValue>): string =>
  `${roots.map((root) => root.id)}|${[...sizes].flat()}`;

/** What to try when a way has failed. */
function wayAfter(way: Way, error: unknown): Way | undefined {
  if (way === "general") return undefined;
  if (error instanceof OutOfMemory) return way > 1 ? Math.ceil(way / 2) : "general";
  return error instanceof NotExpressible ? "general" : undefined;
}

/** Whether the same would fail again whatever else lies in memory. */
const isForGood = (error: unknown): boolean =>
  error instanceof NotExpressible || (error instanceof OutOfMemory && error.wanted > error.capacity);

/** Bytes that the host may take for what is computed operation by operation. */
const hostRoom = (): number => {
  const { process } = globalThis as { process?: { availableMemory?(): number } };
  return 0.8 * (process?.availableMemory?.() ?? 4 * 2 ** 30);
};

/** @throws {OutOfMemory} where the values that are needed at a time take more than the host has. */
function requireRoom(roots: readonly Node[], { sizes, known }: Bindings<WasmValue>): void {
  const order = topologicalOrder(roots, known);
  const lengths = new AxisSizes(sizes, order).all;
  const bytes = (node: Node) => 8 * node.axes.reduce((size, axis) => size * (lengths.get(axis) ?? 1), 1);
  const left = new Map<Node, number>();
  for (const node of [...roots, ...order.flatMap(({ args }) => args)]) left.set(node, (left.get(node) ?? 0) + 1);
  let [live, peak] = [0, 0];
  for (const node of order) {
    live += bytes(node);
    peak = Math.max(peak, live);
    for (const arg of known?.has(node) ? [] : node.args) {
      left.set(arg, left.get(arg)! - 1);
      if (left.get(arg) === 0) live -= bytes(arg);
    }
  }
  const room = hostRoom();
  if (peak > room) throw new OutOfMemory(peak, room, room);
}
