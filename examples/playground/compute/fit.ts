import * as tf from "@tensorflow/tfjs";
import { BatchError, type Program } from "../../../src/index.js";
import { asField, asHead, type LossDeclaration } from "../../../src/loss.js";
import type { PaintedScene } from "../paint/scene.js";
import type { Evaluated } from "./messages.js";

/** How a painted scene becomes the batch a program asks for. */
export interface Fit {
  readonly channels: number;
  readonly activation: Evaluated["activation"];
  readonly heads: readonly string[];
  readonly masks: readonly string[];
}

/** Probabilities are clipped to this and one minus this, so that logits stay within ±5.5. */
const least = 0.004;

/** @throws {BatchError} where a picture in two dimensions, painted by hand, is not what the program needs. */
export function fitScene(program: Program, library: ReadonlyMap<string, LossDeclaration>, scene: PaintedScene): Fit {
  const { task, terms } = program;
  if (task.space === 3)
    throw new BatchError("This program is for volumes, but images are painted here: write `space: 2d`.");
  for (const { loss, label, params } of terms) {
    const declaration = library.get(loss)!;
    if (declaration.channels !== undefined)
      throw new BatchError(
        `\`${label}\` reads ${predicted[declaration.channels]}, and what is painted here are pixels.`,
      );
    const further = Object.values(declaration.inputs).flatMap((r) => asHead(r)?.head ?? asField(r)?.field ?? []);
    if (further.some((parameter) => params[parameter] !== undefined))
      throw new BatchError(
        `\`${label}\` reads more than a prediction and a target, and nothing else can be painted here.`,
      );
  }
  const selected = Math.max(0, ...terms.flatMap(({ classes }) => classes?.indices ?? []));
  const painted = scene.classes > 2 ? scene.classes : 1;
  const channels = task.classes?.length ?? (selected > 0 ? Math.max(2, selected + 1, scene.classes) : painted);
  const values = terms.every(({ loss }) => Object.values(library.get(loss)!.inputs).includes("values"));
  const exclusive = task.exclusive ?? channels > 1;
  return {
    channels,
    activation: values ? "none" : channels === 1 ? "sigmoid" : exclusive ? "softmax" : "sigmoids",
    heads: task.heads,
    masks: task.masks,
  };
}

/** The tensors; whoever asks for them disposes of them. */
export function sceneBatch(program: Program, { channels, activation, heads, masks }: Fit, scene: PaintedScene) {
  const { width, height } = scene;
  const shares = channelProbabilities(scene, channels, activation);
  const numbers = program.task.prediction === "probabilities" ? shares : shares.map(toLogits[activation]);
  const image = () => tf.tensor4d(numbers, [1, height, width, channels]);
  const [first, ...others] = heads;
  const prediction =
    first === undefined ? image() : Object.fromEntries([first, ...others].map((head) => [head, image()]));
  const everywhere = () => tf.ones([1, height, width]);
  return {
    prediction,
    target: targetOf(scene, channels, activation),
    masks: Object.fromEntries(masks.map((mask) => [mask, everywhere()])),
  };
}

const predicted = { contour: "the vertices of a contour", space: "a field of vectors" } as const;

const logit = (p: number) => Math.log(p / (1 - p));

const toLogits: Readonly<Record<Fit["activation"], (share: number) => number>> = {
  sigmoid: logit,
  sigmoids: logit,
  softmax: Math.log,
  // A level set is below 0 inside, and grows by about one a pixel.
  none: (share) => -2 * logit(share),
};

/** What the prediction gives to each channel, bounded away from 0 and 1. */
function channelProbabilities(
  { classes, probabilities, labels }: PaintedScene,
  channels: number,
  activation: Fit["activation"],
): Float32Array {
  const painted = classes - 1;
  const shares = new Float32Array(labels.length * channels);
  const bounded = (share: number) => least + (1 - 2 * least) * Math.min(1, share / 255);
  for (let i = 0; i < labels.length; i++) {
    let object = 0;
    for (let c = 0; c < painted; c++) object += probabilities[i * painted + c]!;
    for (let c = 0; c < channels; c++) {
      const of = (k: number) => (k < painted ? probabilities[i * painted + k]! : 0);
      const share = channels === 1 ? object : activation === "softmax" ? (c === 0 ? 255 - object : of(c - 1)) : of(c);
      shares[i * channels + c] = bounded(Math.max(0, share));
    }
  }
  return shares;
}

function targetOf({ width, height, labels }: PaintedScene, channels: number, activation: Fit["activation"]): tf.Tensor {
  if (channels === 1)
    return tf.tensor3d(
      Float32Array.from(labels, (label) => Number(label > 0)),
      [1, height, width],
    );
  if (activation === "softmax")
    return tf.tensor3d(
      Float32Array.from(labels, (label) => Math.min(label, channels - 1)),
      [1, height, width],
    );
  const onehot = new Float32Array(labels.length * channels);
  labels.forEach((label, i) => {
    if (label > 0 && label <= channels) onehot[i * channels + label - 1] = 1;
  });
  return tf.tensor4d(onehot, [1, height, width, channels]);
}
