import type * as tf from "@tensorflow/tfjs";
import { stdlib } from "../../../stdlib/index.js";
import { traitsOf } from "../../backends/tensors/traits.js";
import type { Loss } from "../../embed/loss.js";
import type { Clock } from "../../schedule/clock.js";
import { type HostArray, mapBatch } from "../../testing/arrays.js";
import { type BatchOptions, drawnBatch } from "../../testing/batches.js";
import type { Lap } from "./timing.js";

/** Steps of a training loop around a loss: the predictions are variables, standing for what a model gives out. */
export interface Stepper {
  step(): Promise<Lap>;
  /** Milliseconds a step takes of many that are begun before the last is waited for; nothing where a step cannot be begun without waiting. */
  enqueued(expected: number): Promise<number | undefined>;
  dispose(): void;
}

/** So much work is enqueued at a time, in milliseconds, and no more steps than that. */
const enqueuing = { milliseconds: 300, most: 100 };

const library = new Map(stdlib.map((loss) => [loss.name, loss]));

/** Normal logits as a network has them at first, smooth blobs as targets and masks; always the same, so that figures can be compared over time. */
const drawn = (shape: readonly number[]): BatchOptions => ({
  shape,
  seed: 7,
  scenario: { prediction: "normal", target: "blobs" },
  mask: "blobs",
});

/**
 * What is timed: `tf.variableGrads` over the loss, as `optimizer.minimize` calls it, then the value and the gradient read back. Making the batch is not. Where a
 * routine of the host must wait for a GPU, it is `valueAndGrad`.
 *
 * @param shape of the prediction
 */
export function stepper(
  loss: Loss,
  shape: readonly number[],
  { fresh = false, clock }: { readonly fresh?: boolean; readonly clock: Clock },
  tensors: typeof tf,
): Stepper {
  const held: tf.Tensor[] = [];
  const variables: tf.Variable[] = [];
  const tensor = (array: HostArray) => tensors.tensor(Float32Array.from(array.data), [...array.shape]);
  const keptTensor = (array: HostArray) => {
    const kept = tensor(array);
    held.push(kept);
    return kept;
  };
  const variable = (array: HostArray) => {
    const made = tensors.tidy(() => tensors.variable(tensor(array)));
    variables.push(made);
    return made;
  };
  const data = drawnBatch(loss.program, library, drawn(shape));
  const { target: first, ...rest } = mapBatch<tf.Tensor>(data, keptTensor, variable);
  const content = Float32Array.from(data.target.data);
  let target = first;
  let steps = 0;
  const renew = () => {
    if (!fresh) return;
    target.dispose();
    target = tensors.tensor(rolled(content, ++steps * shape.at(-1)! * shape.at(-2)!), [...data.target.shape]);
  };
  const begin = (): Begun => {
    const { value, grads } = tensors.variableGrads(() => loss({ ...rest, target }, clock), variables);
    return { value, gradients: Object.values(grads) };
  };
  const readAtOnce = traitsOf(tensors.getBackend()).readsSynchronously;
  let waits = false;
  const finish = async (): Promise<Begun> => {
    const { gradients } = await loss.valueAndGrad({ ...rest, target }, clock);
    return { gradients: Object.values(gradients) };
  };
  return {
    async step() {
      renew();
      if (readAtOnce) return lap(begin);
      if (!waits) {
        try {
          return await lapOfGpu(async () => begin());
        } catch (error) {
          if (!(error instanceof Error) || error.name !== "NoSynchronousRead") throw error;
          waits = true;
        }
      }
      return lapOfGpu(finish);
    },
    async enqueued(expected) {
      if (waits) return undefined;
      const count = Math.max(3, Math.min(enqueuing.most, Math.ceil(enqueuing.milliseconds / expected)));
      const begun = performance.now();
      for (let i = 1; i < count; i++) {
        renew();
        release(begin());
      }
      const last = begin();
      await last.value!.data();
      const took = performance.now() - begun;
      release(last);
      return took / count;
    },
    dispose() {
      for (const one of [...held, ...variables, target]) one.dispose();
      loss.dispose();
    },
  };
}

/** The same images some rows further down: no content that was seen in as many steps as there are rows. */
function rolled(data: Float32Array, entries: number): Float32Array {
  const by = entries % data.length;
  const moved = new Float32Array(data.length);
  moved.set(data.subarray(data.length - by));
  moved.set(data.subarray(0, data.length - by), by);
  return moved;
}

/** What a step has made: its value is left out where it has been read already. */
interface Begun {
  readonly value?: tf.Tensor;
  readonly gradients: readonly tf.Tensor[];
}

function release({ value, gradients }: Begun): void {
  for (const held of [...(value ? [value] : []), ...gradients]) held.dispose();
}

function lap(work: () => Begun): Lap {
  const begun = performance.now();
  const made = work();
  made.value?.dataSync();
  const resident = performance.now() - begun;
  for (const gradient of made.gradients) gradient.dataSync();
  const all = performance.now() - begun;
  release(made);
  return { resident, all };
}

async function lapOfGpu(work: () => Promise<Begun>): Promise<Lap> {
  const begun = performance.now();
  const made = await work();
  await made.value?.data();
  const resident = performance.now() - begun;
  for (const gradient of made.gradients) await gradient.data();
  const all = performance.now() - begun;
  release(made);
  return { resident, all };
}
