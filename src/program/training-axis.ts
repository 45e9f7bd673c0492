import { units } from "../../grammar/words.js";
import type { Moment, Timing } from "./program.js";

/** A moment as it is written. */
export const writtenMoment = ({ unit, value }: Moment): string => `${units[unit].before}${value}${units[unit].after}`;

/** Lengths assumed where the host gave none, so that checking can go on; the gap is reported and no program results. */
const assumed = { epochs: 100, stepsPerEpoch: 1000 };

/** Moments of all units on one axis, measured in epochs. */
export class TrainingAxis {
  readonly timing: Timing;

  constructor(timing: Timing) {
    this.timing = timing;
  }

  position({ unit, value }: Moment): number {
    if (unit === "epoch") return value;
    if (unit === "step") return value / (this.timing.stepsPerEpoch ?? assumed.stepsPerEpoch);
    return (value / 100) * (this.timing.epochs ?? assumed.epochs);
  }

  /** Whether the order of two moments is known. The beginning is known in every unit. */
  comparable(a: Moment, b: Moment): boolean {
    if (a.unit === b.unit || a.value === 0 || b.value === 0) return true;
    const units = [a.unit, b.unit];
    const stepsKnown = !units.includes("step") || this.timing.stepsPerEpoch !== undefined;
    const lengthKnown = !units.includes("percent") || this.timing.epochs !== undefined;
    return stepsKnown && lengthKnown;
  }

  /** The end of training, if the host said when that is. */
  get end(): number | undefined {
    return this.timing.epochs;
  }
}
