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
  readonly device: { readonly limits: { readonly maxStorageBufferBindingSize: number } };
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
