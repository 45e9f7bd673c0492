import { z } from "zod";
import { perClassNumbers } from "../../src/loss.js";

/** Parameters that several losses share, spelled and explained the same wherever they occur. */

export const keepBackground = (kept: boolean) =>
  z
    .boolean()
    .default(kept)
    .describe(
      "Include class 0 where classes are exclusive. A single channel is always foreground and always included.",
    );

export const batch = z
  .boolean()
  .default(false)
  .describe("Sum over the batch too: one ratio per class instead of one per sample and class.");

export const average = z
  .enum(["macro", "micro"])
  .default("macro")
  .describe("`macro`: a ratio per class, then their mean. `micro`: classes are summed first, so large ones dominate.");

export const absent = z
  .enum(["smooth", "skip", "zero"])
  .default("smooth")
  .describe(
    "What a class without target pixels contributes. `smooth`: the value of the formula. `skip`: nothing, the class is left out of the mean. `zero`: 0, and the class stays in the mean.",
  );

export const classWeights = perClassNumbers(z.number().min(0))
  .optional()
  .describe("One weight for each class that the loss is applied to.");

export const weighting = z
  .enum(["normalised", "multiply"])
  .default("normalised")
  .describe(
    "`normalised`: a weighted mean over classes. `multiply`: each class is multiplied by its weight, then the plain mean is taken.",
  );

export const squared = z
  .union([z.boolean(), z.literal("counts")])
  .default(false)
  .describe(
    '`true`: squares in the denominator (V-Net). `"counts"`: true and false positives and negatives are squared pixel by pixel.',
  );

export const softLabels = z
  .boolean()
  .default(false)
  .describe("Compute the intersection as (|p| + |g| − |p − g|)/2, which is correct for targets between 0 and 1.");

export const logForm = z
  .boolean()
  .default(false)
  .describe("−log(score) instead of 1 − score; scores below 1e-7 count as 1e-7.");

export const negative = z
  .boolean()
  .default(false)
  .describe("−score instead of 1 − score: one less, with the same gradient. Has no effect with `log`.");

export const labelSmoothing = z
  .number()
  .min(0)
  .max(1)
  .default(0)
  .describe("This share of the target is spread evenly over the classes (over both outcomes, for independent labels).");

export const renormalize = z
  .boolean()
  .default(false)
  .describe(
    "Divide the probabilities by their sum over the classes seen: for predictions that do not sum to 1, and for a softmax over selected classes only.",
  );

export const smoothing = (value: number) => ({
  smooth: z.number().min(0).optional().describe("Sets `smooth_nr` and `smooth_dr` together."),
  smooth_nr: z.number().min(0).default(value).describe("Added to the numerator."),
  smooth_dr: z.number().min(0).default(value).describe("Added to the denominator."),
});

interface Smoothing {
  readonly smooth?: number | undefined;
  readonly smooth_nr: number;
  readonly smooth_dr: number;
}

/** What is really added: `smooth` wins over the two it stands for. */
export const smoothingTerms = (p: Smoothing) => ({ above: p.smooth ?? p.smooth_nr, below: p.smooth ?? p.smooth_dr });

export const normalize = z
  .enum(["none", "max", "diagonal"])
  .default("none")
  .describe("What distances are divided by: nothing, the largest distance of the map, or the diagonal of the image.");

/** What the losses that compare one overlap per class take. */
export const overlapParams = {
  ...smoothing(1e-5),
  batch,
  background: keepBackground(true),
  average,
  absent,
  weights: classWeights,
  weighting: z
    .enum(["normalised", "multiply", "scale"])
    .default("normalised")
    .describe(
      "`normalised`: a weighted mean over classes. `multiply`: each class is multiplied by its weight, then the plain mean is taken. `scale`: prediction and target are multiplied by the weights before the overlap is computed.",
    ),
  squared,
  soft_labels: softLabels,
  log: logForm,
  negative,
};
