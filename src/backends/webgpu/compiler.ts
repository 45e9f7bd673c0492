import type { Node } from "../../graph/ops.js";
import { classCount } from "../axis-sizes.js";
import { finiteChecks } from "./finite-check.js";
import { type GpuKernel, kernelOf } from "./kernel.js";
import { madeAlone, type Placement } from "./placement.js";
import { makesOf, readsOf, type Work } from "./steps.js";
import { copyAtOnce, writeCopies } from "./wgsl/copies.js";
import { distanceGroups, passesOf, writeDistance } from "./wgsl/distance.js";
import { finishGroups, writeFinish } from "./wgsl/finish.js";
import { entriesOf, type PixelGrid } from "./wgsl/grid.js";
import { foundBy, sharesOf, writePixels } from "./wgsl/pixels.js";
import { Shader, workgroupSize as usual, type ValueLocation } from "./wgsl/shader.js";
import { tableLines } from "./wgsl/tables.js";
import { GpuWorkspace, lastUses } from "./workspace.js";

/** What a run does at a time. */
export type GpuCommand =
  | { readonly kind: "kernel"; readonly kernel: GpuKernel }
  | { readonly kind: "routine" | "single"; readonly node: Node; readonly results: readonly Node<"result">[] };

/** A command, and the tensors that nothing needs after it. */
export type GpuStep = readonly [does: GpuCommand, done: readonly Node[]];

/** Writes the shaders of some works, one after the other, and allocates in the workspace what they make. */
export class Compiler {
  readonly #grid: PixelGrid;
  readonly #places: Map<Node, ValueLocation>;
  readonly #copied: Set<Node>;
  readonly #roots: ReadonlySet<Node>;
  readonly #order: readonly Node[];
  readonly #workspace: GpuWorkspace;
  readonly #stages: [GpuCommand, Node[]][] = [];
  #finiteChecks: ReadonlyMap<Node<"input">, Work> = new Map();
  readonly #flags = new Map<Node<"input">, Node>();

  constructor(grid: PixelGrid, { places, copied }: Placement, roots: ReadonlySet<Node>, order: readonly Node[]) {
    this.#grid = grid;
    this.#places = places;
    this.#workspace = new GpuWorkspace(grid, places);
    this.#copied = new Set(copied);
    this.#roots = roots;
    this.#order = order;
  }

  get workspace(): number {
    return this.#workspace.length;
  }

  /** Predictions that loops over pixels check. Each has a flag at the beginning of the workspace, in this order: 1 where a number is not finite. */
  get finiteChecked(): readonly Node<"input">[] {
    return [...this.#finiteChecks.keys()];
  }

  compile(works: readonly Work[]): GpuStep[] {
    this.#finiteChecks = finiteChecks(works, this.#roots);
    for (const input of this.finiteChecked) {
      const flag: Node = { ...input, axes: [] };
      this.#workspace.place(flag);
      this.#flags.set(input, flag);
    }
    const dead = lastUses(works, this.#roots);
    works.forEach((work, i) => {
      if (work.kind === "pixels" || work.kind === "table") this.#copy(readsOf(work).filter((n) => this.#copied.has(n)));
      this.#compile(work, dead[i]!);
      this.#free(dead[i]!);
    });
    return this.#stages;
  }

  #compile(work: Work, dead: readonly Node[]): void {
    switch (work.kind) {
      case "pixels":
        this.#pixels(work, dead);
        return;
      case "table": {
        for (const node of work.nodes) this.#workspace.place(node);
        const shader = new Shader(this.#places, "workspace");
        this.#kernel(kernelOf(shader, tableLines(shader, this.#grid, work.nodes), { groups: 1 }));
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

  #pixels(work: Work & { kind: "pixels" }, dead: readonly Node[]): void {
    const { kernel } = work;
    const grid = this.#grid;
    const checked = new Map([...this.#flags].filter(([input]) => this.#finiteChecks.get(input) === work));
    const { groups, threads } = sharesOf(grid, kernel.reductions.length + checked.size > 0);
    if (madeAlone(work, this.#roots)) {
      const [node] = kernel.stores as [Node];
      const shader = new Shader(this.#places, "tensor");
      const lines = writePixels(shader, grid, kernel, 0);
      this.#kernel(kernelOf(shader, lines, { groups, makes: { node, entries: entriesOf(node.axes, grid.sizes) } }));
      return;
    }
    this.#workspace.reuse(kernel, dead);
    for (const node of makesOf(work)) if (!this.#places.has(node)) this.#workspace.place(node);
    const found = foundBy(kernel, checked, (node) => classCount(node.axes, grid.sizes));
    const width = found.reduce((sum, { count }) => sum + count, 0);
    const partials = width > 0 ? this.#workspace.take(width * groups) : 0;
    const shader = new Shader(this.#places, "workspace");
    this.#kernel(kernelOf(shader, writePixels(shader, grid, kernel, partials, checked), { groups, threads }));
    if (width === 0) return;
    const second = new Shader(this.#places, "workspace");
    this.#kernel(
      kernelOf(second, writeFinish(second, grid, found, partials), { groups: finishGroups(found, grid), threads }),
    );
    this.#workspace.giveBack(partials);
  }

  /** Each pass leaves a tensor for the next. */
  #distance(node: Node<"distanceTransform">): void {
    const entries = entriesOf(node.axes, this.#grid.sizes);
    let from = node.args[0]!;
    for (const pass of passesOf(node)) {
      const made: Node = pass.last ? node : { ...node };
      this.#places.set(made, { kind: "tensor" });
      const shader = new Shader(this.#places, "tensor");
      const lines = writeDistance(shader, this.#grid, node, { ...pass, from });
      this.#kernel(
        kernelOf(shader, lines, { groups: distanceGroups(node, this.#grid), makes: { node: made, entries } }),
      );
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
      const starts = entries.map((count) => this.#workspace.take(count));
      const lines = writeCopies(shader, part, entries, starts);
      this.#kernel(kernelOf(shader, lines, { groups: Math.ceil(Math.max(...entries) / usual) }));
      part.forEach((node, k) => {
        this.#places.set(node, { kind: "workspace", start: starts[k]! });
        this.#copied.delete(node);
      });
    }
  }

  #kernel(kernel: GpuKernel): void {
    this.#stages.push([{ kind: "kernel", kernel }, []]);
  }

  #free(nodes: readonly Node[]): void {
    for (const node of nodes)
      if (this.#places.get(node)?.kind === "tensor") this.#stages.at(-1)![1].push(node);
      else this.#workspace.free(node);
  }
}
