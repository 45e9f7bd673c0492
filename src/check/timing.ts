import { z } from "zod";
import type { Reports } from "../diagnostics/diagnostic.js";
import type { Module } from "../modules/load.js";
import type { Timing } from "../program/program.js";

const lengths = { epochs: z.number().positive(), stepsPerEpoch: z.number().positive() };

/** The length of training, as far as the host said it. */
export function resolveTiming(
  options: Partial<Record<keyof Timing, number | undefined>>,
  main: Module,
  reports: Reports,
): Timing {
  const timing: { -readonly [K in keyof Timing]: Timing[K] } = {};
  for (const option of ["epochs", "stepsPerEpoch"] as const) {
    const value = options[option];
    if (value === undefined) continue;
    if (lengths[option].safeParse(value).success) timing[option] = value;
    else {
      const span = { file: main.source.file, start: 0, end: 0 };
      reports.report("hostOption", span, { option, expected: "a positive number", found: `${value}` });
    }
  }
  return timing;
}
