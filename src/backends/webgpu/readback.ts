import * as tf from "@tensorflow/tfjs";
import type { Node } from "../../graph/ops.js";
import { type Bindings, NotFinite } from "../backend.js";
import { requireSoundDevice } from "../tensors/device.js";
import type { Gpu } from "./device.js";
import type { GpuExecutable } from "./executable.js";
import type { Finished } from "./run.js";

/** Waits for a run: one read of a few numbers. @throws {NotFinite} where a prediction that shaders check is not finite. */
export async function readBack(
  gpu: Gpu,
  executable: GpuExecutable,
  { values, readback }: Finished,
): Promise<tf.Tensor[]> {
  try {
    const numbers = readback ? await read(gpu, readback) : [];
    requireSoundDevice();
    requireFiniteFlags(executable, numbers);
    const at = (root: Node) => executable.finiteChecked.length + executable.numbers.indexOf(root);
    return executable.roots.map((root, i) => values[i] ?? tf.scalar(numbers[at(root)]!));
  } catch (error) {
    tf.dispose(values.filter((value) => value !== undefined));
    throw error;
  }
}

/** @throws {NotFinite} where a prediction that no shader looks through is not finite: vertices, and what is read at positions alone. */
export async function requireFinite(
  { notFiniteChecked }: GpuExecutable,
  { tensors }: Bindings<tf.Tensor>,
): Promise<void> {
  for (const input of notFiniteChecked) {
    const data = (await tensors.get(input.attributes.name)?.data()) ?? [];
    for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) throw new NotFinite(input);
  }
}

/** The finite check of runs that are not waited for: of one run at a time, whenever the device answers. */
export class DeferredFiniteCheck {
  #found: NotFinite | undefined;
  #pending = false;

  get pending(): boolean {
    return this.#pending;
  }

  /** Reads back whether the predictions of a run were finite. */
  async start(gpu: Gpu, executable: GpuExecutable, readback: tf.TensorInfo): Promise<void> {
    this.#pending = true;
    try {
      requireFiniteFlags(executable, await read(gpu, readback));
    } catch (error) {
      // Errors of the device are raised elsewhere.
      if (error instanceof NotFinite) this.#found = error;
    } finally {
      this.#pending = false;
    }
  }

  /** @throws {NotFinite} once, where one was found since the last time. */
  raise(): void {
    const found = this.#found;
    this.#found = undefined;
    if (found) throw found;
  }
}

async function read(gpu: Gpu, { dataId }: tf.TensorInfo): Promise<ArrayLike<number>> {
  try {
    return await gpu.read(dataId);
  } finally {
    gpu.disposeData(dataId);
  }
}

function requireFiniteFlags({ finiteChecked }: GpuExecutable, flags: ArrayLike<number>): void {
  const found = finiteChecked.find((_, i) => flags[i] !== 0);
  if (found) throw new NotFinite(found);
}
