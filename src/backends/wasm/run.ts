import type { Axis } from "../../graph/ops/axes.js";
import { isCore, isRoutine, type Node } from "../../graph/ops.js";
import { isImage, isTable } from "../../passes/fuse/domains.js";
import { classCount } from "../axis-sizes.js";
import type { Bindings, HostOperation, HostTensor, Sizes } from "../backend.js";
import { hostRoutine } from "../host/fastest.js";
import { convolveByRuns } from "./convolution/convolve.js";
import { distanceInPlace, runsInPlace } from "./distance.js";
import type { KernelArguments } from "./kernel-arguments.js";
import { type ImageGeometry, type ImageLayout, imageFloats, readInterleaved, writeImage } from "./memory/geometry.js";
import type { WasmMemory } from "./memory/memory.js";
import type { StoredImage, WasmValue } from "./value.js";
import type { WorkerPool } from "./worker-pool.js";

/** What one run has made and not yet freed. */
export class Run {
  readonly #memory: WasmMemory;
  readonly #pool: WorkerPool;
  readonly #geometry: ImageGeometry;
  readonly #sizes: Map<Axis, number>;
  readonly #arguments: KernelArguments;
  readonly #layouts: ReadonlyMap<Node, ImageLayout>;
  readonly #fixed: (node: Node) => number | undefined;
  readonly #operation: HostOperation;
  readonly #images = new Map<Node, StoredImage>();
  readonly #owned = new Map<Node, number>();
  readonly #lists = new Map<Node, number>();
  readonly #host = new Map<Node, HostTensor>();

  constructor(
    memory: WasmMemory,
    pool: WorkerPool,
    geometry: ImageGeometry,
    sizes: Sizes,
    kernelArguments: KernelArguments,
    layouts: ReadonlyMap<Node, ImageLayout>,
    fixed: (node: Node) => number | undefined,
    operation: HostOperation,
  ) {
    this.#memory = memory;
    this.#pool = pool;
    this.#geometry = geometry;
    this.#sizes = new Map(sizes);
    this.#arguments = kernelArguments;
    this.#layouts = layouts;
    this.#fixed = fixed;
    this.#operation = operation;
  }

  /** Puts a leaf, or a value known from before, where kernels and routines look for it. */
  bind(node: Node, { tensors, scalars, known }: Bindings<WasmValue>): void {
    const given = known?.get(node) ?? (node.op === "input" ? tensors.get(node.attributes.name) : undefined);
    if (given?.image) {
      this.#images.set(node, given.image);
      this.#arguments.set(`image:${node.id}`, given.image.address);
    } else if (given?.data) this.#place(node, { shape: given.shape, data: given.data });
    else if (node.op === "input") {
      const { name } = node.attributes;
      const scalar = node.axes.length ? undefined : scalars.get(name);
      if (scalar === undefined) throw new Error(`The input \`${name}\` was not given.`);
      this.#place(node, { shape: [], data: [scalar] });
    } else if (node.op === "vector") {
      const { values } = node.attributes;
      this.#place(node, { shape: [values.length], data: values });
    } else if (node.op === "constant") this.#host.set(node, { shape: [], data: [node.attributes.value] });
    else if (node.op === "axisSize" || node.op === "iota") this.#measure(node);
  }

