import { isLeaf, isStencil, type Node } from "../../graph/ops.js";
import { isImage } from "../../passes/fuse/domains.js";
import type { PixelKernel } from "../../passes/fuse/fuse.js";
import { Arena } from "./arena.js";
import { makesOf, readsOf, type Work } from "./steps.js";
import { entriesOf, isBatched, type PixelGrid } from "./wgsl/grid.js";
import type { ValueLocation } from "./wgsl/shader.js";

/** What lies where in the workspace, settled while the shaders are written: a value has its place until its last use. */
export class GpuWorkspace {
  readonly #grid: PixelGrid;
  readonly #places: Map<Node, ValueLocation>;
  readonly #arena = new Arena();
  /** Values whose place another value has taken over. */
  readonly #overwritten = new Set<Node>();

  constructor(grid: PixelGrid, places: Map<Node, ValueLocation>) {
    this.#grid = grid;
    this.#places = places;
  }

  /** Entries it must have. */
  get length(): number {
    return this.#arena.length;
  }

  /** Room for some entries; its start. */
  take(entries: number): number {
    return this.#arena.take(entries);
  }

  giveBack(start: number): void {
    this.#arena.giveBack(start);
  }

  place(node: Node): void {
    this.#places.set(node, { kind: "workspace", start: this.#arena.take(entriesOf(node.axes, this.#grid.sizes)) });
  }

  /** A pass that looks at no neighbours has read a pixel before it writes it: it may write over what is read for the last time. */
  reuse(kernel: PixelKernel, dead: readonly Node[]): void {
    if (kernel.nodes.some(isStencil)) return;
    const inWorkspace = (node: Node) => this.#places.get(node)?.kind === "workspace";
    // An image for all samples is read again for the next one.
    const free = kernel.reads.filter((node) => dead.includes(node) && inWorkspace(node) && isBatched(node));
    const entries = (node: Node) => entriesOf(node.axes, this.#grid.sizes);
    for (const node of kernel.stores.filter(isBatched)) {
      const at = free.findIndex((other) => entries(other) === entries(node));
      const [other] = at < 0 ? [] : free.splice(at, 1);
      if (!other) continue;
      this.#places.set(node, this.#places.get(other)!);
      this.#overwritten.add(other);
    }
  }

  /** After its last use. Tables are short, and stay. */
  free(node: Node): void {
    const place = this.#places.get(node);
    if (place?.kind !== "workspace" || !isImage(node.axes, this.#grid.space) || this.#overwritten.has(node)) return;
    this.#arena.giveBack(place.start);
  }
}

/** By work: what nothing needs any more after it. */
export function lastUses(works: readonly Work[], roots: ReadonlySet<Node>): Node[][] {
  const last = new Map<Node, number>();
  works.forEach((work, i) => {
    for (const node of [...makesOf(work), ...readsOf(work)]) last.set(node, i);
  });
  const dead: Node[][] = works.map(() => []);
  for (const [node, i] of last) if (!roots.has(node) && !isLeaf(node)) dead[i]!.push(node);
  return dead;
}
