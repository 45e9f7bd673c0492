import { type Axis, kindOf } from "../../graph/axes.js";
import { topologicalOrder } from "../../graph/graph.js";
import { isPrediction } from "../../graph/inputs.js";
import { isLeaf, isRoutine, type Node, type Op } from "../../graph/ops.js";
import { widthBy } from "../../passes/fuse/cost.js";
import { isImage, isTable } from "../../passes/fuse/domains.js";
import { type ExternalStep, fuse, type PixelKernel, type Schedule, type TableKernel } from "../../passes/fuse/fuse.js";
import { deadAfter } from "../../passes/fuse/liveness.js";
import { ModuleBuilder } from "../../wasm/encode/module.js";
import { AxisSizes } from "../axis-sizes.js";
import { type Bindings, type HostOperation, NotFinite, type Sizes } from "../backend.js";
import { classesOf, type Geometry, geometryOf, type ImageLayout, layoutOf } from "./geometry.js";
import { inPlace } from "./in-place.js";
import type { Memory } from "./memory.js";
import { type Chunks, chunksOf, type Written, writeKernel } from "./pixels/kernel.js";
import type { Pool } from "./pool.js";
import { Run } from "./run.js";
import type { Push, Setting } from "./setting.js";
import { Slots } from "./slots.js";
import { isHostCall, type TableSetting, writeTables } from "./tables.js";
import type { Value } from "./value.js";

type Compiled =
  | { readonly kind: "pixels"; readonly kernel: PixelKernel; readonly written: Written }
  | { readonly kind: "table"; readonly kernel: TableKernel; readonly entry: string }
  | { readonly kind: "apart"; readonly step: ExternalStep };

/** Images that lie in memory from before: how. */
export type KnownLayouts = ReadonlyMap<Node, ImageLayout | undefined>;

/** Some roots of a graph, compiled for shapes: machine code for the loops, and the order of everything. */
export class Executable {
  readonly schedule: Schedule;
  readonly #memory: Memory;
  readonly #pool: Pool;
  readonly #roots: readonly Node[];
  /** For operations that have no kernel. */
  readonly #operation: HostOperation;
  readonly #sizes: Sizes;
  readonly #geometry: Geometry;
  readonly #chunks: Chunks;
  readonly #steps: readonly Compiled[];
  readonly #slots: Slots;
  readonly #module: number;
  /** Tables whose lengths are known: where in the program's own block. */
  readonly #fixed = new Map<Node, number>();
  readonly #block: number;
  readonly #layouts = new Map<Node, ImageLayout>();
  /** By step: what nothing needs any more after it. */
  readonly #dead: readonly (readonly Node[])[];
  /** What is written over a value that is not needed any more. */
  readonly #over: ReadonlyMap<Node, Node>;
  /** The results of a routine that are needed. */
  readonly #results = new Map<Node, Node<"result">[]>();
  readonly #leaves: readonly Node[];
  /** Predictions that no loop over pixels reads, and so finds nothing in: vertices, and what is read at positions alone. */
  readonly #unwatched: readonly Node<"input">[];

  constructor(
    memory: Memory,
    pool: Pool,
    roots: readonly Node[],
    known: KnownLayouts,
    space: readonly Axis[],
    sizes: Sizes,
    operation: HostOperation,
  ) {
    this.#operation = operation;
    this.#memory = memory;
    this.#pool = pool;
    this.#roots = roots;
    const order = topologicalOrder(roots, known);
    const lengths = new AxisSizes(sizes, order);
    this.#sizes = lengths.all;
    this.#geometry = geometryOf(space, this.#sizes);
    this.#chunks = chunksOf(this.#geometry);
    const width = widthBy((axis) => this.#sizes.get(axis) ?? 1);
    this.schedule = fuse(roots, known, { space, width });
    this.#leaves = order.filter((node) => isLeaf(node) || known.has(node));
    this.#slots = new Slots(memory, 4 * order.length + 64);
    this.#block = this.#layOut(order, known);
    this.#dead = deadAfter(this.schedule, roots);
    this.#over = inPlace(
      this.schedule,
      this.#dead,
      this.#layouts,
      (node) => !known.has(node) && !roots.includes(node),
      (node) => roots.includes(node),
    );
    for (const node of order)
      if (node.op === "result") this.#results.set(node.args[0]!, [...(this.#results.get(node.args[0]!) ?? []), node]);
    const seen = new Set(this.schedule.steps.flatMap((step) => (step.kind === "pixels" ? step.reads : [])));
    this.#unwatched = this.#leaves.filter(isPrediction).filter((node) => !seen.has(node));
    const { steps, bytes } = this.#compile();
    this.#steps = steps;
    this.#module = pool.load(bytes);
  }

