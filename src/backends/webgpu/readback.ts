import * as tf from "@tensorflow/tfjs";
import type { Node } from "../../graph/ops.js";
import { type Bindings, NotFinite } from "../backend.js";
import { requireSoundDevice } from "../tensors/device.js";
import type { Gpu } from "./device.js";
import type { GpuExecutable } from "./executable.js";
import type { Finished } from "./run.js";

/** Waits for a run: one read of a few numbers. @throws {NotFinite} where a watched prediction is not finite. */
export async function readBack(
  gpu: Gpu,
  executable: GpuExecutable,
  { values, readback: report }: Finished,
): Promise<tf.Tensor[]> {
  try {
    const numbers = report ? await read(gpu, report) : [];
    requireSoundDevice();
    refuse(executable, numbers);
    const at = (root: Node) => executable.finiteChecked.length + executable.numbers.indexOf(root);
    return executable.roots.map((root, i) => values[i] ?? tf.scalar(numbers[at(root)]!));
  } catch (error) {
    tf.dispose(values.filter((value) => value !== undefined));
    throw error;
  }
}

/** @throws {NotFinite} where a prediction that no shader looks through is not finite: vertices, and what is read at positions alone. */
export async function requireFinite(
  { notFiniteChecked: unwatched }: GpuExecutable,
  { tensors }: Bindings<tf.Tensor>,
): Promise<void> {
  for (const input of unwatched) {
    const data = (await tensors.get(input.attributes.name)?.data()) ?? [];
    for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) throw new NotFinite(input);
  }
}

/** Looks after runs that nobody waits for: at what their predictions came to, one run at a time, whenever the device answers. */
export class DeferredFiniteCheck {
  #found: NotFinite | undefined;
  #looking = false;

  get looking(): boolean {
    return this.#looking;
  }

  /** Reads the report of a run, later. */
  async look(gpu: Gpu, executable: GpuExecutable, report: tf.TensorInfo): Promise<void> {
    this.#looking = true;
    try {
      refuse(executable, await read(gpu, report));
    } catch (error) {
      // What goes wrong with the device is told elsewhere.
      if (error instanceof NotFinite) this.#found = error;
    } finally {
      this.#looking = false;
    }
  }

  /** @throws {NotFinite} once, where one was found since the last time. */
  tell(): void {
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

function refuse({ finiteChecked: watched }: GpuExecutable, numbers: ArrayLike<number>): void {
  const found = watched.find((_, i) => numbers[i] !== 0);
  if (found) throw new NotFinite(found);
}
