import type { Reports } from "../diagnostics/diagnostic.js";
import type { Moment, Timing } from "../program/program.js";
import type { TimePoint } from "../program/step-function.js";
import type { Span } from "../text.js";

/** A moment as it is written. */
export function writtenMoment({ unit, value }: Moment): string {
  return unit === "percent" ? `${value}%` : `${unit}${value}`;
}

/** Lengths assumed where the host gave none, so that checking can go on; the gap is reported and no program results. */
const assumed = { epochs: 100, stepsPerEpoch: 1000 };

/** Puts moments of all units on one axis, measured in epochs, and remembers which units a program uses. */
export class Units {
  readonly #timing: Timing;
  readonly #met = new Map<Moment["unit"], { span: Span; moment: Moment }>();

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** The moment as a time point; the span is where it was written. */
  timePoint(at: Moment, span: Span, rank = 0): TimePoint {
    if (!this.#met.has(at.unit)) this.#met.set(at.unit, { span, moment: at });
    return { at, position: this.position(at), rank };
  }

  position({ unit, value }: Moment): number {
    if (unit === "epoch") return value;
    if (unit === "step") return value / (this.#timing.stepsPerEpoch ?? assumed.stepsPerEpoch);
    return (value / 100) * (this.#timing.epochs ?? assumed.epochs);
  }

  /** Whether the order of two moments is known. The beginning is known in every unit. */
  comparable(a: Moment, b: Moment): boolean {
    if (a.unit === b.unit || a.value === 0 || b.value === 0) return true;
    const units = [a.unit, b.unit];
    const stepsKnown = !units.includes("step") || this.#timing.stepsPerEpoch !== undefined;
    const lengthKnown = !units.includes("percent") || this.#timing.epochs !== undefined;
    return stepsKnown && lengthKnown;
  }

  /** The end of training, if the host said when that is. */
  get end(): number | undefined {
    return this.#timing.epochs;
  }

  /** Say what the host must tell for this program to have a meaning. */
  report(reports: Reports): void {
    const [epoch, step, percent] = (["epoch", "step", "percent"] as const).map((unit) => this.#met.get(unit));
    if (percent && this.#timing.epochs === undefined) {
      const moment = writtenMoment(percent.moment);
      reports.report(
        "needsEpochs",
        percent.span,
        { moment },
        { hint: "give the option `epochs` when compiling, or write an epoch" },
      );
    }
    const other = epoch ?? percent;
    if (step && other && this.#timing.stepsPerEpoch === undefined) {
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