  dispose(): void {
    this.#memory.free(this.#block);
    this.#slots.dispose();
    this.#pool.unload(this.#module);
  }

  // — before the first run —

  /** Gives tables of known lengths a place of their own, and says how images lie. */
  #layOut(order: readonly Node[], known: KnownLayouts): number {
    const readInMemory = new Set<Node>();
    for (const step of this.schedule.steps) {
      if (step.kind === "pixels") for (const node of step.reads) readInMemory.add(node);
      if (step.kind === "apart") for (const node of step.node.args) readInMemory.add(node);
      if (step.kind === "table")
        for (const node of step.nodes) if (node.op === "gather") readInMemory.add(node.args[0]!);
    }
    let bytes = 0;
    for (const node of order) {
      if (isImage(node.axes, this.#geometry.space)) {
        const computed = !isLeaf(node) && !known.has(node);
        const forHost = computed && this.#roots.includes(node) && !readInMemory.has(node);
        const own = known.get(node) ?? layoutOf(node, this.#sizes);
        this.#layouts.set(node, forHost ? { ...own, order: "interleaved" } : own);
      } else if (isTable(node.axes) && node.op !== "constant" && !isRoutine(node)) {
        const count = this.#fixedEntries(node.axes);
        if (count === undefined) continue;
        this.#fixed.set(node, bytes);
        bytes += 8 * count;
      }
    }
    return this.#memory.allocate(bytes);
  }

  /** Entries of a table, when the lengths of its axes are known before lists are. */
  #fixedEntries(axes: readonly Axis[]): number | undefined {
    const lengths = axes.map((axis) => this.#sizes.get(axis));
    return lengths.includes(undefined) ? undefined : lengths.reduce<number>((a, b) => a * b!, 1);
  }

  #compile(): { steps: Compiled[]; bytes: Uint8Array<ArrayBuffer> } {
    const module = new ModuleBuilder(this.#memory);
    const called = this.schedule.steps.flatMap((step) => (step.kind === "table" ? step.nodes.filter(isHostCall) : []));
    const functions = new Map<Op, number>();
    for (const { op, args } of called)
      if (!functions.has(op)) functions.set(op, module.import(op, new Array<"f64">(args.length).fill("f64"), ["f64"]));
    const tables: TableSetting = {
      ...this.#setting(),
      length: (axis) => this.#length(axis),
      table: (node) => this.#table(node),
      call: (op) => functions.get(op)!,
    };
    const steps = this.schedule.steps.map((step, i): Compiled => {
      if (step.kind === "apart") return { kind: "apart", step };
      const entry = `${step.kind}${i}`;
      const { code } = module.function(step.kind === "pixels" ? ["i32", "i32"] : [], [], entry);
      if (step.kind === "table") {
        writeTables(
          code,
          step.nodes.filter((node) => !this.#isImageReduction(node)),
          tables,
        );
        return { kind: "table", kernel: step, entry };
      }
      const written = writeKernel(code, step, this.#setting(), {
        partials: (c) => c.i32(this.#slots.address(`partials:${i}`)).at("i32.load"),
        stores: step.stores.map((node) => ({ node, order: this.#layouts.get(node)!.order, push: this.#image(node) })),
        watched: new Set(step.reads.filter((node) => isPrediction(node))),
        overwritten: step.stores.flatMap((node) => this.#over.get(node) ?? []),
      });
      return { kind: "pixels", kernel: step, written };
    });
    return { steps, bytes: module.bytes() };
  }

  #isImageReduction = (node: Node): boolean =>
    (node.op === "sum" || node.op === "reduceMax" || node.op === "reduceMin") &&
    isImage(node.args[0]!.axes, this.#geometry.space);

  #setting(): Setting {
    return {
      geometry: this.#geometry,
      sizes: this.#sizes,
      cpu: this.#pool.cpu,
      layout: (node) => this.#layouts.get(node)!,
      image: (node) => this.#image(node),
      table: (node) => ({
        push: this.#table(node),
        classes: classesOf(node.axes, this.#sizes),
        batched: node.axes.some((axis) => kindOf(axis) === "batch"),
      }),
    };
  }

  #image(node: Node): Push {
    const at = this.#slots.address(`image:${node.id}`);
    return (code) => code.i32(at).at("i32.load");
  }
  #table(node: Node): Push {
    const fixed = this.#fixed.get(node);
    if (fixed !== undefined) return (code) => code.i32(this.#block + fixed);
    const at = this.#slots.address(`list:${node.id}`);
    return (code) => code.i32(at).at("i32.load");
  }
  #length(axis: Axis): Push {
    const known = this.#sizes.get(axis);
    if (known !== undefined) return (code) => code.i32(known);
    const at = this.#slots.address(`length:${axis}`);
    return (code) => code.i32(at).at("i32.load");
  }

  // — a run —

  /** @throws {NotFinite} when a prediction holds NaN or an infinity. */
  run(bindings: Bindings<Value>): Value[] {
    this.#pool.rouse(this.#chunks.count);
    const fixed = (node: Node) => {
      const offset = this.#fixed.get(node);
      return offset === undefined ? undefined : this.#block + offset;
    };
    const run = new Run(
      this.#memory,
      this.#pool,
      this.#geometry,
      this.#sizes,
      this.#slots,
      this.#layouts,
      fixed,
      this.#operation,
    );
    try {
      for (const node of this.#leaves) run.bind(node, bindings);
      for (const node of this.#unwatched) requireFinite(node, bindings);
      this.#steps.forEach((step, i) => {
        if (step.kind === "pixels") this.#runPixels(run, step, i);
        else if (step.kind === "table") {
          for (const node of step.kernel.nodes) run.makeList(node);
          this.#pool.call(this.#module, step.entry);
        } else run.apart(step.step.node, this.#results.get(step.step.node) ?? []);
        for (const node of this.#dead[i]!) run.forget(node);
      });
      return this.#roots.map((root) => run.handOver(root, bindings));
    } finally {
      run.release();
    }
  }

  #runPixels(run: Run, { kernel, written }: Compiled & { kind: "pixels" }, i: number): void {
    for (const node of kernel.stores) run.makeImage(node, this.#over.get(node));
    const partials = this.#memory.allocate(8 * written.width * this.#chunks.count);
    this.#slots.set(`partials:${i}`, partials);
    try {
      this.#pool.run(this.#module, i, this.#chunks.count);
      this.#combine(written, partials / 8);
    } finally {
      this.#memory.free(partials);
    }
  }

  /** Joins what the chunks of a kernel found, always in the same order. */
  #combine({ partials, watched, width }: Written, at: number): void {
    const { f64 } = this.#memory;
    const { count, perImage } = this.#chunks;
    for (const { node, at: place } of watched) {
      let sum = 0;
      for (let chunk = 0; chunk < count; chunk++) sum += f64[at + chunk * width + place]!;
      if (sum !== 0 && isPrediction(node)) throw new NotFinite(node);
    }
    for (const { node, first, count: entries } of partials) {
      const target = (this.#block + this.#fixed.get(node)!) / 8;
      const perSample = node.axes.some((axis) => kindOf(axis) === "batch");
      const batched = node.args[0]!.axes.some((axis) => kindOf(axis) === "batch");
      const images = perSample ? this.#geometry.images : 1;
      f64.fill(initial[node.op], target, target + images * entries);
      const join = joins[node.op];
      for (let chunk = 0; chunk < (batched ? count : perImage); chunk++) {
        const to = target + (perSample ? Math.floor(chunk / perImage) * entries : 0);
        const from = at + chunk * width + first;
        for (let k = 0; k < entries; k++) f64[to + k] = join(f64[to + k]!, f64[from + k]!);
      }
    }
  }
}

const initial = { sum: 0, reduceMax: Number.NEGATIVE_INFINITY, reduceMin: Number.POSITIVE_INFINITY } as const;
const joins = { sum: (a: number, b: number) => a + b, reduceMax: Math.max, reduceMin: Math.min } as const;

/** @throws {NotFinite} */
function requireFinite(input: Node<"input">, { tensors }: Bindings<Value>): void {
  const data = tensors.get(input.attributes.name)?.data ?? [];
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) throw new NotFinite(input);
}
