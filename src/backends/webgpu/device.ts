import * as tf from "@tensorflow/tfjs";
import { activeTraits } from "../tensors/device.js";

/** Values a program is given beside its tensors. */
export interface Uniform {
  readonly type: "float32" | "int32";
  readonly data: number[];
}

/** What TensorFlow.js' WebGPU backend runs: one compute shader with one output buffer. It writes into the object, so each run gets its own. */
export interface GpuProgram {
  readonly variableNames: string[];
  /** Entries of each variable, and of the output, that a shader has to do with at a time. */
  readonly variableComponents: number[];
  readonly outputComponent: number;
  readonly outputShape: number[];
  readonly shaderKey: string;
  readonly dispatchLayout: { readonly x: number[] };
  readonly dispatch: [number, number, number];
  readonly workgroupSize: [number, number, number];
  readonly uniforms: string;
  getUserCode(): string;
}

/** What the backend has of a tensor: its numbers on the host, or a buffer of the device. */
interface Held {
  readonly dtype: tf.DataType;
  readonly resource?: object | null;
  values?: ArrayLike<number> | null;
}

/** The part of TensorFlow.js' WebGPU backend that kernels are run by. */
export interface Gpu {
  readonly device: {
    readonly limits: { readonly maxStorageBufferBindingSize: number };
    readonly queue: { writeBuffer(buffer: object, offset: number, data: Float32Array | Int32Array): void };
  };
  readonly tensorMap: { get(id: tf.DataId): Held };
  /** Gives a tensor its buffer. */
  uploadToGPU(id: tf.DataId): void;
  read(id: tf.DataId): Promise<ArrayLike<number>>;
  makeTensorInfo(shape: number[], dtype: "float32"): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
  runWebGPUProgram(
    program: GpuProgram,
    inputs: tf.TensorInfo[],
    dtype: "float32",
    uniforms: Uniform[],
    output: tf.TensorInfo,
  ): tf.TensorInfo;
}

/** The active backend. @throws {Error} where it does not compute on WebGPU. */
export function activeGpu(): Gpu {
  if (!activeTraits().runsShaders)
    throw new Error(
      `The loss was compiled for WebGPU, but TensorFlow.js now computes on \`${tf.getBackend()}\`: call \`await tf.setBackend("webgpu")\` before.`,
    );
  return tf.backend() as unknown as Gpu;
}

/** A tensor that TensorFlow.js knows of, from what the backend has made. */
export const tensorOnDevice = ({ dataId, dtype }: tf.TensorInfo, shape: readonly number[]): tf.Tensor =>
  tf.engine().makeTensorFromTensorInfo({ dataId, dtype, shape: [...shape] });

/** A tensor of some numbers, on the device. */
export function uploaded(gpu: Gpu, data: ArrayLike<number>, shape: readonly number[]): tf.Tensor {
  if (data.length === 0) return tf.tensor([], [...shape], "float32");
  const info = gpu.makeTensorInfo([...shape], "float32");
  const { resource } = withBuffer(gpu, info.dataId);
  gpu.device.queue.writeBuffer(resource!, 0, Float32Array.from(data));
  return tensorOnDevice(info, shape);
}

/**
 * Brings a tensor to the device that is on the host still. TensorFlow.js maps a new buffer for each, for which a driver takes half a millisecond and more; the queue
 * brings the numbers into a buffer that is there.
 */
export function bring(gpu: Gpu, { dataId }: Pick<tf.TensorInfo, "dataId">): void {
  const held = gpu.tensorMap.get(dataId);
  const { values, resource, dtype } = held;
  if (!values || resource || values.length === 0 || dtype === "string" || dtype === "complex64") return;
  held.values = null;
  withBuffer(gpu, dataId);
  gpu.device.queue.writeBuffer(
    held.resource!,
    0,
    dtype === "float32" ? Float32Array.from(values) : Int32Array.from(values),
  );
}

function withBuffer(gpu: Gpu, dataId: tf.DataId): Held {
  Object.getPrototypeOf(gpu).uploadToGPU.call(gpu, dataId);
  return gpu.tensorMap.get(dataId);
}

/** Does some work in which TensorFlow.js uploads numbers that its own operations make. */
export function bringing<T>(gpu: Gpu, work: () => T): T {
  gpu.uploadToGPU = (dataId) => {
    bring(gpu, { dataId });
    withBuffer(gpu, dataId);
  };
  try {
    return work();
  } finally {
    Reflect.deleteProperty(gpu, "uploadToGPU");
  }
}
