import { timelineOf } from "../../../src/docs/timeline/timeline.js";
import type { Program } from "../../../src/index.js";
import type { LossDeclaration } from "../../../src/loss.js";
import type { WeightSchedule } from "./messages.js";

/** The weights of a program over time, as the page draws them. */
export function scheduleOf(program: Program, library: ReadonlyMap<string, LossDeclaration>): WeightSchedule {
  const { classes, exclusive } = program.task;
  const { unit, end, milestones, rows } = timelineOf(program, "");
  return {
    unit,
    end,
    ...(classes && { classes, painted: exclusive && classes.length > 1 ? classes.slice(1) : classes }),
    milestones: [...new Set(milestones)].filter((time) => time > 0),
    terms: rows.map(({ label, points }, i) => {
      const { loss } = program.terms[i]!;
      return { label, loss, summary: library.get(loss)!.summary, points };
    }),
  };
}
