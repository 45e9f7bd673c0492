import * as tf from "@tensorflow/tfjs";
import type { Axis } from "../../graph/ops/axes.js";
import { attributesOf, isLeaf, type Node } from "../../graph/ops.js";
import { shapeOf } from "../axis-sizes.js";
import type { Backend, Bindings } from "../backend.js";
import { bring, type Gpu, tensorOnDevice, uploaded } from "./device.js";
import type { GpuExecutable } from "./executable.js";
import { gathered, takeOut } from "./kernel.js";

/** The values of one run: what it was given, the workspace, and what it has made and not yet freed. */
export class RunValues {
  readonly sizes: Map<Axis, number>;
  readonly workspace: tf.TensorInfo | undefined;
  readonly #gpu: Gpu;
  readonly #executable: GpuExecutable;
  readonly #bindings: Bindings<tf.Tensor>;
  readonly #tfjs: Backend<tf.Tensor>;
  readonly #made = new Map<Node, tf.Tensor>();
  readonly #handedOver = new Map<Node, tf.Tensor>();

  constructor(gpu: Gpu, executable: GpuExecutable, bindings: Bindings<tf.Tensor>, tfjs: Backend<tf.Tensor>) {
    this.#gpu = gpu;
    this.#executable = executable;
    this.#bindings = bindings;
    this.#tfjs = tfjs;
    this.sizes = new Map(executable.grid.sizes);
    for (const [node, value] of bindings.known ?? []) this.#learn(node.axes, value.shape);
    for (const { axes, attributes } of executable.inputs) {
      const tensor = bindings.tensors.get(attributes.name);
      if (tensor) this.#learn(axes, tensor.shape);
    }
    for (const tensor of [...bindings.tensors.values(), ...(bindings.known?.values() ?? [])]) bring(gpu, tensor);
    this.workspace = this.#allocate(executable.workspace);
  }

  /** One buffer for everything the kernels keep. It is never seen outside, so that the engine need not know of it. */
  #allocate(entries: number): tf.TensorInfo | undefined {
    if (entries === 0) return undefined;
    const most = this.#gpu.device.limits.maxStorageBufferBindingSize;
    if (4 * entries > most)
      throw new RangeError(
        `The loss keeps ${4 * entries} bytes between its kernels, and this device binds no more than ${most} at a time: take a smaller batch, or \`backend: "tfjs"\`.`,
      );
    return this.#gpu.makeTensorInfo([entries], "float32");
  }

  #learn(axes: readonly Axis[], shape: readonly number[]): void {
    axes.forEach((axis, i) => {
      if (!this.sizes.has(axis)) this.sizes.set(axis, shape[i]!);
    });
  }

  /** The tensor that a kernel writes one value into. */
  make(node: Node, entries: number): tf.TensorInfo {
    const output = this.#gpu.makeTensorInfo([entries], "float32");
    this.#made.set(node, tensorOnDevice(output, shapeOf(node.axes, this.sizes)));
    return output;
  }

  keep(node: Node, value: tf.Tensor): void {
    this.#made.set(node, value);
    this.#learn(node.axes, value.shape);
  }

  number(node: Node): number {
    const { name } = attributesOf(node, "input");
    const value = this.#bindings.scalars.get(name);
    if (value === undefined) throw new Error(`The input \`${name}\` was not given.`);
    return value;
  }

  /** The tensor a value has of its own. */
  tensor(node: Node): tf.Tensor {
    const found = this.#made.get(node) ?? this.#given(node);
    if (found) return found;
    if (!isLeaf(node)) throw new Error(`Nothing has made the value of \`${node.op}\` yet.`);
    // Kept until the run ends, whichever scope requests it first.
    const made = tf.keep(this.scoped(() => this.#leaf(node)));
    this.#made.set(node, made);
    return made;
  }

  #given(node: Node): tf.Tensor | undefined {
    const known = this.#bindings.known?.get(node);
    if (known || node.op !== "input") return known;
    return this.#bindings.tensors.get(node.attributes.name);
  }

  /** A value as a tensor, wherever it lies; within a scope that frees it. */
  taken(node: Node): tf.Tensor {
    const place = this.#executable.places.get(node);
    if (place?.kind !== "workspace") return this.tensor(node);
    // A tensor that would exceed the number of bindings of a shader is copied into the workspace, but perhaps not yet.
    const own = this.#made.get(node) ?? this.#given(node);
    if (own) return own;
    const shape = shapeOf(node.axes, this.sizes);
    const entries = shape.reduce((a, b) => a * b, 1);
    return tensorOnDevice(takeOut(this.#gpu, this.workspace!, place.start, entries), shape);
  }

  /** Leaves that are constants in the source of shaders, as tensors for operations without a shader. */
  #leaf(node: Node): tf.Tensor {
    const upload = (data: readonly number[], shape: readonly number[]) => uploaded(this.#gpu, data, shape);
    switch (node.op) {
      case "constant":
        return upload([node.attributes.value], []);
      case "vector": {
        const { values } = node.attributes;
        return upload(values, [values.length]);
      }
      case "axisSize":
        return upload(shapeOf([node.attributes.axis], this.sizes), []);
      case "iota": {
        const [length] = shapeOf([node.attributes.axis], this.sizes) as [number];
        return upload(
          Array.from({ length }, (_, i) => i),
          [length],
        );
      }
      default:
        return upload([this.number(node)], []);
    }
  }

  /** Numbers of the workspace. */
  gather(starts: readonly number[]): tf.TensorInfo | undefined {
    return starts.length ? gathered(this.#gpu, this.workspace!, starts) : undefined;
  }

  /** A root, as a tensor the caller owns alone. */
  handOver(node: Node): tf.Tensor {
    const borrowed = this.#handedOver.get(node) ?? this.#given(node);
    if (borrowed) return tf.clone(borrowed);
    const value = isLeaf(node) ? this.scoped(() => this.#leaf(node)) : this.taken(node);
    if (!isLeaf(node)) this.#made.delete(node);
    this.#handedOver.set(node, value);
    return value;
  }

  readonly scoped = (work: () => tf.Tensor): tf.Tensor => this.#tfjs.scoped(work, (value) => [value]);

  forget(node: Node): void {
    this.#made.get(node)?.dispose();
    this.#made.delete(node);
  }

  release(): void {
    for (const value of this.#made.values()) value.dispose();
    this.#made.clear();
    if (this.workspace) this.#gpu.disposeData(this.workspace.dataId);
  }
}
