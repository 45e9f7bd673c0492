import { meanOf, type Scores, scoresOfMask } from "./metrics.js";

/** What the channels of a prediction are. */
export interface Channels {
  readonly classes: number;
  /** A label in masks that does not count. */
  readonly ignore?: number;
}

/**
 * Scores of one image: the mean over the foreground classes that its mask or its prediction holds; none where neither holds any. A pixel of several exclusive classes belongs to the likeliest, of one class to it above 0.5. Ignored
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
  return meanOf(
    foregroundOf(channels).map((label) =>
      scoresOfMask(
        Float32Array.from(mask, (m, i) => Number(m !== channels.ignore && predicted[i] === label)),
        Float32Array.from(mask, (m) => Number(m === label)),
        height,
        width,
      ),
    ),
  );
}

/** The labels in a mask that are not background and count: 1 for one class, else 1 to `classes` − 1. */
export const foregroundOf = ({ classes, ignore }: Channels): readonly number[] =>
  (classes === 1 ? [1] : Array.from({ length: classes - 1 }, (_, i) => i + 1)).filter((label) => label !== ignore);

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
