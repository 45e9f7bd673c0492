import { z } from "zod";
import {
  absent,
  average,
  background,
  batch,
  log,
  negative,
  smoothing,
  softLabels,
  squared,
  weights,
} from "./params.js";

/** What the losses that compare one overlap per class take. */
export const overlapParams = {
  ...smoothing(1e-5),
  batch,
  background: background(true),
  average,
  absent,
  weights,
  weighting: z
    .enum(["normalised", "multiply", "scale"])
    .default("normalised")
    .describe(
      "`normalised`: a weighted mean. `multiply`: the weights multiply, then the plain mean is taken. `scale`: they multiply prediction and target before the overlap.",
    ),
  squared,
  soft_labels: softLabels,
  log,
  negative,
};
