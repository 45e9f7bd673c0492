import { type Axis, kindOf } from "../../graph/axes.js";
import { inOrder } from "../../graph/graph.js";
import { type CoreOp, dispatch, isLeaf, isRoutine, type Node } from "../../graph/ops.js";
import { widthBy } from "../../passes/fuse/cost.js";
import { type Apart, fuse, type PixelKernel, type Schedule, type TableKernel } from "../../passes/fuse/fuse.js";
import { deadAfter } from "../../passes/fuse/lifetimes.js";
import { isImage, isTable } from "../../passes/fuse/places.js";
import { type Bindings, type HostTensor, NotFinite, type Sizes } from "../backend.js";
import { hostRoutine } from "../host-routines.js";
import { AxisLengths } from "../lengths.js";
import { referenceBackend } from "../reference/index.js";
import { distanceInPlace, runsInPlace } from "./direct.js";
import { ModuleBuilder } from "./encode/module.js";
import { classesOf, floats, type Geometry, geometryOf, type ImageLayout, layoutOf, read, write } from "./geometry.js";
import { inPlace } from "./in-place.js";
import type { Memory } from "./memory.js";
import { type Chunks, chunksOf, type Written, writeKernel } from "./pixels/kernel.js";
import type { Pool } from "./pool.js";
import type { Push, Setting } from "./setting.js";
import { Slots } from "./slots.js";
import { type HostFunction, hostFunctions, type TableSetting, writeTables } from "./tables.js";
import type { Image, Value } from "./value.js";

type Compiled =
  | { readonly kind: "pixels"; readonly kernel: PixelKernel; readonly written: Written }
  | { readonly kind: "table"; readonly kernel: TableKernel; readonly entry: string }
  | { readonly kind: "apart"; readonly step: Apart };

/** Images that lie in memory from before: how. */
export type KnownLayouts = ReadonlyMap<Node, ImageLayout | undefined>;

/** Some roots of a graph, compiled for shapes: machine code for the loops, and the order of everything. */
export class Executable {
  readonly schedule: Schedule;
  readonly #memory: Memory;
  readonly #pool: Pool;
  readonly #roots: readonly Node[];
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

