import type { AnyBackend, Bindings } from "../../src/backends/backend.js";
import { execute, executeAsync } from "../../src/backends/interpret.js";
import { legalize } from "../../src/backends/legalize.js";
import { gradient } from "../../src/graph/gradient.js";
import { Graph } from "../../src/graph/graph.js";
import { type Axis, spaceAxes } from "../../src/graph/ops/axes.js";
import type { Node } from "../../src/graph/ops.js";
import { constant, Expr, type Scope } from "../../src/graph/trace.js";

const golden = (Math.sqrt(5) - 1) / 2;

/**
 * `count` distinct numbers spread over a range in a scattered order, as float32 has them: no two near enough for a finite difference to meet a tie, and (by the
 * power) no two pairs equally far apart.
 */
export const scattered = (count: number, low: number, high: number, seed: number): number[] =>
  Array.from({ length: count }, (_, i) => {
    const even = ((i + 0.31 * seed + 0.17) * golden) % 1;
    return Math.fround(low + (high - low) * even ** 1.25);
  });

interface Given {
  readonly node: Node<"input">;
  readonly data: readonly number[];
  readonly differentiable: boolean;
}

/** A graph under test, with the inputs it was built from and their values. */
export class World {
  readonly graph = new Graph();
  readonly scope: Scope;
  readonly sizes: ReadonlyMap<Axis, number>;
  readonly given = new Map<string, Given>();

  /** `lengths` of the batch and the spatial axes; `lists` are axes of further inputs. */
  constructor(
    rank: 2 | 3 = 2,
    classes = 3,
    lengths: readonly number[] = rank === 2 ? [2, 3, 4] : [2, 2, 3, 4],
    lists: Readonly<Record<Axis, number>> = {},
  ) {
    this.scope = { graph: this.graph, space: spaceAxes(rank) };
    this.sizes = new Map<Axis, number>([
      ...this.pixels.map((axis, i) => [axis, lengths[i]!] as const),
      ["class", classes],
      ...Object.entries(lists),
    ]);
  }

  get pixels(): readonly Axis[] {
    return ["batch", ...this.scope.space];
  }
  get full(): readonly Axis[] {
    return [...this.pixels, "class"];
  }
  get classes(): number {
    return this.sizes.get("class")!;
  }

  size(axes: readonly Axis[]): number {
    return axes.reduce((count, axis) => count * this.sizes.get(axis)!, 1);
  }
  value(axes: readonly Axis[], low = -2, high = 2): Expr {
    return this.#input(axes, scattered(this.size(axes), low, high, this.given.size), true);
  }
  exactly(axes: readonly Axis[], data: readonly number[], differentiable = true): Expr {
    return this.#input(axes, data, differentiable);
  }
  /** Numbers repeated to fill the axes, which no gradient is asked for: positions, masks. */
  fixed(axes: readonly Axis[], pattern: readonly number[]): Expr {
    const data = Array.from({ length: this.size(axes) }, (_, i) => pattern[i % pattern.length]!);
    return this.#input(axes, data, false);
  }
  number(value: number): Expr {
    return constant(this.scope, value);
  }
  /** The same scope, where only some pixels count. */
  masked(valid: Expr): (x: Expr) => Expr {
    const scope = { ...this.scope, valid: valid.node };
    return (x) => new Expr(scope, x.node);
  }

  #input(axes: readonly Axis[], data: readonly number[], differentiable: boolean): Expr {
    const name = `input${this.given.size}`;
    const node = this.graph.node("input", [], { name, axes });
    this.given.set(name, { node, data, differentiable });
    return new Expr(this.scope, node);
  }

  /** A scalar that depends on every entry of a value in a way of its own. */
  weighted(x: Expr): Expr {
    const bound = x.axes.every((axis) => this.sizes.has(axis));
    const probe = bound ? this.exactly(x.axes, scattered(this.size(x.axes), 0.5, 1.5, 7), false) : this.number(1);
    return x.mul(probe).sumOver(x.axes);
  }

  get wanted(): readonly Given[] {
    return [...this.given.values()].filter((input) => input.differentiable);
  }
  gradients(root: Expr): Node[] {
    const inputs = this.wanted.map(({ node }) => node);
    return gradient(this.graph, root.node, inputs);
  }

  bindings<V>(backend: AnyBackend<V>): Bindings<V> {
    const tensors = new Map(
      [...this.given].map(([name, { node, data }]) => [
        name,
        backend.upload(
          data,
          node.axes.map((axis) => this.sizes.get(axis)!),
        ),
      ]),
    );
    return { tensors, scalars: new Map(), sizes: this.sizes };
  }
}

/** The contents of each root. */
export function compute<V>(backend: AnyBackend<V>, world: World, roots: readonly Node[]): number[][] {
  const bindings = world.bindings(backend);
  const results = execute(backend, legalize(world.graph, backend, roots), bindings);
  const read = results.map((value) => [...Array.from(backend.readSync(value).data)]);
  for (const value of [...results, ...bindings.tensors.values()]) backend.dispose(value);
  return read;
}

export async function computeAsync<V>(
  backend: AnyBackend<V>,
  world: World,
  roots: readonly Node[],
): Promise<number[][]> {
  const bindings = world.bindings(backend);
  const results = await executeAsync(backend, legalize(world.graph, backend, roots), bindings);
  const read = await Promise.all(results.map(async (value) => Array.from((await backend.read(value)).data)));
  for (const value of [...results, ...bindings.tensors.values()]) backend.dispose(value);
  return read;
}
