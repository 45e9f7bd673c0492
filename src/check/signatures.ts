import { z } from "zod";
import type { Builtin } from "./library.js";

/** How a word of the language is called: what the checker accepts, and what help says of it. */
export interface BuiltinSignature {
  /** Every parameter, in the order in which values without names stand. */
  readonly schema: z.ZodObject;
  /** Those that may be given without their names, in order. */
  readonly byPosition?: readonly string[];
  /** What any number of further values without names are. */
  readonly open?: string;
}

const methods = ["uncertainty", "softadapt", "relobralo", "dwa", "gradnorm"] as const;
const metric = z.string().min(1).describe("The name under which the host reports the metric.");

export const signatures = {
  ramp: {
    byPosition: ["from", "to"],
    schema: z.object({
      from: z.number().describe("The number before the ramp begins."),
      to: z.number().describe("The number once it has ended."),
      over: z
        .any()
        .describe("When: a span, `epoch10..40`, or a length from the beginning of the phase it stands in, `20`."),
      ease: z.enum(["linear", "cosine", "exponential", "sigmoid"]).default("linear").describe("How it moves."),
    }),
  },
  balance: {
    open: "losses",
    schema: z.object({ by: z.enum(methods).default("uncertainty").describe("How the weights adapt.") }),
  },
  deep: {
    byPosition: ["loss"],
    schema: z.object({
      loss: z.any().describe("The loss that every head is given."),
      heads: z
        .array(z.string())
        .min(1)
        .optional()
        .describe("The outputs it applies to; all heads of the task unless given."),
      decay: z.number().positive().max(1).default(0.5).describe("The weight of each head as a part of the one before."),
    }),
  },
  plateau: {
    byPosition: ["metric"],
    schema: z.object({
      metric,
      patience: z.int().min(1).max(10_000).default(5).describe("Epochs without improvement before the phase begins."),
      delta: z.number().min(0).default(0).describe("The least change that counts as an improvement."),
    }),
  },
  reaches: {
    byPosition: ["metric", "value"],
    schema: z.object({ metric, value: z.number().describe("The phase begins once the metric is at least this.") }),
  },
} satisfies Record<Builtin, BuiltinSignature>;
