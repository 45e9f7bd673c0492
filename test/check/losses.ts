import { z } from "zod";
import {
  type Expr,
  fieldName,
  headName,
  homologyDimensions,
  type LossDeclaration,
  perClassNumbers,
} from "../../src/loss.js";

const declare = (name: string, params: z.ZodObject, more: Partial<LossDeclaration> = {}): LossDeclaration => ({
  name,
  group: "region",
  summary: `A loss called ${name}, for tests of the checker.`,
  formula: "0",
  params,
  inputs: {},
  range: [0, 1],
  cost: "linear",
  reference: "none",
  advice: "none",
  edges: "none",
  examples: [name],
  body: (): Expr => {
    throw new Error("the checker runs no loss");
  },
  ...more,
});

/** A small library: enough kinds of parameters to make every mistake. */
export const losses: readonly LossDeclaration[] = [
  declare(
    "dice",
    z.object({
      smooth: z.number().positive().default(1e-5).describe("Added to both sums."),
      batch: z.boolean().default(false),
    }),
  ),
  declare(
    "ce",
    z.object({
      weights: perClassNumbers().optional().describe("One number per class."),
      label_smoothing: z.number().min(0).lt(1).default(0),
    }),
  ),
  declare("bce", z.object({})),
  declare("focal", z.object({ gamma: z.number().min(0).default(2).describe("Focus on hard pixels.") })),
  declare(
    "tversky",
    z.object({
      alpha: z.number().min(0).default(0.5).describe("Weight of false positives."),
      beta: z.number().min(0).default(0.5),
    }),
  ),
  declare(
    "hd_dt",
    z.object({
      alpha: z.number().positive().default(2),
      sides: z.enum(["both", "target"]).default("both"),
      background: z.boolean().default(false),
      weights: perClassNumbers().optional(),
    }),
  ),
  declare("cldice", z.object({ iterations: z.int().min(1).max(200).default(10).describe("Steps of erosion.") })),
  declare("betti", z.object({ dimensions: homologyDimensions().default([0, 1]) })),
  declare("boundary", z.object({})),
  declare("nms_edge", z.object({ normals: fieldName().optional().describe("A direction per pixel.") })),
  declare("level_set_evolution", z.object({ motion: headName(), gate: headName().optional() })),
  declare("flat", z.object({}), { dimensions: [2] }),
  declare(
    "paired",
    z
      .object({ low: z.number().default(0), high: z.number().default(1) })
      .refine(({ low, high }) => low < high, "low must be below high"),
  ),
];
