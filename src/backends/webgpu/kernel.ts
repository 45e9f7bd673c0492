import type * as tf from "@tensorflow/tfjs";
import type { Node } from "../../graph/ops.js";
import type { Gpu, GpuProgram, Uniform } from "./device.js";
import { type Shader, workgroupSize as usual } from "./wgsl/shader.js";

/** A shader, and what it is run on. */
export interface GpuKernel {
  readonly key: string;
  readonly code: string;
  readonly inputs: readonly Node[];
  /** Entries of each input that are read at a time, and of the output that are written. */
  readonly inputWidths: readonly number[];
  readonly outputWidth: number;
  readonly uniforms: readonly Node[];
  readonly starts: readonly number[];
  readonly readsWorkspace: boolean;
  readonly groups: number;
  /** Invocations of a workgroup. */
  readonly threads: number;
  /** The value that gets a tensor of its own, of so many entries; absent: results go into the workspace. */
  readonly makes?: { readonly node: Node; readonly entries: number };
}

/** The same text is the same pipeline, whichever program it is part of: TensorFlow.js keeps pipelines by this key. */
const keys = new Map<string, string>();

/** How a kernel is spread over a device, and what it makes. */
export type Spread = Pick<GpuKernel, "groups" | "makes"> & Partial<Pick<GpuKernel, "threads">>;

export function kernelOf(
  shader: Shader,
  lines: readonly string[],
  { groups, threads = usual, makes }: Spread,
): GpuKernel {
  const code = shader.text(lines);
  const key = keys.get(code) ?? `losslang:${keys.size}`;
  keys.set(code, key);
  const { inputs, inputWidths, outputWidth, uniforms, starts, readsWorkspace } = shader;
  const reads = { inputs, inputWidths, uniforms, starts, readsWorkspace };
  return { key, code, ...reads, outputWidth, groups, threads, ...(makes && { makes }) };
}

/** What a run gives a kernel. */
export interface KernelInputs {
  tensor(node: Node): tf.TensorInfo;
  number(node: Node): number;
  readonly workspace: tf.TensorInfo | undefined;
}

/** Records a kernel for the device; its results are written into `output`. */
export function dispatchKernel(gpu: Gpu, kernel: GpuKernel, run: KernelInputs, output: tf.TensorInfo): void {
  const { inputs, uniforms, starts, readsWorkspace } = kernel;
  const bound = inputs.map((node, i) => [`in${i}`, run.tensor(node)] as const);
  const numbers = uniforms.map((node): Uniform => ({ type: "float32", data: [run.number(node)] }));
  const places = starts.map((start): Uniform => ({ type: "int32", data: [start] }));
  gpu.runWebGPUProgram(
    program(kernel, readsWorkspace ? [...bound.map(([name]) => name), "space"] : bound.map(([name]) => name), {
      uniforms: [...uniforms.map((_, i) => `u${i} : f32, `), ...starts.map((_, i) => `s${i} : i32, `)].join(""),
      shape: output.shape,
      widths: [...kernel.inputWidths, ...(readsWorkspace ? [1] : [])],
    }),
    [...bound.map(([, tensor]) => flat(tensor)), ...(readsWorkspace ? [run.workspace!] : [])],
    "float32",
    [...numbers, ...places],
    output,
  );
}

const excerpt = {
  key: "losslang:excerpt",
  code: `fn main(index : i32) {
  let group = i32((workgroupId.z * numWorkgroups.y + workgroupId.y) * numWorkgroups.x + workgroupId.x);
  let e = group * ${usual} + i32(localIndex);
  if (e < uniforms.outShape) { result[e] = space[uniforms.start + e]; }
}`,
};

/** A part of the workspace as a tensor of its own. */
export function takeOut(gpu: Gpu, workspace: tf.TensorInfo, start: number, entries: number): tf.TensorInfo {
  const output = gpu.makeTensorInfo([entries], "float32");
  const groups = Math.ceil(entries / usual);
  return gpu.runWebGPUProgram(
    program({ ...excerpt, groups }, ["space"], { uniforms: "start : i32, ", shape: output.shape }),
    [workspace],
    "float32",
    [{ type: "int32", data: [start] }],
    output,
  );
}

/** Some numbers of the workspace, one after the other in a tensor of their own. */
export function gathered(gpu: Gpu, workspace: tf.TensorInfo, starts: readonly number[]): tf.TensorInfo {
  const output = gpu.makeTensorInfo([starts.length], "float32");
  const lines = starts.map((_, i) => `result[${i}] = space[uniforms.s${i}];`);
  const code = `fn main(index : i32) { if (index == 0) { ${lines.join(" ")} } }`;
  return gpu.runWebGPUProgram(
    program({ key: `losslang:gathered${starts.length}`, code, groups: 1 }, ["space"], {
      uniforms: starts.map((_, i) => `s${i} : i32, `).join(""),
      shape: output.shape,
    }),
    [workspace],
    "float32",
    starts.map((start) => ({ type: "int32", data: [start] })),
    output,
  );
}

const program = (
  {
    key,
    code,
    groups,
    threads = usual,
    outputWidth = 1,
  }: Pick<GpuKernel, "key" | "code" | "groups"> & Partial<GpuKernel>,
  variableNames: string[],
  { uniforms, shape, widths }: { readonly uniforms: string; readonly shape: number[]; readonly widths?: number[] },
): GpuProgram => ({
  variableNames,
  outputShape: shape,
  shaderKey: key,
  dispatchLayout: { x: [0] },
  dispatch: [groups, 1, 1],
  workgroupSize: [threads, 1, 1],
  variableComponents: widths ?? variableNames.map(() => 1),
  outputComponent: outputWidth,
  uniforms,
  getUserCode: () => code,
});

/** The tensor as a list, so that no pipeline depends on its rank. */
const flat = ({ dataId, dtype, shape }: tf.TensorInfo): tf.TensorInfo => ({
  dataId,
  dtype,
  shape: [shape.reduce((a, b) => a * b, 1)],
});
