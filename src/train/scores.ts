import { bettiError, clDice, diceCoefficient, type Scores } from "./metrics.js";

/** What the channels of a prediction are. */
export interface Channels {
  readonly classes: number;
  /** A label in masks that does not count. */
  readonly ignore?: number;
}

/**
 * Scores of one image: the mean over foreground classes. A pixel of several exclusive classes belongs to the likeliest, of one class to it above 0.5. Ignored
 * pixels are background in prediction and mask.
 *
 * @param probabilities `[height, width, classes]`
 * @param mask `[height, width]`: 0 and 1, or class numbers.
 */
export function scoresOf(
  probabilities: Float32Array,
  mask: Float32Array,
  height: number,
  width: number,
  channels: Channels,
): Scores {
  const predicted = labelsOf(probabilities, channels);
  const foreground = foregroundOf(channels);
  const total = { dice: 0, clDice: 0, bettiError: 0 };
  for (const label of foreground) {
    const [p, t] = [
      Float32Array.from(mask, (m, i) => Number(m !== channels.ignore && predicted[i] === label)),
      Float32Array.from(mask, (m) => Number(m === label)),
    ];
    total.dice += diceCoefficient(p, t);
    total.clDice += clDice(p, t, height, width);
    total.bettiError += bettiError(p, t, height, width);
  }
  const count = foreground.length;
  return { dice: total.dice / count, clDice: total.clDice / count, bettiError: total.bettiError / count };
}

/** The labels in a mask that are not background: 1 for one class, else 1 to `classes` − 1. */
export const foregroundOf = ({ classes }: Channels): readonly number[] =>
  classes === 1 ? [1] : Array.from({ length: classes - 1 }, (_, i) => i + 1);

/** The label of every pixel; of equally likely classes the first. */
export function labelsOf(probabilities: Float32Array, { classes }: Channels): Uint8Array {
  const labels = new Uint8Array(probabilities.length / classes);
  for (let i = 0; i < labels.length; i++) {
    if (classes === 1) labels[i] = Number(probabilities[i]! > 0.5);
    else {
      let best = 0;
      for (let c = 1; c < classes; c++)
        if (probabilities[i * classes + c]! > probabilities[i * classes + best]!) best = c;
      labels[i] = best;
    }
  }
  return labels;
}

/** How likely each pixel is foreground, `[height, width]`: the one class, or all but the background. */
export function foregroundProbability(probabilities: Float32Array, { classes }: Channels): Float32Array {
  if (classes === 1) return probabilities;
  return Float32Array.from({ length: probabilities.length / classes }, (_, i) => 1 - probabilities[i * classes]!);
}

/** The mean of scores. */
export function meanOf(scores: readonly Scores[]): Scores {
  const mean = (of: (s: Scores) => number) => scores.reduce((sum, s) => sum + of(s), 0) / scores.length;
  return { dice: mean((s) => s.dice), clDice: mean((s) => s.clDice), bettiError: mean((s) => s.bettiError) };
}
