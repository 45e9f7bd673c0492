import * as tf from "@tensorflow/tfjs";
import type { Node } from "../../graph/ops.js";
import { type Bindings, type FusedBackend, NoSynchronousRead } from "../backend.js";
import { drive, driveAsync } from "../drive.js";
import { requireSoundDevice, watchDevice } from "../tfjs/device.js";
import { tfjsBackend } from "../tfjs/index.js";
import { activeGpu, uploaded } from "./device.js";
import { Executable } from "./executable.js";
import { stepsOf } from "./run.js";
import { writeDistance } from "./wgsl/distance.js";

/**
 * Fused kernels in WGSL, run by TensorFlow.js' WebGPU backend on tensors of its own: what it computes is a tensor like any other, and nothing is read back within
 * a step. Float32. Routines that only the host has run in `executeAsync` alone.
 *
 * Running and reading throw {@link DeviceError} if the device has reported an error since the last time.
 */
export function webgpuBackend(): FusedBackend<tf.Tensor> {
  const tfjs = tfjsBackend();
  let loaded = new WeakMap<Node, Map<string, Executable>>();

  const executable = (roots: readonly Node[], bindings: Bindings<tf.Tensor>): Executable => {
    const key = signature(roots, bindings);
    const first = roots[0]!;
    const programs = loaded.get(first) ?? new Map<string, Executable>();
    loaded.set(first, programs);
    const isNumber = (name: string) => !bindings.tensors.has(name);
    const found = programs.get(key) ?? new Executable(roots, bindings.known ?? new Map(), bindings.sizes, isNumber);
    programs.set(key, found);
    return found;
  };

  const steps = (roots: readonly Node[], bindings: Bindings<tf.Tensor>) => {
    watchDevice();
    // Training may never read a value: what went wrong in a step is told by the next.
    requireSoundDevice();
    return stepsOf(executable(roots, bindings), bindings, tfjs);
  };

  return {
    name: "webgpu",
    derived: {},
    routines: { distance: writeDistance },
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
    // What lies on the device is never at hand.
    view: () => undefined,
    settle: (_, value) => tf.keep(tf.clone(value)),
    execute: (roots, bindings) =>
      roots.length
        ? drive(steps(roots, bindings), ({ routine }) => {
            throw new NoSynchronousRead(
              `\`${routine}\` runs on the host, and the webgpu backend cannot be read at once: call \`valueAndGrad\`, which waits for it.`,
            );
          })
        : [],
    executeAsync: async (roots, bindings) =>
      roots.length ? driveAsync(steps(roots, bindings), ({ values }) => values.map((value) => tfjs.read(value))) : [],
  };
}

/** What a program is compiled for, beside the roots' graph. */
function signature(roots: readonly Node[], { tensors, sizes, known }: Bindings<tf.Tensor>): string {
  const before = [...(known?.keys() ?? [])].map(({ id }) => id);
  return `${roots.map(({ id }) => id)}|${before}|${[...sizes].flat()}|${[...tensors.keys()]}`;
}
