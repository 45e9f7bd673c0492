import { z } from "zod";
import type { CallSite } from "./word.js";

/** What every trigger waits for. */
export const metric = z.string().min(1).describe("The name under which the training loop reports the metric.");

export const metricSample = '"val_dice"';

/** Triggers are checked, and reported as something that cannot run yet. */
export const cannotRunYet = (site: CallSite): void =>
  site.cannotRun(
    "triggerCannotRun",
    { trigger: site.text() },
    {
      message: "Phases that a metric triggers cannot run yet.",
      hint: "until then, say when the phase begins: `then@epoch40`",
    },
  );
