import { isSpatial } from "../../graph/axes.js";
import { inOrder } from "../../graph/graph.js";
import { isLeaf, type Node } from "../../graph/ops.js";
import { widthBy } from "../../passes/fuse/cost.js";
import { fuse, type Schedule } from "../../passes/fuse/fuse.js";
import { isImage } from "../../passes/fuse/places.js";
import type { Sizes } from "../backend.js";
import { AxisLengths } from "../lengths.js";
import { Arena } from "./arena.js";
import { classesOf, entriesOf, type Grid, gridOf } from "./grid.js";
import { type Kernel, kernelOf } from "./kernel.js";
import { type Layout, layOut, madeAlone } from "./layout.js";
import { makesOf, readsOf, type Work, worksOf } from "./steps.js";
import { copyAtOnce, writeCopies } from "./wgsl/copies.js";
import { distanceGroups, passesOf, writeDistance } from "./wgsl/distance.js";
import { finishGroups, writeFinish } from "./wgsl/finish.js";
import { foundBy, sharesOf, writePixels } from "./wgsl/pixels.js";
import { type Place, Shader, threads } from "./wgsl/shader.js";
import { writeTables } from "./wgsl/tables.js";

/** One thing to do in a run. */
export type Operation =
  | { readonly kind: "kernel"; readonly kernel: Kernel }
  | { readonly kind: "routine" | "single"; readonly node: Node; readonly results: readonly Node<"result">[] };

/** What is done, and which tensors nothing needs afterwards. */
export type Stage = readonly [does: Operation, done: readonly Node[]];

/** Some roots of a graph, compiled for shapes: the text of shaders, where everything lies, and the order of everything. Nothing in it belongs to a device. */
export class Executable {
  readonly schedule: Schedule;
  readonly grid: Grid;
  readonly roots: readonly Node[];
  readonly inputs: readonly Node<"input">[];
  readonly stages: readonly Stage[];
  readonly places: ReadonlyMap<Node, Place>;
  /** Entries of the workspace. */
  readonly workspace: number;

  constructor(
    roots: readonly Node[],
    known: { has(node: Node): boolean },
    sizes: Sizes,
    isNumber: (name: string) => boolean,
  ) {
    const order = inOrder(roots, known);
    const lengths = lengthsOf(order, sizes);
    this.roots = roots;
    this.grid = gridOf([...sizes.keys()].filter(isSpatial), lengths);
    this.schedule = fuse(roots, known, { space: this.grid.space, width: widthBy((axis) => lengths.get(axis) ?? 1) });
    const works = worksOf(this.schedule.steps, this.grid);
    const outside = order.filter((node) => known.has(node) || node.op === "result" || isUnmeasured(node, lengths));
    const inputs = order.filter((node): node is Node<"input"> => node.op === "input" && !known.has(node));
    this.inputs = inputs;
    const numbers = new Set<Node>(inputs.filter(({ attributes }) => isNumber(attributes.name)));
    const layout = layOut(works, new Set(roots), [...outside, ...inputs], (node) => numbers.has(node), this.grid);
    const compiler = new Compiler(this.grid, layout, new Set(roots), order);
    this.stages = compiler.compile(works);
    this.places = layout.places;
    this.workspace = compiler.workspace;
  }
}

/** All lengths that are known before anything runs: lists of constants tell theirs. */
function lengthsOf(order: readonly Node[], sizes: Sizes): Sizes {
  const lengths = new AxisLengths(sizes, order);
  for (const node of order)
    if (node.op === "vector") lengths.learn(node.axes, [(node as Node<"vector">).attributes.values.length]);
  return lengths.all;
}

/** A leaf that counts a list of which nobody knows beforehand how long it is. */
const isUnmeasured = (node: Node, sizes: Sizes): boolean =>
  node.op === "extent" && !sizes.has((node as Node<"extent">).attributes.axis);

class Compiler {
  readonly #grid: Grid;
  readonly #places: Map<Node, Place>;
  readonly #copied: Set<Node>;
  readonly #roots: ReadonlySet<Node>;
  readonly #order: readonly Node[];
  readonly #arena = new Arena();
  readonly #stages: [Operation, Node[]][] = [];

  constructor(grid: Grid, { places, copied }: Layout, roots: ReadonlySet<Node>, order: readonly Node[]) {
    this.#grid = grid;
    this.#places = places;
    this.#copied = new Set(copied);
    this.#roots = roots;
    this.#order = order;
  }

  get workspace(): number {
    return this.#arena.length;
  }

