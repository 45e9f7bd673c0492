import { z } from "zod";

export const delta = (value: number) =>
  z
    .number()
    .min(0)
    .max(1)
    .default(value)
    .describe(
      "Weight of foreground, and of false negatives in the overlap; background and false positives weigh the rest.",
    );

export const symmetric = z
  .boolean()
  .default(false)
  .describe("Treat foreground and background alike: both are focused.");
