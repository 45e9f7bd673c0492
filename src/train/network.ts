import * as tf from "@tensorflow/tfjs";
import { type Case, DataError } from "../data/case.js";
import type { Program } from "../program/program.js";
import { paddedToMultiple } from "./crops.js";
import type { Samples } from "./samples.js";
import type { Channels } from "./scores.js";

/** A model with what is needed to put images of any size through it. */
export interface Network {
  /** From `[batch, height, width, channels]` to logits `[batch, height, width, classes]`. */
  readonly model: tf.LayersModel;
  /** What height and width must be multiples of: `unetStride`. */
  readonly stride: number;
}

/** Makes logits what the program asked for. */
export const activatedLogits = (logits: tf.Tensor4D, program: Program): tf.Tensor4D =>
  program.task.prediction === "logits" ? logits : activated(logits);

/** Probabilities of logits: a sigmoid for one channel, a softmax over several. */
export const activated = (logits: tf.Tensor4D): tf.Tensor4D =>
  logits.shape[3] === 1 ? tf.sigmoid(logits) : tf.softmax(logits);

/** Images and masks as tensors; the caller disposes of them. */
export function sampleTensors({ count, height, width, channels, images, masks }: Samples): {
  images: tf.Tensor4D;
  target: tf.Tensor3D;
} {
  return {
    images: tf.tensor4d(images, [count, height, width, channels]),
    target: tf.tensor3d(masks, [count, height, width]),
  };
}

/** Logits of whole images of one size `[count, height, width, classes]`: extended to what the network takes, and cut back. The caller disposes of them. */
export function logitsOf({ model, stride }: Network, cases: readonly Case[]): tf.Tensor4D {
  const { height, width, channels } = cases[0]!;
  return tf.tidy(() => {
    const padded = cases.map((item) => paddedToMultiple(item.image, item, stride));
    const images = padded.map(({ data, height: h, width: w }) => tf.tensor3d(data, [h, w, channels]));
    const logits = model.predict(tf.stack(images)) as tf.Tensor4D;
    return tf.slice(logits, [0, 0, 0, 0], [cases.length, height, width, logits.shape[3]]);
  });
}

/**
 * The channels a network needs for a program and its data.
 *
 * @param classes of the masks: 1 for binary ones, else one more than the largest class number.
 * @throws {DataError} if the program's task is about other data.
 */
export function channelsFor({ task }: Program, classes: number): Channels {
  const { heads, masks, space, classes: named, exclusive, ignore } = task;
  const refuse = (what: string, remedy: string): never => {
    throw new DataError(`the specification's task does not fit: ${what}; ${remedy}`);
  };
  if (space === 3) refuse("it describes volumes, and the data is images", "write `space: 2d`, or leave it out");
  if (heads.length)
    refuse(`it names the heads ${heads.join(", ")}, and the network has one output`, "leave `heads` out");
  if (masks.length)
    refuse(
      `it names the masks ${masks.join(", ")}, and the data has none`,
      "leave `masks` out, or mark the pixels with a label and `ignore` it",
    );
  const given = ignore === undefined ? {} : { ignore };
  if (!named) return { classes, ...given };
  const list = named.join(", ");
  if (exclusive === false) {
    if (named.length > 1)
      refuse(
        `the labels ${list} may overlap, and a mask gives each pixel one`,
        "name `classes:`, the background first, if a pixel has one; planes that overlap are for `losslang eval` and your own training loop",
      );
    if (classes > 1)
      refuse(
        `it names one label, ${list}, and the masks hold class numbers up to ${classes - 1}`,
        "name `classes:`, the background first",
      );
    return { classes: 1, ...given };
  }
  if (classes === 1 && named.length > 2)
    refuse(`it names ${named.length} classes (${list}), and the masks are binary`, "name two, the background first");
  if (classes > named.length)
    refuse(
      `it names ${named.length} classes (${list}), and the masks hold class numbers up to ${classes - 1}`,
      `name ${classes}, the background first`,
    );
  return { classes: named.length, ...given };
}
