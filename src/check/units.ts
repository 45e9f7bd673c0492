import { type TimeUnit, timeUnits } from "../../grammar/words.js";
import type { Reports } from "../diagnostics/diagnostic.js";
import type { Moment } from "../program/program.js";
import type { TimePoint } from "../program/step-function.js";
import { TrainingAxis, writtenMoment } from "../program/training-axis.js";
import type { Span } from "../text.js";

/** The axis of time of one program, which remembers the units that the program uses. */
export class Units extends TrainingAxis {
  readonly #met = new Map<TimeUnit, { span: Span; moment: Moment }>();

  /** The moment as a time point; the span is where it was written. */
  timePoint(at: Moment, span: Span, rank = 0): TimePoint {
    if (!this.#met.has(at.unit)) this.#met.set(at.unit, { span, moment: at });
    return { at, position: this.position(at), rank };
  }

  /** Say what the host must tell for this program to have a meaning. */
  report(reports: Reports): void {
    const [epoch, step, percent] = timeUnits.map((unit) => this.#met.get(unit));
    if (percent && this.timing.epochs === undefined) {
      const moment = writtenMoment(percent.moment);
      reports.report(
        "needsEpochs",
        percent.span,
        { moment },
        { hint: "give the option `epochs` when compiling, or write an epoch" },
      );
    }
    const other = epoch ?? percent;
    if (step && other && this.timing.stepsPerEpoch === undefined) {
      const [early, late] = step.span.start < other.span.start ? [step, other] : [other, step];
      const units = `${epoch ? "epochs" : "percent"} and in steps`;
      reports.report(
        "needsStepsPerEpoch",
        late.span,
        { units },
        {
          hint: "give the option `stepsPerEpoch` when compiling, or keep to one unit",
          related: [{ span: early.span, message: `another unit: \`${writtenMoment(early.moment)}\`` }],
        },
      );
    }
  }
}
