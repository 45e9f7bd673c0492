import * as tf from "@tensorflow/tfjs";
import type { Case } from "../data/case.js";
import type { Loss } from "../embed/loss.js";
import type { Clock } from "../schedule/clock.js";
import type { Evaluation } from "./evaluate.js";
import type { Scores } from "./metrics.js";
import { activated, activatedLogits, logitsOf, type Network } from "./network.js";
import { type Channels, foregroundProbability, labelsOf } from "./scores.js";

/** One held-out image, looked at closely. Maps are `[height, width]`. */
export interface Example {
  readonly case: Case;
  /** Where it stands among the others: `best`, `median`, … */
  readonly rank: string;
  readonly scores: Scores;
  /** How likely each pixel is foreground, 0..1. */
  readonly probability: Float32Array;
  /** The label of each pixel. */
  readonly labels: Uint8Array;
  /** Gradient of the loss by the prediction's foreground channels, added up. Where it is negative, the loss wants more foreground. */
  readonly gradient: Float32Array;
}

/**
 * Held-out images from best to worst by Dice (without a score last), evenly spread over the ranking, with what the network and the loss say of them.
 *
 * @param cases as the network takes them, in the order in which they were evaluated.
 */
export async function examplesOf(
  cases: readonly Case[],
  { images }: Evaluation,
  options: {
    network: Network;
    loss: Loss;
    channels: Channels;
    clock: Clock;
    spacing?: readonly number[];
    count?: number;
  },
): Promise<Example[]> {
  const order = cases.map((_, i) => i).sort((a, b) => (images[b]!.dice ?? -1) - (images[a]!.dice ?? -1) || a - b);
  const count = Math.min(options.count ?? 5, order.length);
  const places = Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (order.length - 1)) / (count - 1)),
  );
  const examples: Example[] = [];
  for (const place of places) {
    const at = order[place]!;
    const maps = await mapsOf(cases[at]!, options);
    examples.push({ case: cases[at]!, rank: rankName(place, order.length), scores: images[at]!, ...maps });
  }
  return examples;
}

function rankName(place: number, count: number): string {
  if (count === 1) return "the only one";
  if (place === 0) return "best";
  if (place === count - 1) return "worst";
  return place === Math.round((count - 1) / 2) && count > 2 ? "median" : `${place + 1} of ${count}`;
}

async function mapsOf(
  item: Case,
  {
    network,
    loss,
    channels,
    clock,
    spacing,
  }: { network: Network; loss: Loss; channels: Channels; clock: Clock; spacing?: readonly number[] },
): Promise<Pick<Example, "probability" | "labels" | "gradient">> {
  const { height, width, mask } = item;
  const logits = logitsOf(network, [item]);
  const { prediction, probabilities, target } = tf.tidy(() => ({
    prediction: activatedLogits(logits, loss.program),
    probabilities: activated(logits),
    target: tf.tensor3d(mask, [1, height, width]),
  }));
  const { gradient } = await loss.valueAndGrad({ prediction, target, ...(spacing && { spacing }) }, clock);
  const [p, contents] = (await Promise.all([probabilities.data(), gradient.data()])) as [Float32Array, Float32Array];
  tf.dispose([logits, prediction, probabilities, target, gradient]);
  return {
    probability: foregroundProbability(p, channels),
    labels: labelsOf(p, channels),
    gradient: foregroundGradient(contents, channels),
  };
}

function foregroundGradient(gradient: Float32Array, { classes }: Channels): Float32Array {
  if (classes === 1) return gradient;
  return Float32Array.from({ length: gradient.length / classes }, (_, i) => {
    let sum = 0;
    for (let c = 1; c < classes; c++) sum += gradient[i * classes + c]!;
    return sum;
  });
}
