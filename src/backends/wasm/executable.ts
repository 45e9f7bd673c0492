import { topologicalOrder } from "../../graph/graph.js";
import { isPrediction } from "../../graph/inputs.js";
import { type Axis, kindOf } from "../../graph/ops/axes.js";
import { isLeaf, type Node, type Op } from "../../graph/ops.js";
import { widthBy } from "../../passes/fuse/cost.js";
import { isImage } from "../../passes/fuse/domains.js";
import { type ExternalStep, fuse, type PixelKernel, type Schedule, type TableKernel } from "../../passes/fuse/fuse.js";
import { deadAfter, peakBytes } from "../../passes/fuse/liveness.js";
import { NotEncodable } from "../../wasm/encode/bytes.js";
import { ModuleBuilder } from "../../wasm/encode/module.js";
import { AxisSizes, classCount } from "../axis-sizes.js";
import { type Bindings, type HostOperation, NotExpressible, NotFinite, OutOfMemory, type Sizes } from "../backend.js";
import type { EmitContext, Push } from "./emit-context.js";
import { KernelArguments } from "./kernel-arguments.js";
import { geometryOf, type ImageGeometry, type ImageLayout, imageFloats } from "./memory/geometry.js";
import { inPlace } from "./memory/in-place.js";
import type { WasmMemory } from "./memory/memory.js";
import { type KnownLayouts, planMemory } from "./memory/plan.js";
import { type ChunkResults, type Chunks, chunksOf, combineChunks } from "./pixels/chunks.js";
import { writeKernel } from "./pixels/kernel.js";
import { Run } from "./run.js";
import { isHostCall } from "./table-operations.js";
import { type TableEmitContext, writeTableFunction } from "./tables.js";
import type { WasmValue } from "./value.js";
import type { WorkerPool } from "./worker-pool.js";

type Compiled =
  | { readonly kind: "pixels"; readonly kernel: PixelKernel; readonly written: ChunkResults }
  | { readonly kind: "table"; readonly kernel: TableKernel; readonly entry: string }
  | { readonly kind: "external"; readonly step: ExternalStep };

/** Of larger convolutions a function would be long, and running sums are faster. */
const unrolls = (weights: number, classes: number): boolean => weights * classes <= 1024;

/** Some roots of a graph, compiled for shapes: a WebAssembly module with its loops, and the order in which loops and routines run. */
export class Executable {
  readonly schedule: Schedule;
  readonly #memory: WasmMemory;
  readonly #pool: WorkerPool;
  readonly #roots: readonly Node[];
  /** For operations that have no kernel. */
  readonly #operation: HostOperation;
  readonly #sizes: Sizes;
  readonly #geometry: ImageGeometry;
  readonly #chunks: Chunks;
  readonly #steps: readonly Compiled[];
  readonly #arguments: KernelArguments;
  readonly #module: number;
  /** Bytes that the images of a run take at a time. */
  readonly #need: number;
  /** Tables whose sizes are known: where they lie in the block of this executable. */
  readonly #fixed: ReadonlyMap<Node, number>;
  readonly #block: number;
  readonly #layouts: Map<Node, ImageLayout>;
  /** By step: what nothing needs any more after it. */
  readonly #dead: readonly (readonly Node[])[];
  /** What is written over a value that is not needed any more. */
  readonly #over: ReadonlyMap<Node, Node>;
  /** The results of a routine that are needed. */
  readonly #results = new Map<Node, Node<"result">[]>();
  readonly #leaves: readonly Node[];
  /** Predictions that no loop over pixels reads, and so none checks: vertices, and images that are read at listed positions only. */
  readonly #unwatched: readonly Node<"input">[];

