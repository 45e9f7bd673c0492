import { z } from "zod";
import { defaultEase, easeNames, placeholder } from "../../grammar/words.js";
import { moving } from "../program/polynomial.js";
import { rampBetween as rampOf } from "../program/step-function.js";
import { writtenMoment } from "../program/training-axis.js";
import { numberValue } from "../program/value.js";
import { type CallSite, expressionWord, type TimeRange, timeArgument } from "./word.js";

export const ramp = expressionWord({
  name: "ramp",
  gives: "number",
  brief: "a number that changes over time",
  summary:
    "A number that changes over time: `from` until the span begins, `to` once it has ended. Changing weights never recompile the loss.",
  examples: ["dice + ramp(0, 0.1, over=epoch10..40)*boundary", "dice + ramp(0, 1, over=20, ease=sigmoid)*ce"],
  snippet: `ramp(${placeholder(1, ["0"])}, ${placeholder(2, ["1"])}, over=${placeholder(3, ["20"])})`,
  byPosition: ["from", "to"],
  parameters: z.object({
    from: z.number().describe("The number before the ramp begins."),
    to: z.number().describe("The number once it has ended."),
    over: timeArgument().describe(
      "When it changes: a span, `epoch10..40`, or a length from the beginning of its phase, `20`.",
    ),
    ease: z.enum(easeNames).default(defaultEase).describe("The shape of the change."),
  }),
  samples: { from: "0", to: "1", over: "20" },
  missing: {
    from: "write `ramp(0, 1, over=20)`",
    to: "write `ramp(0, 1, over=20)`",
    over: "say how long it lasts: `over=20` or `over=epoch10..40`",
  },
  means({ from, to, over, ease }, site) {
    const progress = { start: over.from, end: over.to, ease };
    warnIfOver(over, site);
    const start = site.timePoint(over.from, over.at);
    const end = site.timePoint(over.to, over.at);
    // A ramp of no height is a number, wherever it stands.
    return from === to
      ? numberValue(moving(from, to, progress))
      : { kind: "number", timeline: rampOf(from, to, start, end, progress) };
  },
});

/** A ramp that has ended before its phase begins never moves. */
function warnIfOver({ to: end }: TimeRange, { axis, phase, report }: CallSite): void {
  const start = phase?.at;
  if (!start || !("unit" in start) || start.value === 0 || !axis.comparable(start, end)) return;
  if (axis.position(end) > axis.position(start)) return;
  report(
    "rampOutsidePhase",
    { end: writtenMoment(end), start: writtenMoment(start) },
    { hint: "a length such as `over=20` counts from the beginning of the phase" },
  );
}
