import * as tf from "@tensorflow/tfjs";
import type { CoreOp } from "../../graph/ops.js";
import type { Backend, Lowerings } from "../backend.js";
import { hostRoutine } from "../host/fastest.js";
import { activeTraits, requireSoundDevice, requireSynchronousRead, watchDevice } from "../tensors/device.js";
import { convolutions } from "./convolve.js";
import { tfjsDerived } from "./derived.js";
import { tfjsNeighbours } from "./neighbours.js";
import { tfjsPointwise } from "./pointwise.js";
import { tfjsPositions } from "./positions.js";
import { tfjsReductions } from "./reductions.js";
import { tfjsShape } from "./shape.js";

const core = {
  ...tfjsPointwise,
  ...tfjsReductions,
  ...tfjsShape,
  ...tfjsNeighbours,
  ...convolutions,
  ...tfjsPositions,
} satisfies Lowerings<CoreOp, tf.Tensor>;

/**
 * One TensorFlow.js call per operation, on whichever of its backends is active. Values are float32 tensors; convert others before they are bound.
 *
 * Reading throws {@link DeviceError} if the WebGPU device has reported an error since the last read, and on webgpu `readSync` throws {@link NoSynchronousRead}.
 */
export function tfjsBackend(): Backend<tf.Tensor> {
  return {
    name: "tfjs",
    core,
    derived: tfjsDerived,
    routines: {},
    hostRoutine,
    get synchronous() {
      return activeTraits().inHostMemory;
    },
    upload: (data, shape) => tf.tensor(new Float32Array(data), [...shape]),
    shape: (value) => value.shape,
    readSync: (value) => {
      requireSynchronousRead();
      return { shape: value.shape, data: value.dataSync() };
    },
    read: async (value) => {
      const data = await value.data();
      requireSoundDevice();
      return { shape: value.shape, data };
    },
    scoped: (work, kept) => {
      watchDevice();
      let result: ReturnType<typeof work> | undefined;
      tf.tidy(() => {
        result = work();
        return [...kept(result)];
      });
      return result as ReturnType<typeof work>;
    },
    clone: (value) => tf.clone(value),
    dispose: (value) => value.dispose(),
  };
}
