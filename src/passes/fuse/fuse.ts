import { topologicalOrder } from "../../graph/graph.js";
import type { Axis } from "../../graph/ops/axes.js";
import { isLeaf, isReduction, isStencil, type Node, type ReductionOp } from "../../graph/ops.js";
import { costOf, keep, load, type Width } from "./cost.js";
import { type Domain, domainOf, isImage, type LoopLimits } from "./domains.js";

/** One pass over the pixels, which computes all needed values of one depth together. */
export interface PixelKernel {
  readonly kind: "pixels";
  /** Everything computed in it, arguments first. */
  readonly nodes: readonly Node[];
  /** Values it writes to memory. */
  readonly stores: readonly Node[];
  /** Sums and extrema over images it finds. */
  readonly reductions: readonly Node<ReductionOp>[];
  /** Images it reads from memory. */
  readonly reads: readonly Node[];
  /** Per-image numbers it reads. */
  readonly tables: readonly Node[];
}

/** A run of computations on tables. */
export interface TableKernel {
  readonly kind: "table";
  readonly nodes: readonly Node[];
}

/** A routine, or an operation that is computed by itself. */
export interface ExternalStep {
  readonly kind: "external";
  readonly node: Node;
  readonly why: string;
}

export type FusedStep = PixelKernel | TableKernel | ExternalStep;

export interface Schedule {
  readonly steps: readonly FusedStep[];
  readonly place: ReadonlyMap<Node, Domain>;
}

/** The target a schedule is made for. */
export interface Shapes extends LoopLimits {
  readonly space: readonly Axis[];
  readonly width: Width;
}

/**
 * Gathers the computations behind some roots into few passes over memory.
 *
 * The depth of a value is the number of passes that must be complete before it can be computed: one for each sum over an image, each image whose neighbours are read
 * and each routine that it depends on. All needed values of one depth share one loop over the pixels. A value of an earlier loop is stored or computed again,
 * whichever is cheaper.
 */
export function fuse(roots: readonly Node[], known: { has(node: Node): boolean }, shapes: Shapes): Schedule {
  return new Fusion(topologicalOrder(roots, known), roots, known, shapes).schedule();
}

class Fusion {
  readonly #order: readonly Node[];
  readonly #roots: ReadonlySet<Node>;
  readonly #known: { has(node: Node): boolean };
  readonly #shapes: Shapes;
  readonly #place = new Map<Node, Domain>();
  readonly #why = new Map<Node, string>();
  /** For pixels: the loop that computes a value first. For the others: the loop before which it is there. */
  readonly #depth = new Map<Node, number>();
  /** Images that lie in memory, and the loop or step of that depth which puts them there. */
  readonly #inMemory = new Map<Node, number>();
  /** By depth, in order of need: tables and what is apart, reductions of images among them, and images that loops must keep. */
  readonly #between = new Map<number, Node[]>();
  readonly #reductions = new Map<number, Node<ReductionOp>[]>();
  readonly #stores = new Map<number, Node[]>();
  /** The first loop that computes a value on its way. */
  readonly #computedIn = new Map<Node, number>();

  constructor(order: readonly Node[], roots: readonly Node[], known: { has(node: Node): boolean }, shapes: Shapes) {
    this.#order = order;
    this.#roots = new Set(roots);
    this.#known = known;
    this.#shapes = shapes;
  }