  compile(works: readonly Work[]): Stage[] {
    const dead = this.#lastUses(works);
    works.forEach((work, i) => {
      if (work.kind === "pixels" || work.kind === "table") this.#copy(readsOf(work).filter((n) => this.#copied.has(n)));
      this.#compile(work);
      this.#forget(dead[i]!);
    });
    return this.#stages;
  }

  #compile(work: Work): void {
    switch (work.kind) {
      case "pixels":
        this.#pixels(work);
        return;
      case "table": {
        for (const node of work.nodes) this.#place(node);
        const shader = new Shader(this.#places, "workspace");
        this.#kernel(kernelOf(shader, writeTables(shader, this.#grid, work.nodes), 1));
        return;
      }
      case "distance":
        this.#distance(work.node);
        return;
      default: {
        const results = this.#order.filter(
          (node): node is Node<"result"> => node.op === "result" && node.args[0] === work.node,
        );
        this.#stages.push([{ kind: work.kind, node: work.node, results }, []]);
      }
    }
  }

  #pixels(work: Work & { kind: "pixels" }): void {
    const { kernel } = work;
    const grid = this.#grid;
    const { groups } = sharesOf(grid, kernel.reductions.length > 0);
    if (madeAlone(work, this.#roots)) {
      const [node] = kernel.stores as [Node];
      const shader = new Shader(this.#places, "tensor");
      const lines = writePixels(shader, grid, kernel, 0);
      this.#kernel(kernelOf(shader, lines, groups, { node, entries: entriesOf(node.axes, grid.sizes) }));
      return;
    }
    for (const node of makesOf(work)) this.#place(node);
    const found = foundBy(kernel, (node) => classesOf(node.axes, grid.sizes));
    const width = found.reduce((sum, { count }) => sum + count, 0);
    const partials = width > 0 ? this.#arena.take(width * groups) : 0;
    const shader = new Shader(this.#places, "workspace");
    this.#kernel(kernelOf(shader, writePixels(shader, grid, kernel, partials), groups));
    if (width === 0) return;
    const second = new Shader(this.#places, "workspace");
    this.#kernel(kernelOf(second, writeFinish(second, grid, found, partials), finishGroups(found, grid)));
    this.#arena.giveBack(partials);
  }

  /** Each pass leaves a tensor for the next. */
  #distance(node: Node<"distance">): void {
    const entries = entriesOf(node.axes, this.#grid.sizes);
    let from = node.args[0]!;
    for (const pass of passesOf(node)) {
      const made: Node = pass.last ? node : { ...node };
      this.#places.set(made, { kind: "tensor" });
      const shader = new Shader(this.#places, "tensor");
      const lines = writeDistance(shader, this.#grid, node, { ...pass, from });
      this.#kernel(kernelOf(shader, lines, distanceGroups(node, this.#grid), { node: made, entries }));
      if (from !== node.args[0]) this.#stages.at(-1)![1].push(from);
      from = made;
    }
  }

  /** Brings tensors into the workspace, to stay. */
  #copy(nodes: readonly Node[]): void {
    for (let i = 0; i < nodes.length; i += copyAtOnce) {
      const part = nodes.slice(i, i + copyAtOnce);
      const entries = part.map(({ axes }) => entriesOf(axes, this.#grid.sizes));
      const shader = new Shader(this.#places, "workspace");
      const starts = entries.map((count) => this.#arena.take(count));
      const lines = writeCopies(shader, part, entries, starts);
      this.#kernel(kernelOf(shader, lines, Math.ceil(Math.max(...entries) / threads)));
      part.forEach((node, k) => {
        this.#places.set(node, { kind: "workspace", start: starts[k]! });
        this.#copied.delete(node);
      });
    }
  }

  #kernel(kernel: Kernel): void {
    this.#stages.push([{ kind: "kernel", kernel }, []]);
  }

  #place(node: Node): void {
    this.#places.set(node, { kind: "workspace", start: this.#arena.take(entriesOf(node.axes, this.#grid.sizes)) });
  }

  /** By work: what nothing needs any more after it. */
  #lastUses(works: readonly Work[]): Node[][] {
    const last = new Map<Node, number>();
    works.forEach((work, i) => {
      for (const node of [...makesOf(work), ...readsOf(work)]) last.set(node, i);
    });
    const dead: Node[][] = works.map(() => []);
    for (const [node, i] of last) if (!this.#roots.has(node) && !isLeaf(node.op)) dead[i]!.push(node);
    return dead;
  }

  #forget(nodes: readonly Node[]): void {
    for (const node of nodes) {
      const place = this.#places.get(node);
      if (place?.kind === "tensor") this.#stages.at(-1)![1].push(node);
      // Tables are short, and stay.
      else if (place?.kind === "workspace" && isImage(node.axes, this.#grid.space)) this.#arena.giveBack(place.start);
    }
  }
}
