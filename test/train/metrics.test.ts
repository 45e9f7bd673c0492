import { describe, expect, it } from "vitest";
import { bettiError, clDice, diceCoefficient, meanScores, noScores } from "../../src/train/metrics.js";
import { type Channels, scoresOf } from "../../src/train/scores.js";

/** A mask drawn with `#`, one string per row. */
function drawn(...rows: string[]): { mask: Uint8Array; height: number; width: number } {
  const width = rows[0]!.length;
  return { mask: Uint8Array.from(rows.join(""), (c) => (c === "#" ? 1 : 0)), height: rows.length, width };
}

describe("dice", () => {
  it("is twice the overlap over both areas", () => {
    expect(diceCoefficient([1, 1, 0, 0], [1, 0, 0, 0])).toBeCloseTo(2 / 3, 12);
    expect(diceCoefficient([1, 0, 0, 0], [0, 1, 0, 0])).toBe(0);
  });
  it("is none where there is nothing to find and nothing found, else 0", () => {
    expect(diceCoefficient([0, 0], [0, 0])).toBeUndefined();
    expect(diceCoefficient([1, 0], [0, 0])).toBe(0);
    expect(diceCoefficient([0, 0], [1, 0])).toBe(0);
  });
  it("counts a probability of one half as background", () => {
    expect(diceCoefficient([0.5, 0.51], [0, 1])).toBe(1);
  });
});

describe("clDice", () => {
  it("is the harmonic mean of topology precision and sensitivity", () => {
    // Lines are their own skeletons: 4 of the prediction's 6 pixels lie in the target, 4 of the target's 5 in the prediction.
    const prediction = drawn("######..", "........");
    const target = drawn("..#####.", "........");
    expect(clDice(prediction.mask, target.mask, 2, 8)).toBeCloseTo((2 * (4 / 6) * (4 / 5)) / (4 / 6 + 4 / 5), 12);
  });
  it("does not ask for the right thickness", () => {
    const thick = drawn(".......", ".#####.", ".#####.", ".#####.", ".......");
    const line = drawn(".......", ".......", ".#####.", ".......", ".......");
    expect(diceCoefficient(line.mask, thick.mask)).toBe(0.5);
    expect(clDice(line.mask, thick.mask, 5, 7)).toBe(1);
  });
  it("is defined for empty masks", () => {
    const full = drawn("###", "###");
    const empty = drawn("...", "...");
    expect(clDice(empty.mask, empty.mask, 2, 3)).toBeUndefined();
    expect(clDice(full.mask, empty.mask, 2, 3)).toBe(0);
    expect(clDice(empty.mask, full.mask, 2, 3)).toBe(0);
    expect(clDice(full.mask, full.mask, 2, 3)).toBe(1);
  });
  it("is 0 for lines that miss each other", () => {
    expect(clDice(drawn("###", "...").mask, drawn("...", "###").mask, 2, 3)).toBe(0);
  });
});

describe("bettiError", () => {
  it("adds wrong pieces and wrong holes", () => {
    const eight = drawn("###", "#.#", "###", "#.#", "###");
    const broken = drawn("###", "#.#", "#..", "#.#", "###");
    const apart = drawn("###", "#.#", "...", "#.#", "###");
    // β = (1, 2) against (1, 0) and (2, 0).
    expect(bettiError(broken.mask, eight.mask, 5, 3)).toBe(2);
    expect(bettiError(apart.mask, eight.mask, 5, 3)).toBe(3);
    expect(bettiError(eight.mask, eight.mask, 5, 3)).toBe(0);
  });
  it("joins diagonal neighbours unless told otherwise", () => {
    const diagonal = drawn("#.", ".#");
    const one = drawn("#.", "..");
    expect(bettiError(diagonal.mask, one.mask, 2, 2)).toBe(0);
    expect(bettiError(diagonal.mask, one.mask, 2, 2, "face")).toBe(1);
  });
  it("counts against an empty mask", () => {
    const ring = drawn("###", "#.#", "###");
    expect(bettiError(ring.mask, new Uint8Array(9), 3, 3)).toBe(2);
    expect(bettiError(new Uint8Array(9), new Uint8Array(9), 3, 3)).toBe(0);
  });
});

describe("meanScores", () => {
  it("averages over images, thresholding at one half", () => {
    const target = Float32Array.from([1, 1, 0, 0, /**/ 0, 0, 0, 0]);
    const probabilities = Float32Array.from([0.9, 0.2, 0.1, 0.5, /**/ 0, 0.7, 0, 0]);
    const scores = meanScores(probabilities, target, 2, 2);
    // First image: half the pixels found, on the skeleton of two; second: one pixel where none should be.
    expect(scores.dice).toBeCloseTo((2 / 3 + 0) / 2, 12);
    expect(scores.clDice).toBeCloseTo((2 / 3 + 0) / 2, 12);
    expect(scores.bettiError).toBe(0.5);
  });
  it("leaves images without anything to find, and without anything found, out of the mean", () => {
    const target = Float32Array.from([1, 1, 0, 0, /**/ 0, 0, 0, 0]);
    const half = Float32Array.from([0.9, 0.2, 0.1, 0.5, /**/ 0, 0, 0, 0]);
    expect(meanScores(half, target, 2, 2)).toEqual({ dice: 2 / 3, clDice: 2 / 3, bettiError: 0 });
    expect(meanScores(new Float32Array(8), new Float32Array(8), 2, 2)).toEqual(noScores);
  });
  it("refuses lengths that do not agree", () => {
    expect(() => meanScores(new Float32Array(4), new Float32Array(8), 2, 2)).toThrow(
      /4 probabilities and 8 mask pixels/,
    );
    expect(() => meanScores(new Float32Array(0), new Float32Array(0), 2, 2)).toThrow(RangeError);
  });
});

describe("scores of several classes", () => {
  /** Probabilities that are certain of one label per pixel. */
  const certain = (labels: number[], classes: number) =>
    Float32Array.from(labels.flatMap((label) => Array.from({ length: classes }, (_, c) => Number(c === label))));
  const scores = (predicted: number[], mask: number[], channels: Channels) =>
    scoresOf(certain(predicted, channels.classes), Float32Array.from(mask), 1, mask.length, channels);

  it("are means over the classes that the mask or the prediction holds", () => {
    // Class 1 is found by half, class 2 wholly; 3 to 8 are neither there nor found and do not make it better.
    const mask = [0, 1, 1, 1, 2, 2, 0, 0];
    const found = [0, 1, 0, 0, 2, 2, 0, 0];
    expect(scores(found, mask, { classes: 9 }).dice).toBeCloseTo((0.5 + 1) / 2, 12);
    // A class found where it is not counts, as 0.
    expect(scores([0, 1, 0, 0, 2, 2, 3, 0], mask, { classes: 9 }).dice).toBeCloseTo((0.5 + 1 + 0) / 3, 12);
  });
  it("a network that finds nothing has 0, whatever is absent besides", () => {
    const nothing = Array<number>(8).fill(0);
    expect(scores(nothing, [0, 0, 0, 1, 1, 0, 0, 0], { classes: 9 }).dice).toBe(0);
    expect(scores(nothing, nothing, { classes: 9 })).toEqual(noScores);
  });
  it("leave the label that does not count out", () => {
    expect(scores([0, 1, 2, 0], [0, 1, 2, 2], { classes: 3, ignore: 2 }).dice).toBe(1);
    expect(scores([0, 1, 1, 0], [0, 255, 255, 0], { classes: 2, ignore: 255 })).toEqual(noScores);
  });
});