  schedule(): Schedule {
    for (const node of this.#order) this.#settle(node);
    const deepest = this.#sort();
    const kernels: PixelKernel[] = [];
    for (let depth = 0; depth <= deepest; depth++) kernels.push(this.#kernel(depth));
    const stores = kernels.map((kernel) => new Set(kernel.stores));
    for (const [node, depth] of this.#inMemory)
      if (this.#place.get(node) === "pixels" && this.#computed(node)) stores[depth]!.add(node);
    const steps: FusedStep[] = [];
    for (let depth = 0; depth <= deepest; depth++) {
      steps.push(...this.#before(depth));
      const kernel = { ...kernels[depth]!, stores: [...stores[depth]!] };
      if (kernel.stores.length || kernel.reductions.length) steps.push(kernel);
    }
    return { steps, place: this.#place };
  }

  /** Sorts by depth what is computed; says how deep it goes. */
  #sort(): number {
    let deepest = 0;
    for (const node of this.#order) {
      const [place, depth] = [this.#place.get(node)!, this.#depth.get(node)!];
      deepest = Math.max(deepest, depth);
      if (!this.#computed(node)) continue;
      if (place !== "pixels") enlist(this.#between, depth, node);
      else if (this.#inMemory.has(node)) enlist(this.#stores, this.#inMemory.get(node)!, node);
      if (place === "table" && isReduction(node) && isImage(node.args[0]!.axes, this.#shapes.space))
        enlist(this.#reductions, depth, node);
    }
    return deepest;
  }

  #computed = (node: Node): boolean => !isLeaf(node) && !this.#known.has(node);

  /** Where and how deep a node is computed; its arguments are settled. */
  #settle(node: Node): void {
    const { place, why } = this.#known.has(node)
      ? { place: isImage(node.axes, this.#shapes.space) ? ("pixels" as const) : ("table" as const), why: undefined }
      : domainOf(node, this.#shapes.space, this.#shapes);
    this.#place.set(node, place);
    if (why) this.#why.set(node, why);
    if (!this.#computed(node)) {
      this.#depth.set(node, 0);
      if (place === "pixels" && (this.#known.has(node) || node.op === "input")) this.#inMemory.set(node, 0);
      return;
    }
    if (place === "pixels") this.#depth.set(node, isStencil(node) ? this.#aroundDepth(node) : this.#argsDepth(node));
    else if (place === "table") this.#depth.set(node, this.#tableDepth(node));
    else {
      for (const arg of node.args) this.#toMemory(arg);
      this.#depth.set(node, Math.max(0, ...node.args.map((arg) => this.#thereAt(arg))));
      if (isImage(node.axes, this.#shapes.space)) this.#inMemory.set(node, this.#depth.get(node)!);
    }
    if (this.#roots.has(node)) this.#toMemory(node);
  }

  #argsDepth = (node: Node): number => Math.max(0, ...node.args.map((arg) => this.#depth.get(arg)!));

  /** From which loop on something that is no part of a loop can use a value. */
  #thereAt(node: Node): number {
    const depth = this.#depth.get(node)!;
    return this.#place.get(node) === "pixels" && this.#computed(node) ? depth + 1 : depth;
  }

  #tableDepth(node: Node): number {
    if (
      isReduction(node) &&
      this.#place.get(node.args[0]!) !== "table" &&
      isImage(node.args[0]!.axes, this.#shapes.space)
    )
      return this.#depth.get(node.args[0]!)! + 1;
    if (node.op === "gather") {
      this.#toMemory(node.args[0]!);
      return Math.max(...node.args.map((arg) => this.#thereAt(arg)));
    }
    return this.#argsDepth(node);
  }

  /** Neighbours are read from memory; of what is cheap to compute there, from what it is computed of. */
  #aroundDepth(node: Node): number {
    const arg = node.args[0]!;
    if (this.#inMemory.has(arg)) return Math.max(this.#depth.get(node.args[0]!)!, this.#memoryDepth(arg));
    const leaves = this.#again(node, arg);
    if (leaves !== undefined) return Math.max(0, ...leaves);
    this.#toMemory(arg);
    return this.#memoryDepth(arg);
  }

  /** The loop from which on an image in memory can be read around a pixel. */
  #memoryDepth = (node: Node): number =>
    this.#computed(node) && this.#place.get(node) === "pixels" ? this.#inMemory.get(node)! + 1 : this.#depth.get(node)!;

  #toMemory(node: Node): void {
    if (isImage(node.axes, this.#shapes.space) && !this.#inMemory.has(node))
      this.#inMemory.set(node, this.#depth.get(node)!);
  }

  /**
   * The depths of the arguments of a value that is cheaper to compute at every neighbour than to store; undefined for other values, and where a value beyond the border
   * would itself depend on values beyond the border.
   */
  #again(around: Node, value: Node): number[] | undefined {
    const reach = neighboursOf(around);
    const budget = keep + load * reach + 4;
    const depths: number[] = [];
    let cost = 0;
    const visit = (node: Node): boolean => {
      if (this.#inMemory.has(node)) {
        cost += load * this.#shapes.width(node.axes) * reach;
        depths.push(this.#memoryDepth(node));
      } else if (this.#place.get(node) === "table" || isLeaf(node)) depths.push(this.#depth.get(node)!);
      else {
        if (isStencil(node)) return false;
        cost += costOf(node, this.#shapes.width) * reach;
        return cost <= budget * this.#shapes.width(value.axes) && node.args.every(visit);
      }
      return cost <= budget * this.#shapes.width(value.axes);
    };
    return readsEdge(around) ? undefined : visit(value) ? depths : undefined;
  }

  /** What one loop over the pixels computes: all that is needed of this depth. */
  #kernel(depth: number): PixelKernel {
    const reductions = this.#reductions.get(depth + 1) ?? [];
    const stores = this.#stores.get(depth) ?? [];
    const sinks = [...reductions.map((node) => node.args[0]!), ...stores];
    const kept = this.#kept(sinks, depth);
    const cone = this.#cone(sinks, depth, kept);
    for (const node of cone.reads) if (kept.has(node)) this.#inMemory.set(node, this.#computedIn.get(node)!);
    for (const node of cone.nodes) if (!this.#computedIn.has(node)) this.#computedIn.set(node, depth);
    return { kind: "pixels", stores, reductions, ...cone };
  }

  /** Values of earlier loops that are cheaper to store than to compute again. */
  #kept(sinks: readonly Node[], depth: number): ReadonlySet<Node> {
    const kept = new Set<Node>();
    const again = new Map<Node, number>();
    for (const node of topologicalOrder(sinks, { has: (n) => this.#endsCone(n, depth) })) {
      if (this.#endsCone(node, depth)) {
        again.set(node, isImage(node.axes, this.#shapes.space) ? load * this.#shapes.width(node.axes) : 0);
        continue;
      }
      const cost = node.args.reduce((sum, arg) => sum + again.get(arg)!, costOf(node, this.#shapes.width));
      const worth = this.#computedIn.has(node) && cost > keep * this.#shapes.width(node.axes);
      if (worth) kept.add(node);
      again.set(node, worth ? load * this.#shapes.width(node.axes) : cost);
    }
    return kept;
  }

  /** Whether a loop of some depth finds a value ready: in memory, in a table, or a constant. */
  #endsCone(node: Node, depth: number): boolean {
    if (this.#place.get(node) !== "pixels" || !this.#computed(node)) return true;
    const since = this.#inMemory.get(node);
    return since !== undefined && since < depth;
  }

  #cone(sinks: readonly Node[], depth: number, kept: ReadonlySet<Node>) {
    const ready = { has: (node: Node) => kept.has(node) || this.#endsCone(node, depth) };
    const nodes: Node[] = [];
    const reads: Node[] = [];
    const tables: Node[] = [];
    for (const node of topologicalOrder(sinks, ready)) {
      if (!ready.has(node)) nodes.push(node);
      else if (isImage(node.axes, this.#shapes.space)) reads.push(node);
      else if (!isLeaf(node) || node.op === "input" || node.op === "axisSize") tables.push(node);
    }
    return { nodes, reads, tables };
  }

  /** What happens before the loop of some depth, in order of need. */
  #before(depth: number): FusedStep[] {
    const steps: (ExternalStep | { kind: "table"; nodes: Node[] })[] = [];
    for (const node of this.#between.get(depth) ?? []) {
      if (this.#place.get(node) === "external") {
        if (node.op !== "result") steps.push({ kind: "external", node, why: this.#why.get(node) ?? "" });
        continue;
      }
      const last = steps.at(-1);
      if (last?.kind === "table") last.nodes.push(node);
      else steps.push({ kind: "table", nodes: [node] });
    }
    return steps;
  }
}

function enlist<N extends Node>(lists: Map<number, N[]>, depth: number, node: N): void {
  const list = lists.get(depth);
  if (list) list.push(node);
  else lists.set(depth, [node]);
}

/** How many neighbours of each pixel an operation looks at. */
function neighboursOf(node: Node): number {
  if (node.op === "reduceWindow") {
    const { before, after } = node.attributes;
    return before + after + 1;
  }
  if (node.op === "convolve") return node.attributes.values.filter((w) => w !== 0).length;
  return 1;
}

/** Whether what lies at the edge is read in place of what lies beyond: from memory only. */
const readsEdge = (node: Node): boolean =>
  node.op === "shiftTranspose" || (node.op === "shift" && node.attributes.border === "edge");
