import { betti2d } from "../routines/components/index.js";
import { skeleton } from "../routines/skeleton/index.js";

/** How well one mask matches another, or several do. None where nothing was to be found and nothing was found: that is no merit and no fault. */
export interface Scores {
  /** Overlap, 0..1, 1 is best. */
  readonly dice: number | undefined;
  /** Overlap of the skeletons with the masks, 0..1, 1 is best. */
  readonly clDice: number | undefined;
  /** Wrong number of pieces plus wrong number of holes, 0 is best. */
  readonly bettiError: number | undefined;
}

/** Where there is no score. */
export const noScores: Scores = { dice: undefined, clDice: undefined, bettiError: undefined };

/** The mean of each score over those that have one. */
export function meanOf(scores: readonly Scores[]): Scores {
  const mean = (of: (s: Scores) => number | undefined) => {
    const known = scores.map(of).filter((score) => score !== undefined);
    return known.length ? known.reduce((sum, score) => sum + score, 0) / known.length : undefined;
  };
  return { dice: mean((s) => s.dice), clDice: mean((s) => s.clDice), bettiError: mean((s) => s.bettiError) };
}

/** The scores of one mask `[height, width]` against another. */
export function scoresOfMask(prediction: Mask, target: Mask, height: number, width: number): Scores {
  const dice = diceCoefficient(prediction, target);
  if (dice === undefined) return noScores;
  return {
    dice,
    clDice: clDice(prediction, target, height, width),
    bettiError: bettiError(prediction, target, height, width),
  };
}

/** A mask or a map of probabilities `[height, width]`; the foreground is what lies above 0.5, so a probability of exactly 0.5 (a logit of 0) is background. */
type Mask = ArrayLike<number>;

/** Dice coefficient `2|P ∩ T| / (|P| + |T|)`; none if both masks are empty. */
export function diceCoefficient(prediction: Mask, target: Mask): number | undefined {
  let both = 0;
  let sum = 0;
  for (let i = 0; i < target.length; i++) {
    const p = prediction[i]! > 0.5;
    const t = target[i]! > 0.5;
    if (p && t) both++;
    sum += Number(p) + Number(t);
  }
  return sum === 0 ? undefined : (2 * both) / sum;
}

/**
 * Centreline Dice: the harmonic mean of the share of the prediction's skeleton inside the target and the share of the target's skeleton inside the prediction.
 * None if both masks are empty, 0 if one is.
 *
 * Source: Shit et al. clDice. CVPR 2021. arXiv:2003.07311 — the metric, with hard skeletons.
 */
export function clDice(prediction: Mask, target: Mask, height: number, width: number): number | undefined {
  const precision = shareInside(skeleton(prediction, [height, width]), target);
  const sensitivity = shareInside(skeleton(target, [height, width]), prediction);
  if (precision === undefined && sensitivity === undefined) return undefined;
  const [p, s] = [precision ?? 0, sensitivity ?? 0];
  return p + s === 0 ? 0 : (2 * p * s) / (p + s);
}

/** The share of a skeleton's pixels that lie inside a mask; none if the skeleton is empty. */
function shareInside(lines: Uint8Array, mask: Mask): number | undefined {
  let all = 0;
  let inside = 0;
  for (let i = 0; i < lines.length; i++) {
    if (lines[i] === 0) continue;
    all++;
    if (mask[i]! > 0.5) inside++;
  }
  return all === 0 ? undefined : inside / all;
}

/**
 * Betti error `|β₀ − β₀'| + |β₁ − β₁'|`: how many pieces and holes there are too many or too few.
 *
 * @param connectivity of the foreground: `full` joins diagonal neighbours, `face` does not; the background, and so the holes, have the other one.
 */
export function bettiError(
  prediction: Mask,
  target: Mask,
  height: number,
  width: number,
  connectivity: "face" | "full" = "full",
): number {
  const [pieces, holes] = betti2d(prediction, height, width, connectivity);
  const [targetPieces, targetHoles] = betti2d(target, height, width, connectivity);
  return Math.abs(pieces - targetPieces) + Math.abs(holes - targetHoles);
}

/**
 * Scores of a batch of predicted masks, averaged over the images in which something was to be found or was found.
 *
 * @param probabilities `[count, height, width]`, foreground above 0.5.
 * @param masks `[count, height, width]`, likewise.
 * @throws {RangeError} if the lengths do not agree, or there is no image.
 */
export function meanScores(probabilities: Float32Array, masks: Float32Array, height: number, width: number): Scores {
  const pixels = height * width;
  const count = masks.length / pixels;
  if (!Number.isInteger(count) || count === 0 || probabilities.length !== masks.length) {
    throw new RangeError(
      `${probabilities.length} probabilities and ${masks.length} mask pixels do not make images of ${height}×${width}`,
    );
  }
  return meanOf(
    Array.from({ length: count }, (_, i) =>
      scoresOfMask(
        probabilities.subarray(i * pixels, (i + 1) * pixels),
        masks.subarray(i * pixels, (i + 1) * pixels),
        height,
        width,
      ),
    ),
  );
}
