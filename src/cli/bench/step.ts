import type * as tf from "@tensorflow/tfjs";
import { traitsOf } from "../../backends/tensors/traits.js";
import type { Loss } from "../../embed/loss.js";
import type { Batch } from "../../run/batch.js";
import type { Clock } from "../../schedule/clock.js";
import type { Raw } from "./data.js";
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

/**
 * What is timed: `tf.variableGrads` over the loss, as `optimizer.minimize` calls it, then the value and the gradient read back. Making the batch is not. Where a
 * routine of the host must wait for a GPU, it is `valueAndGrad`.
 */
export function stepper(
  loss: Loss,
  data: Batch<Raw>,
  { fresh = false, clock }: { readonly fresh?: boolean; readonly clock: Clock },
  tensors: typeof tf,
): Stepper {
  const tensor = ({ shape, data: values }: Raw) => tensors.tensor(values, [...shape]);
  const variable = (raw: Raw) => tensors.tidy(() => tensors.variable(tensor(raw)));
  const single = isRaw(data.prediction) ? variable(data.prediction) : undefined;
  const heads = isRaw(data.prediction) ? {} : mapped(data.prediction, variable);
  const variables = single ? [single] : Object.values(heads);
  const masks = data.masks && mapped(data.masks, tensor);
  const fields = data.fields && mapped(data.fields, tensor);
  const rest = { prediction: single ?? heads, ...(masks && { masks }), ...(fields && { fields }) };
  let target = tensor(data.target);
  let steps = 0;
  const renew = () => {
    if (!fresh) return;
    target.dispose();
    target = tensor(rolled(data.target, ++steps));
  };
  const begin = (): Begun => {
    const { value, grads } = tensors.variableGrads(() => loss({ ...rest, target }, clock), variables);
    return { value, slopes: Object.values(grads) };
  };
  const readAtOnce = traitsOf(tensors.getBackend()).readsSynchronously;
  let waits = false;
  const finish = async (): Promise<Begun> => {
    const { gradients } = await loss.valueAndGrad({ ...rest, target }, clock);
    return { slopes: Object.values(gradients) };
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
      for (const held of [...variables, ...Object.values({ ...masks }), ...Object.values({ ...fields }), target])
        held.dispose();
      loss.dispose();
    },
  };
}

/** The same images some rows further down: no content that was seen in as many steps as there are rows. */
function rolled({ shape, data }: Raw, rows: number): Raw {
  const by = (rows * shape.at(-1)! * shape.at(-2)!) % data.length;
  const moved = new Float32Array(data.length);
  moved.set(data.subarray(data.length - by));
  moved.set(data.subarray(0, data.length - by), by);
  return { shape, data: moved };
}

/** What a step has made: its value is left out where it has been read already. */
interface Begun {
  readonly value?: tf.Tensor;
  readonly slopes: readonly tf.Tensor[];
}

function release({ value, slopes }: Begun): void {
  for (const held of [...(value ? [value] : []), ...slopes]) held.dispose();
}

function lap(work: () => Begun): Lap {
  const begun = performance.now();
  const made = work();
  made.value?.dataSync();
  const resident = performance.now() - begun;
  for (const slope of made.slopes) slope.dataSync();
  const all = performance.now() - begun;
  release(made);
  return { resident, all };
}

async function lapOfGpu(work: () => Promise<Begun>): Promise<Lap> {
  const begun = performance.now();
  const made = await work();
  await made.value?.data();
  const resident = performance.now() - begun;
  for (const slope of made.slopes) await slope.data();
  const all = performance.now() - begun;
  release(made);
  return { resident, all };
}

const isRaw = (x: Batch<Raw>["prediction"]): x is Raw => x.data instanceof Float32Array;

const mapped = <A, B>(record: Readonly<Record<string, A>>, f: (x: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, x]) => [name, f(x)]));