  /** Leaves that say how long an axis is; of lists only known once a routine has made one. */
  #measure(node: Node<"axisSize" | "iota">): void {
    const { axis } = node.attributes;
    const length = this.#sizes.get(axis);
    if (length === undefined) {
      this.#waiting.push(node);
      return;
    }
    if (node.op === "axisSize") this.#place(node, { shape: [], data: [length] });
    else this.#place(node, { shape: [length], data: Float64Array.from({ length }, (_, i) => i) });
  }
  #waiting: Node<"axisSize" | "iota">[] = [];

  /** Puts a value of the host where kernels find it. */
  #place(node: Node, value: HostTensor): void {
    if (isImage(node.axes, this.#geometry.space)) {
      const image = this.makeImage(node);
      writeImage(this.#memory.f32, image.address / 4, value.data, this.#geometry, image.layout);
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
      this.#arguments.set(`length:${axis}`, shape[i]!);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const node of waiting) this.#measure(node);
    });
  }

  /** Memory for an image: of its own, or that of another image which is not needed any more. */
  makeImage(node: Node, over?: Node): StoredImage {
    const layout = this.#layouts.get(node)!;
    const taken = over && this.#owned.get(over);
    if (over) this.#owned.delete(over);
    const address = taken ?? this.#memory.allocate(4 * imageFloats(this.#geometry, layout));
    this.#owned.set(node, address);
    const image = { address, layout, geometry: this.#geometry };
    this.#images.set(node, image);
    this.#arguments.set(`image:${node.id}`, address);
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
    this.#arguments.set(`list:${node.id}`, address);
    return address;
  }

  #shape = (axes: readonly Axis[]): number[] =>
    axes.map((axis) => {
      const length = this.#sizes.get(axis);
      if (length === undefined) throw new Error(`The length of the axis \`${axis}\` is not known.`);
      return length;
    });

  /** A routine, or an operation the loops cannot say. */
  external(node: Node, wanted: readonly Node<"result">[]): void {
    const image = node.args[0] && this.#images.get(node.args[0]);
    if (runsInPlace(node, image)) {
      const spacing = node.args.slice(1).map((unit) => this.content(unit).data[0]!);
      distanceInPlace(this.#memory, this.#pool, this.#geometry, image!, this.makeImage(node), spacing);
      return;
    }
    if (isRoutine(node)) {
      const args = node.args.map((arg) => this.content(arg, Float32Array));
      const results = hostRoutine(node, args);
      for (const result of wanted) this.#place(result, results[result.attributes.index]!);
      if (!wanted.length) this.#place(node, results[0]!);
      return;
    }
    if (isConvolution(node, this.#geometry.space)) {
      const classes = classCount(node.axes, this.#sizes);
      const read = this.content(node.args[0]!, Float32Array);
      this.#place(node, convolveByRuns(this.#memory, this.#pool, this.#geometry, node, classes, read));
      return;
    }
    const args = node.args.map((arg) => this.content(arg));
    if (node.op === "detach") {
      this.#place(node, args[0]!);
      return;
    }
    const exact = args.map(({ shape, data }) => ({
      shape,
      data: data instanceof Float64Array ? data : Float64Array.from(data),
    }));
    if (!isCore(node)) throw new Error(`\`${node.op}\` is no step of its own.`);
    this.#place(node, this.#operation(node, exact, this.#sizes));
  }

  /** A value as the host has it. Images are singles here, and what is to be computed with them is doubles; routines ask for what there is. */
  content(node: Node, into: new (length: number) => Float32Array | Float64Array = Float64Array): HostTensor {
    const image = this.#images.get(node);
    const shape = node.op === "constant" ? [] : this.#shape(node.axes);
    if (image)
      return { shape, data: readInterleaved(this.#memory.f32, image.address / 4, this.#geometry, image.layout, into) };
    const host = this.#host.get(node);
    if (host) return host;
    const at = this.#fixed(node) ?? this.#lists.get(node);
    if (at === undefined) throw new Error(`Nothing has made the value of \`${node.op}\` yet.`);
    return { shape, data: this.#memory.f64.slice(at / 8, at / 8 + entries(shape)) };
  }

  /** The values of some roots, which are the caller's from now on. */
  handOver(roots: readonly Node[], bindings: Bindings<WasmValue>): WasmValue[] {
    const handed = new Set<Node>();
    const values = roots.map((node): WasmValue => {
      const shape = node.op === "constant" ? [] : this.#shape(node.axes);
      if (!this.#owned.has(node) || handed.has(node) || bindings.known?.has(node))
        return { shape, data: this.content(node).data };
      handed.add(node);
      return { shape, image: this.#images.get(node)! };
    });
    for (const node of handed) this.#owned.delete(node);
    return values;
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

/** Whether a node is a convolution of images along their spatial axes. */
const isConvolution = (node: Node, space: readonly Axis[]): node is Node<"convolve"> =>
  node.op === "convolve" &&
  isImage(node.axes, space) &&
  isImage(node.args[0]!.axes, space) &&
  node.attributes.axes.every((axis) => space.includes(axis));

const entries = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
