import * as tf from "@tensorflow/tfjs";
import type { Node } from "../../graph/ops.js";
import { type Backend, type Bindings, type FusedBackend, NoSynchronousRead } from "../backend.js";
import { runCoroutine, runCoroutineAsync } from "../coroutine.js";
import { requireSoundDevice, watchDevice } from "../tensors/device.js";
import { activeGpu, uploaded } from "./device.js";
import { GpuExecutable } from "./executable.js";
import { DeferredFiniteCheck, readBack, requireFinite } from "./readback.js";
import { type ReadbackParts, stepsOf } from "./run.js";
import { writeDistance } from "./wgsl/distance.js";

/**
 * Fused kernels in WGSL, run by TensorFlow.js' WebGPU backend on tensors of its own: what it computes is a tensor like any other, and nothing is read back within
 * a step. Float32. Routines that only the host has run in `executeAsync` alone. Operations that have no shader are left to `tfjs`, the backend that calls
 * TensorFlow.js for each.
 *
 * Running and reading throw {@link DeviceError} if the device has reported an error since the last time. Shaders look through predictions as they read them:
 * `executeAsync` throws {@link NotFinite}, `execute` does so in a later call, once the device has answered.
 */
export function webgpuBackend(tfjs: Backend<tf.Tensor>): FusedBackend<tf.Tensor> {
  let loaded = new WeakMap<Node, Map<string, GpuExecutable>>();

  const executable = (roots: readonly Node[], bindings: Bindings<tf.Tensor>): GpuExecutable => {
    const key = signature(roots, bindings);
    const first = roots[0]!;
    const programs = loaded.get(first) ?? new Map<string, GpuExecutable>();
    loaded.set(first, programs);
    const isNumber = (name: string) => !bindings.tensors.has(name);
    const found = programs.get(key) ?? new GpuExecutable(roots, bindings.known ?? new Map(), bindings.sizes, isNumber);
    programs.set(key, found);
    return found;
  };

  const finiteCheck = new DeferredFiniteCheck();

  const ready = (roots: readonly Node[], bindings: Bindings<tf.Tensor>): GpuExecutable => {
    watchDevice();
    // Training may never read a value: an error of one step is raised by a step that follows.
    requireSoundDevice();
    finiteCheck.raise();
    return executable(roots, bindings);
  };

  const executeNow = (program: GpuExecutable, bindings: Bindings<tf.Tensor>): tf.Tensor[] => {
    const wanted: ReadbackParts = finiteCheck.pending ? [] : ["finite"];
    const { values, readback } = runCoroutine(stepsOf(program, bindings, tfjs, wanted), ({ routine }) => {
      throw new NoSynchronousRead(
        `\`${routine}\` runs on the host, and the webgpu backend cannot be read at once: call \`valueAndGrad\`, which waits for it.`,
      );
    });
    if (readback) void finiteCheck.start(activeGpu(), program, readback);
    return values as tf.Tensor[];
  };

  const executeLater = async (program: GpuExecutable, bindings: Bindings<tf.Tensor>): Promise<tf.Tensor[]> => {
    await requireFinite(program, bindings);
    // Target-only numbers stay on the device, where they are needed.
    const wanted: ReadbackParts = program.finiteChecked.length ? ["finite", "numbers"] : [];
    const finished = await runCoroutineAsync(stepsOf(program, bindings, tfjs, wanted), ({ values }) =>
      values.map((value) => tfjs.read(value)),
    );
    return finished.readback ? readBack(activeGpu(), program, finished) : (finished.values as tf.Tensor[]);
  };

  return {
    name: "webgpu",
    derived: {},
    routines: { distanceTransform: writeDistance },
    synchronous: false,
    upload: (data, shape) => uploaded(activeGpu(), data, shape),
    shape: tfjs.shape,
    readSync: tfjs.readSync,
    read: tfjs.read,
    clone: tfjs.clone,
    dispose: tfjs.dispose,
    release: () => {
      loaded = new WeakMap();
    },
    // The host cannot see what lies on the device.
    view: () => undefined,
    settle: (_, value) => tf.keep(tf.clone(value)),
    execute: (roots, bindings) => (roots.length ? executeNow(ready(roots, bindings), bindings) : []),
    executeAsync: async (roots, bindings) => (roots.length ? executeLater(ready(roots, bindings), bindings) : []),
  };
}

/** What a program is compiled for, beside the roots' graph. */
function signature(roots: readonly Node[], { tensors, sizes, known }: Bindings<tf.Tensor>): string {
  const before = [...(known?.keys() ?? [])].map(({ id }) => id);
  return `${roots.map(({ id }) => id)}|${before}|${[...sizes].flat()}|${[...tensors.keys()]}`;
}
