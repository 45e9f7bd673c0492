import type { Program, TimeUnit } from "../../program/program.js";
import { inEpochs, momentsOf, type Time, timeOf } from "../../schedule/clock.js";
import { weightsAt } from "../../schedule/timeline.js";

/** How training is measured where something is shown over time. */
export interface TimeAxis {
  readonly unit: TimeUnit;
  /** Where what is shown ends: the end of training if anybody said when that is, or a little after the last change. */
  readonly end: number;
  readonly known: boolean;
  /** Moments at which a weight begins or stops to move or changes at once; rising, within the axis, without its ends. */
  readonly changes: readonly number[];
}

/** A number over time, in the axis' unit. */
export type WeightCurve = (at: number) => number;

/** The axis a program is best shown on; nothing if the lengths that its units need are unknown. */
export function timeAxisOf(program: Program): TimeAxis | undefined {
  const moments = program.phases.flatMap(momentsOf).filter(({ value }) => value > 0);
  const [first, ...others] = new Set(moments.map(({ unit }) => unit));
  const unit = first === undefined || others.length > 0 ? "epoch" : first;
  const { epochs, stepsPerEpoch } = program.timing;
  const length = { epoch: epochs, step: epochs && stepsPerEpoch && epochs * stepsPerEpoch, percent: 100 }[unit];
  try {
    const at = moments.map((moment) => (moment.unit === unit ? moment.value : inEpochs(moment, program.timing)));
    const changes = [...new Set(at)].sort((a, b) => a - b);
    const end = length ?? roundUp((changes.at(-1) ?? 8) * 1.25);
    return { unit, end, known: length !== undefined, changes: changes.filter((change) => change < end) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** To two digits: an axis that nobody measured ends at a number one can read. */
function roundUp(x: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(x)) - 1);
  return Math.ceil(x / unit) * unit;
}

/** The weight of every term of a program over time. */
export const weightCurves = (program: Program, axis: TimeAxis): WeightCurve[] => {
  // A moment's weights are asked for term by term, and few moments by many terms.
  const known = new Map<number, readonly number[]>();
  const weights = (at: number) => {
    let found = known.get(at);
    if (!found) {
      found = weightsAt(program, timeAt(at, axis, program));
      known.set(at, found);
    }
    return found;
  };
  return program.terms.map((_, term) => (at) => weights(at)[term]!);
};

function timeAt(value: number, { unit }: TimeAxis, { timing }: Program): Time {
  const { epochs, stepsPerEpoch } = timing;
  if (unit === "percent") return { ...timeOf({ epoch: (value / 100) * (epochs ?? 1) }, timing), progress: value / 100 };
  if (unit === "step") return timeOf({ step: value, ...(stepsPerEpoch && { epoch: value / stepsPerEpoch }) }, timing);
  return timeOf({ epoch: value, ...(stepsPerEpoch && { step: value * stepsPerEpoch }) }, timing);
}

/** Whether a phase waits for a metric: when that will be is not known, so later phases are left out. */
export const waitsForMetric = ({ phases }: Pick<Program, "phases">): boolean =>
  phases.some(({ from }) => "trigger" in from);
