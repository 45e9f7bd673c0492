import * as tf from "@tensorflow/tfjs";
import { dispatch, isCore, isRoutine, type Node } from "../../graph/ops.js";
import type { Backend, Bindings, HostTensor } from "../backend.js";
import { hostRoutine } from "../host/fastest.js";
import type { GpuCommand } from "./compiler.js";
import { activeGpu, bringing, type Gpu, uploaded } from "./device.js";
import type { GpuExecutable } from "./executable.js";
import { dispatchKernel, type GpuKernel } from "./kernel.js";
import { RunValues } from "./run-values.js";

/** What a host routine needs to read. */
interface RoutineRequest {
  readonly routine: string;
  readonly values: readonly tf.Tensor[];
}

/** A run in progress: yields what a host routine needs to read, and is given the contents. */
export type GpuRun = Generator<RoutineRequest, Finished, readonly HostTensor[]>;

/** The roots of a run; those that its readback has instead are left out. */
export interface Finished {
  readonly values: readonly (tf.Tensor | undefined)[];
  readonly readback: tf.TensorInfo | undefined;
}

/** What a run gathers in one small tensor for a single read: whether the predictions are finite, and the roots that are numbers. */
export type ReadbackParts = readonly ("finite" | "numbers")[];

/** Records the kernels of a program for the device. Nothing is read back but what host routines need. */
export function* stepsOf(
  executable: GpuExecutable,
  bindings: Bindings<tf.Tensor>,
  tfjs: Backend<tf.Tensor>,
  wanted: ReadbackParts,
): GpuRun {
  const gpu = activeGpu();
  const values = new RunValues(gpu, executable, bindings, tfjs);
  try {
    for (const [operation, done] of executable.stages) {
      switch (operation.kind) {
        case "kernel":
          runKernel(operation.kernel, gpu, values);
          break;
        case "single":
          values.keep(operation.node, runSingle(operation.node, gpu, values, tfjs));
          break;
        case "routine":
          yield* runRoutine(operation, gpu, values, tfjs);
      }
      for (const node of done) values.forget(node);
    }
    const numbers = wanted.includes("numbers") ? executable.numbers : [];
    return {
      values: executable.roots.map((root) => (numbers.includes(root) ? undefined : values.handOver(root))),
      readback: values.gather([
        ...(wanted.includes("finite") ? executable.finiteChecked.map((_, i) => i) : []),
        ...numbers.map((node) => executable.startOf(node)!),
      ]),
    };
  } finally {
    values.release();
  }
}

function runKernel(kernel: GpuKernel, gpu: Gpu, values: RunValues): void {
  const { makes } = kernel;
  dispatchKernel(gpu, kernel, values, makes ? values.make(makes.node, makes.entries) : values.workspace!);
}

/** By TensorFlow.js' own kernels. */
const runSingle = (node: Node, gpu: Gpu, values: RunValues, tfjs: Backend<tf.Tensor>): tf.Tensor =>
  values.scoped(() => {
    const args = node.args.map((arg) => values.taken(arg));
    if (node.op === "detach") return tf.clone(args[0]!);
    if (!isCore(node)) throw new Error(`\`${node.op}\` is no step of its own.`);
    return bringing(gpu, () => dispatch(tfjs.core, node, args, values.sizes));
  });

/** On the host, which reads the arguments as tensors of their own. */
function* runRoutine(
  { node, results }: GpuCommand & { kind: "routine" | "single" },
  gpu: Gpu,
  values: RunValues,
  tfjs: Backend<tf.Tensor>,
): Generator<RoutineRequest, void, readonly HostTensor[]> {
  if (!isRoutine(node)) throw new Error(`\`${node.op}\` is no routine.`);
  const args = tfjs.scoped(
    () => node.args.map((arg) => tf.clone(values.taken(arg))),
    (own) => own,
  );
  try {
    const found = hostRoutine(node, yield { routine: node.op, values: args });
    // Without nodes for its results, a routine has one.
    for (const result of results.length ? results : [undefined]) {
      const { data, shape } = found[result?.attributes.index ?? 0]!;
      values.keep(result ?? node, uploaded(gpu, data, shape));
    }
  } finally {
    tf.dispose(args);
  }
}
