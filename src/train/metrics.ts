import { betti2d } from "../routines/components/index.js";
import { skeleton } from "../routines/skeleton/index.js";

/** How well one mask matches another. */
export interface Scores {
  /** Overlap, 0..1, 1 is best. */
  readonly dice: number;
  /** Overlap of the skeletons with the masks, 0..1, 1 is best. */
  readonly clDice: number;
  /** Wrong number of pieces plus wrong number of holes, 0 is best. */
  readonly bettiError: number;
}

/** A mask or a map of probabilities `[height, width]`; the foreground is what lies above 0.5, so a probability of exactly 0.5 (a logit of 0) is background. */
type Mask = ArrayLike<number>;

/** Dice coefficient `2|P ∩ T| / (|P| + |T|)`; 1 if both masks are empty. */
export function diceCoefficient(prediction: Mask, target: Mask): number {
  let both = 0;
  let sum = 0;
  for (let i = 0; i < target.length; i++) {
    const p = prediction[i]! > 0.5;
    const t = target[i]! > 0.5;
    if (p && t) both++;
    sum += Number(p) + Number(t);
  }
  return sum === 0 ? 1 : (2 * both) / sum;
}

/**
 * Centreline Dice: the harmonic mean of the share of the prediction's skeleton inside the target and the share of the target's skeleton inside the prediction.
 * 1 if both masks are empty, 0 if one is.
 *
 * Source: Shit et al. clDice. CVPR 2021. arXiv:2003.07311 — the metric, with hard skeletons.
 */
export function clDice(prediction: Mask, target: Mask, height: number, width: number): number {
  const precision = shareInside(skeleton(prediction, [height, width]), target);
  const sensitivity = shareInside(skeleton(target, [height, width]), prediction);
  if (precision === undefined && sensitivity === undefined) return 1;
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
 * Scores of a batch of predicted masks, averaged over the images.
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
  const total = { dice: 0, clDice: 0, bettiError: 0 };
  for (let i = 0; i < count; i++) {
    const prediction = probabilities.subarray(i * pixels, (i + 1) * pixels);
    const target = masks.subarray(i * pixels, (i + 1) * pixels);
    total.dice += diceCoefficient(prediction, target);
    total.clDice += clDice(prediction, target, height, width);
    total.bettiError += bettiError(prediction, target, height, width);
  }
  return { dice: total.dice / count, clDice: total.clDice / count, bettiError: total.bettiError / count };
}
