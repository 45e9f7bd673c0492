import { z } from "zod";
import type { AnalyseOptions } from "../ide/index.js";

const count = z.int().positive().nullish();

/** What a client may set, under `losslang` in its configuration or as `initializationOptions`. What is left out, or null, is not set. */
export const settingsSchema = z.object({
  /** Length of training, for programs that count in `%` or mix units. */
  epochs: count,
  stepsPerEpoch: count,
  /** What a `task { }` block says, for files that have none. Judged by the checker, as a host's is. */
  task: z.record(z.string(), z.unknown()).nullish(),
  inlayHints: z.boolean().nullish(),
});

export type Settings = z.output<typeof settingsSchema>;

export interface ParsedSettings {
  readonly settings: Settings;
  /** What could not be read, for the log. */
  readonly problems: readonly string[];
}

/** Read settings; a value of the wrong kind counts as not set, and the others hold. */
export function parseSettings(given: unknown): ParsedSettings {
  const result = settingsSchema.safeParse(given ?? {});
  if (result.success) return { settings: result.data, problems: [] };
  const problems = result.error.issues.map(({ path, message }) => `losslang.${path.join(".")}: ${message}`);
  if (typeof given !== "object" || given === null) return { settings: {}, problems };
  const wrong = new Set(result.error.issues.map(({ path }) => path[0]));
  const kept = Object.fromEntries(Object.entries(given).filter(([key]) => !wrong.has(key)));
  return { settings: settingsSchema.parse(kept), problems };
}

/** The part of the settings that changes what a text means. */
export const analyseOptionsOf = ({ epochs, stepsPerEpoch, task }: Settings): Partial<AnalyseOptions> => ({
  ...(task && { task: task as NonNullable<AnalyseOptions["task"]> }),
  ...(epochs && { epochs }),
  ...(stepsPerEpoch && { stepsPerEpoch }),
});
