import * as tf from "@tensorflow/tfjs";

/** Values a program is given beside its tensors. */
export interface Uniform {
  readonly type: "float32" | "int32";
  readonly data: number[];
}

/** What TensorFlow.js' WebGPU backend runs: one compute shader with one output buffer. It writes into the object, so each run gets its own. */
export interface Program {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly shaderKey: string;
  readonly dispatchLayout: { readonly x: number[] };
  readonly dispatch: [number, number, number];
  readonly workgroupSize: [number, number, number];
  readonly uniforms: string;
  getUserCode(): string;
}

/** The part of TensorFlow.js' WebGPU backend that kernels are run by. */
export interface Gpu {
  readonly device: {
    readonly limits: { readonly maxStorageBufferBindingSize: number };
    readonly queue: { writeBuffer(buffer: object, offset: number, data: Float32Array): void };
  };
  readonly tensorMap: { get(id: tf.DataId): { readonly resource: object } };
  /** Gives a tensor its buffer. */
  uploadToGPU(id: tf.DataId): void;
  makeTensorInfo(shape: number[], dtype: "float32"): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
  runWebGPUProgram(
    program: Program,
    inputs: tf.TensorInfo[],
    dtype: "float32",
    uniforms: Uniform[],
    output: tf.TensorInfo,
  ): tf.TensorInfo;
}

/** The active backend. @throws {Error} where it does not compute on WebGPU. */
export function activeGpu(): Gpu {
  const name = tf.getBackend();
  if (name !== "webgpu")
    throw new Error(
      `The loss was compiled for WebGPU, but TensorFlow.js now computes on \`${name}\`: call \`await tf.setBackend("webgpu")\` before.`,
    );
  return tf.backend() as unknown as Gpu;
}

/** A tensor that TensorFlow.js knows of, from what the backend has made. */
export const tensorOf = ({ dataId, dtype }: tf.TensorInfo, shape: readonly number[]): tf.Tensor =>
  tf.engine().makeTensorFromTensorInfo({ dataId, dtype, shape: [...shape] });

/**
 * A tensor of some numbers. TensorFlow.js would map a new buffer for them, for which a driver may take a millisecond; the queue brings them into one that is there.
 */
export function uploaded(gpu: Gpu, data: ArrayLike<number>, shape: readonly number[]): tf.Tensor {
  if (data.length === 0) return tf.tensor([], [...shape], "float32");
  const info = gpu.makeTensorInfo([...shape], "float32");
  gpu.uploadToGPU(info.dataId);
  gpu.device.queue.writeBuffer(gpu.tensorMap.get(info.dataId).resource, 0, Float32Array.from(data));
  return tensorOf(info, shape);
}
