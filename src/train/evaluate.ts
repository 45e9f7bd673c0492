import * as tf from "@tensorflow/tfjs";
import type { Case } from "../data/case.js";
import type { Loss } from "../embed/loss.js";
import type { Clock } from "../schedule/clock.js";
import { stacked } from "./batches.js";
import { meanOf, type Scores } from "./metrics.js";
import { activated, activatedLogits, logitsOf, type Network } from "./network.js";
import { type Channels, scoresOf } from "./scores.js";

/** A term of the program at one moment: its weight, and its unweighted value as a mean over images. */
export interface TermValue {
  readonly label: string;
  readonly weight: number;
  readonly value: number;
}

/** What a network is worth on images it has not learnt from. */
export interface Evaluation {
  /** Of the program, with the weights of the moment. */
  readonly value: number;
  /** Of the program, with the weights of the end of training: comparable over all epochs. */
  readonly reference: number;
  /** The terms that count at the moment. */
  readonly terms: readonly TermValue[];
  /** Means over the images that have a score. */
  readonly scores: Scores;
  /** One for each image, in order. */
  readonly images: readonly Scores[];
}

export interface EvaluateOptions {
  readonly network: Network;
  readonly loss: Loss;
  readonly channels: Channels;
  readonly clock: Clock;
  /** Size of a pixel in rows and columns. Default: what the task says, or 1. */
  readonly spacing?: readonly number[];
  /** Images of one size that go through the network together. Default 8; large ones go alone. */
  readonly batch?: number;
}

/** More pixels than this at once would only cost memory. */
const MOST_PIXELS = 2 ** 18;

/** Scores and loss of whole images, whatever their sizes. Images are as the network takes them (`prepared`). */
export async function evaluate(cases: readonly Case[], options: EvaluateOptions): Promise<Evaluation> {
  const { network, loss, channels, clock, spacing, batch = 8 } = options;
  let [value, reference] = [0, 0];
  const terms = new Map<string, { weight: number; value: number }>();
  const images: Scores[] = [];
  for (const group of groups(cases, batch)) {
    const share = group.length / cases.length;
    const { height, width } = group[0]!;
    const logits = logitsOf(network, group);
    const tensors = tf.tidy(() => ({
      prediction: activatedLogits(logits, loss.program),
      probabilities: activated(logits),
      target: tf.tensor3d(stacked(group).masks, [group.length, height, width]),
    }));
    try {
      const { prediction, target } = tensors;
      const outcome = await loss.evaluate({ prediction, target, ...(spacing && { spacing }) }, clock);
      value += share * outcome.value;
      reference += share * outcome.reference;
      for (const term of outcome.terms) {
        const sum = terms.get(term.label)?.value ?? 0;
        terms.set(term.label, { weight: term.weight, value: sum + share * term.value });
      }
      const probabilities = (await tensors.probabilities.data()) as Float32Array;
      const length = height * width * channels.classes;
      group.forEach(({ mask }, i) => {
        images.push(scoresOf(probabilities.slice(i * length, (i + 1) * length), mask, height, width, channels));
      });
    } finally {
      tf.dispose([logits, ...Object.values(tensors)]);
    }
  }
  return {
    value,
    reference,
    terms: [...terms].map(([label, term]) => ({ label, ...term })),
    scores: meanOf(images),
    images,
  };
}

/** Neighbours of one size, as many together as are worth it. */
function groups(cases: readonly Case[], batch: number): Case[][] {
  const result: Case[][] = [];
  for (const item of cases) {
    const last = result.at(-1);
    const [first] = last ?? [];
    const fits =
      first?.height === item.height &&
      first.width === item.width &&
      last!.length < batch &&
      (last!.length + 1) * item.height * item.width <= MOST_PIXELS;
    if (fits) last!.push(item);
    else result.push([item]);
  }
  return result;
}