  /**
   * @throws {OutOfMemory} where the memory could not hold the images of a run if nothing else lay in it.
   * @throws {NotExpressible} where a kernel is larger than functions can be.
   */
  constructor(
    memory: WasmMemory,
    pool: WorkerPool,
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
    this.schedule = fuse(roots, known, { space, width, unrolls });
    this.#leaves = order.filter((node) => isLeaf(node) || known.has(node));
    const { layouts, tables, bytes } = planMemory(this.schedule, order, { roots, known, space, sizes: this.#sizes });
    this.#layouts = layouts;
    this.#fixed = tables;
    this.#need = peakBytes(this.schedule, roots, (node) =>
      known.get(node) === undefined && isImage(node.axes, space)
        ? 4 * imageFloats(this.#geometry, layouts.get(node)!)
        : 0,
    );
    if (this.#need > memory.capacity) throw new OutOfMemory(this.#need, memory.unused, memory.capacity);
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
    const allocated: number[] = [];
    const allocate = (size: number) => {
      const address = memory.allocate(size);
      allocated.push(address);
      return address;
    };
    try {
      this.#block = allocate(bytes);
      const words = 4 * order.length + 64;
      this.#arguments = new KernelArguments(memory, words, allocate(4 * words));
      const compiled = this.#compile();
      this.#steps = compiled.steps;
      this.#module = pool.load(compiled.bytes);
    } catch (error) {
      for (const address of allocated) memory.free(address);
      throw error instanceof NotEncodable ? new NotExpressible(error.message, { cause: error }) : error;
    }
  }

  dispose(): void {
    this.#memory.free(this.#block);
    this.#memory.free(this.#arguments.base);
    this.#pool.unload(this.#module);
  }

  // — before the first run —

  #compile(): { steps: Compiled[]; bytes: Uint8Array<ArrayBuffer> } {
    const module = new ModuleBuilder(this.#memory);
    const called = this.schedule.steps.flatMap((step) => (step.kind === "table" ? step.nodes.filter(isHostCall) : []));
    const functions = new Map<Op, number>();
    for (const { op, args } of called)
      if (!functions.has(op)) functions.set(op, module.import(op, new Array<"f64">(args.length).fill("f64"), ["f64"]));
    const tables: TableEmitContext = {
      ...this.#context(),
      length: (axis) => this.#length(axis),
      table: (node) => this.#table(node),
      call: (op) => functions.get(op)!,
    };
    const steps = this.schedule.steps.map((step, i): Compiled => {
      if (step.kind === "external") return { kind: "external", step };
      const entry = `${step.kind}${i}`;
      const { code } = module.function(step.kind === "pixels" ? ["i32", "i32"] : [], [], entry);
      if (step.kind === "table") {
        writeTableFunction(
          code,
          step.nodes.filter((node) => !this.#isImageReduction(node)),
          tables,
        );
        return { kind: "table", kernel: step, entry };
      }
      const written = writeKernel(code, step, this.#context(), {
        partials: (c) => c.i32(this.#arguments.address(`partials:${i}`)).at("i32.load"),
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

  #context(): EmitContext {
    return {
      geometry: this.#geometry,
      sizes: this.#sizes,
      cpu: this.#pool.cpu,
      layout: (node) => this.#layouts.get(node)!,
      image: (node) => this.#image(node),
      table: (node) => ({
        push: this.#table(node),
        classes: classCount(node.axes, this.#sizes),
        batched: node.axes.some((axis) => kindOf(axis) === "batch"),
      }),
    };
  }

  #image(node: Node): Push {
    const at = this.#arguments.address(`image:${node.id}`);
    return (code) => code.i32(at).at("i32.load");
  }
  #table(node: Node): Push {
    const fixed = this.#fixed.get(node);
    if (fixed !== undefined) return (code) => code.i32(this.#block + fixed);
    const at = this.#arguments.address(`list:${node.id}`);
    return (code) => code.i32(at).at("i32.load");
  }
  #length(axis: Axis): Push {
    const known = this.#sizes.get(axis);
    if (known !== undefined) return (code) => code.i32(known);
    const at = this.#arguments.address(`length:${axis}`);
    return (code) => code.i32(at).at("i32.load");
  }

  // — a run —

  /**
   * @throws {NotFinite} when a prediction holds NaN or an infinity.
   * @throws {OutOfMemory} where the memory has no room for the images, beside what else lies in it.
   */
  run(bindings: Bindings<WasmValue>): WasmValue[] {
    if (this.#need > this.#memory.unused) throw new OutOfMemory(this.#need, this.#memory.unused, this.#memory.capacity);
    this.#pool.wake(this.#chunks.count);
    const fixed = (node: Node) => {
      const offset = this.#fixed.get(node);
      return offset === undefined ? undefined : this.#block + offset;
    };
    const run = new Run(
      this.#memory,
      this.#pool,
      this.#geometry,
      this.#sizes,
      this.#arguments,
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
        } else run.external(step.step.node, this.#results.get(step.step.node) ?? []);
        for (const node of this.#dead[i]!) run.forget(node);
      });
      return run.handOver(this.#roots, bindings);
    } finally {
      run.release();
    }
  }

  #runPixels(run: Run, { kernel, written }: Compiled & { kind: "pixels" }, i: number): void {
    for (const node of kernel.stores) run.makeImage(node, this.#over.get(node));
    const partials = this.#memory.allocate(8 * written.width * this.#chunks.count);
    this.#arguments.set(`partials:${i}`, partials);
    try {
      this.#pool.run(this.#module, i, this.#chunks.count);
      const tableOf = (node: Node) => (this.#block + this.#fixed.get(node)!) / 8;
      combineChunks(this.#memory.f64, this.#chunks, written, partials / 8, tableOf);
    } finally {
      this.#memory.free(partials);
    }
  }
}

/** @throws {NotFinite} */
function requireFinite(input: Node<"input">, { tensors }: Bindings<WasmValue>): void {
  const data = tensors.get(input.attributes.name)?.data ?? [];
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) throw new NotFinite(input);
}