  constructor(
    memory: Memory,
    pool: Pool,
    roots: readonly Node[],
    known: KnownLayouts,
    space: readonly Axis[],
    sizes: Sizes,
  ) {
    this.#memory = memory;
    this.#pool = pool;
    this.#roots = roots;
    const order = inOrder(roots, known);
    const lengths = new AxisLengths(sizes, order);
    this.#sizes = lengths.all;
    this.#geometry = geometryOf(space, this.#sizes);
    this.#chunks = chunksOf(this.#geometry);
    const width = widthBy((axis) => this.#sizes.get(axis) ?? 1);
    this.schedule = fuse(roots, known, { space, width });
    this.#leaves = order.filter((node) => isLeaf(node.op) || known.has(node));
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
      if (node.op === "result")
        this.#results.set(node.args[0]!, [...(this.#results.get(node.args[0]!) ?? []), node as Node<"result">]);
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
        const computed = !isLeaf(node.op) && !known.has(node);
        const forHost = computed && this.#roots.includes(node) && !readInMemory.has(node);
        const own = known.get(node) ?? layoutOf(node, this.#sizes);
        this.#layouts.set(node, forHost ? { ...own, order: "interleaved" } : own);
      } else if (isTable(node.axes) && node.op !== "constant" && !isRoutine(node.op)) {
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
    const called = new Set(
      this.schedule.steps.flatMap((step) => (step.kind === "table" ? step.nodes.map((node) => node.op) : [])),
    );
    const functions = new Map(
      (Object.keys(hostFunctions) as HostFunction[])
        .filter((name) => called.has(name))
        .map(
          (name) => [name, module.import(name, new Array<"f64">(hostFunctions[name]).fill("f64"), ["f64"])] as const,
        ),
    );
    const tables: TableSetting = {
      ...this.#setting(),
      length: (axis) => this.#length(axis),
      table: (node) => this.#table(node),
      call: (name) => functions.get(name)!,
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
    const run = new Run(this.#memory, this.#geometry, this.#sizes, this.#slots, this.#layouts, (node) => {
      const fixed = this.#fixed.get(node);
      return fixed === undefined ? undefined : this.#block + fixed;
    });
    try {
      for (const node of this.#leaves) run.bind(node, bindings);
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
      if (sum !== 0) throw new NotFinite((node as Node<"input">).attributes.name);
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

const isPrediction = (node: Node): boolean =>
  node.op === "input" && (node as Node<"input">).attributes.name.startsWith("prediction");

/** What one run has made and not yet freed. */
class Run {
  readonly #memory: Memory;
  readonly #geometry: Geometry;
  readonly #sizes: Map<Axis, number>;
  readonly #slots: Slots;
  readonly #layouts: ReadonlyMap<Node, ImageLayout>;
  readonly #fixed: (node: Node) => number | undefined;
  readonly #images = new Map<Node, Image>();
  readonly #owned = new Map<Node, number>();
  readonly #lists = new Map<Node, number>();
  readonly #host = new Map<Node, HostTensor>();

  constructor(
    memory: Memory,
    geometry: Geometry,
    sizes: Sizes,
    slots: Slots,
    layouts: ReadonlyMap<Node, ImageLayout>,
    fixed: (node: Node) => number | undefined,
  ) {
    this.#memory = memory;
    this.#geometry = geometry;
    this.#sizes = new Map(sizes);
    this.#slots = slots;
    this.#layouts = layouts;
    this.#fixed = fixed;
  }

  /** Brings a leaf, or a value known from before, to where it is looked for. */
  bind(node: Node, { tensors, scalars, known }: Bindings<Value>): void {
    const given =
      known?.get(node) ?? (node.op === "input" ? tensors.get((node as Node<"input">).attributes.name) : undefined);
    if (given?.image) {
      this.#images.set(node, given.image);
      this.#slots.set(`image:${node.id}`, given.image.address);
    } else if (given?.data) this.#place(node, { shape: given.shape, data: given.data });
    else if (node.op === "input") {
      const { name } = (node as Node<"input">).attributes;
      const scalar = node.axes.length ? undefined : scalars.get(name);
      if (scalar === undefined) throw new Error(`The input \`${name}\` was not given.`);
      this.#place(node, { shape: [], data: [scalar] });
    } else if (node.op === "vector") {
      const { values } = (node as Node<"vector">).attributes;
      this.#place(node, { shape: [values.length], data: values });
    } else if (node.op === "constant")
      this.#host.set(node, { shape: [], data: [(node as Node<"constant">).attributes.value] });
    else this.#measure(node);
  }

  /** Leaves that say how long an axis is; of lists only known once a routine has made one. */
  #measure(node: Node): void {
    const { axis } = (node as Node<"extent" | "index">).attributes;
    const length = this.#sizes.get(axis);
    if (length === undefined) {
      this.#waiting.push(node);
      return;
    }
    if (node.op === "extent") this.#place(node, { shape: [], data: [length] });
    else this.#place(node, { shape: [length], data: Float64Array.from({ length }, (_, i) => i) });
  }
  #waiting: Node[] = [];

  /** Puts a value of the host where kernels find it. */
  #place(node: Node, value: HostTensor): void {
    if (isImage(node.axes, this.#geometry.space)) {
      const image = this.makeImage(node);
      write(this.#memory.f32, image.address / 4, value.data, this.#geometry, image.layout);
    } else if (isTable(node.axes)) {
      this.#learn(node.axes, value.shape);
      const at = this.makeList(node);
      this.#memory.f64.set(value.data, at / 8);
    } else this.#host.set(node, value);
  }

  #learn(axes: readonly Axis[], shape: readonly number[]): void {
    axes.forEach((axis, i) => {
      if (this.#sizes.has(axis)) return;
      this.#sizes.set(axis, shape[i]!);
      this.#slots.set(`length:${axis}`, shape[i]!);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const node of waiting) this.#measure(node);
    });
  }

  /** Room for an image, where there is one over another. */
  makeImage(node: Node, over?: Node): Image {
    const layout = this.#layouts.get(node)!;
    const taken = over && this.#owned.get(over);
    if (over) this.#owned.delete(over);
    const address = taken ?? this.#memory.allocate(4 * floats(this.#geometry, layout));
    this.#owned.set(node, address);
    const image = { address, layout, geometry: this.#geometry };
    this.#images.set(node, image);
    this.#slots.set(`image:${node.id}`, address);
    return image;
  }

  /** The address of a table. */
  makeList(node: Node): number {
    const fixed = this.#fixed(node);
    if (fixed !== undefined) return fixed;
    const known = this.#lists.get(node);
    if (known !== undefined) return known;
    const address = this.#memory.allocate(8 * entries(this.#shape(node.axes)));
    this.#lists.set(node, address);
    this.#slots.set(`list:${node.id}`, address);
    return address;
  }

  #shape = (axes: readonly Axis[]): number[] =>
    axes.map((axis) => {
      const length = this.#sizes.get(axis);
      if (length === undefined) throw new Error(`The length of the axis \`${axis}\` is not known.`);
      return length;
    });

  /** A routine, or an operation the loops cannot say. */
  apart(node: Node, wanted: readonly Node<"result">[]): void {
    const image = node.args[0] && this.#images.get(node.args[0]);
    if (runsInPlace(node, image)) {
      const spacing = node.args.slice(1).map((unit) => this.content(unit).data[0]!);
      distanceInPlace(this.#memory, this.#geometry, image!, this.makeImage(node), spacing);
      return;
    }
    const args = node.args.map((arg) => this.content(arg));
    if (isRoutine(node.op)) {
      const results = hostRoutine(node as Node<"distance">, args);
      for (const result of wanted) this.#place(result, results[result.attributes.index]!);
      if (!wanted.length) this.#place(node, results[0]!);
      return;
    }
    if (node.op === "detach") {
      this.#place(node, args[0]!);
      return;
    }
    const exact = args.map(({ shape, data }) => ({
      shape,
      data: data instanceof Float64Array ? data : Float64Array.from(data),
    }));
    this.#place(node, dispatch(referenceBackend.core, node as Node<CoreOp>, exact, this.#sizes));
  }

  /** A value as the host has it. */
  content(node: Node): HostTensor {
    const image = this.#images.get(node);
    const shape = node.op === "constant" ? [] : this.#shape(node.axes);
    if (image)
      return { shape, data: read(this.#memory.f32, image.address / 4, this.#geometry, image.layout, Float64Array) };
    const host = this.#host.get(node);
    if (host) return host;
    const at = this.#fixed(node) ?? this.#lists.get(node);
    if (at === undefined) throw new Error(`Nothing has made the value of \`${node.op}\` yet.`);
    return { shape, data: this.#memory.f64.slice(at / 8, at / 8 + entries(shape)) };
  }

  handOver(node: Node, bindings: Bindings<Value>): Value {
    const known = bindings.known?.get(node);
    const shape = node.op === "constant" ? [] : this.#shape(node.axes);
    const owned = this.#owned.get(node);
    if (owned === undefined || known) {
      const { data } = this.content(node);
      return { shape, data };
    }
    this.#owned.delete(node);
    return { shape, image: this.#images.get(node)! };
  }

  forget(node: Node): void {
    const owned = this.#owned.get(node) ?? this.#lists.get(node);
    if (owned !== undefined) this.#memory.free(owned);
    this.#owned.delete(node);
    this.#lists.delete(node);
    this.#host.delete(node);
  }

  release(): void {
    for (const address of [...this.#owned.values(), ...this.#lists.values()]) this.#memory.free(address);
    this.#owned.clear();
    this.#lists.clear();
  }
}

const entries = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
