import type * as tf from "@tensorflow/tfjs";
import type { Loss } from "../../embed/loss.js";
import type { Batch } from "../../run/batch.js";
import type { Clock } from "../../schedule/clock.js";
import type { Raw } from "./data.js";
import type { Lap } from "./timing.js";

/** Steps of a training loop around a loss: the predictions are variables, standing for what a model gives out. */
export interface Stepper {
  step(): Lap;
  dispose(): void;
}

/**
 * What is timed: `tf.variableGrads` over the loss, as `optimizer.minimize` calls it, then the value and the gradient read back. Making the batch is not.
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
  return {
    step() {
      if (fresh) {
        target.dispose();
        target = tensor(rolled(data.target, ++steps));
      }
      return lap(() => tensors.variableGrads(() => loss({ ...rest, target }, clock), variables));
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

function lap(work: () => { readonly value: tf.Scalar; readonly grads: tf.NamedTensorMap }): Lap {
  const begun = performance.now();
  const { value, grads } = work();
  value.dataSync();
  const resident = performance.now() - begun;
  const slopes = Object.values(grads);
  for (const slope of slopes) slope.dataSync();
  const all = performance.now() - begun;
  for (const held of [value, ...slopes]) held.dispose();
  return { resident, all };
}

const isRaw = (x: Batch<Raw>["prediction"]): x is Raw => x.data instanceof Float32Array;

const mapped = <A, B>(record: Readonly<Record<string, A>>, f: (x: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, x]) => [name, f(x)]));
