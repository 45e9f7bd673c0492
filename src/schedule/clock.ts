import type { Moment, Phase, Program, Timing, Weight } from "../program/program.js";

/** What a training loop reports. Epochs and steps count from 0; steps count on over epochs. */
export interface Clock {
  readonly epoch?: number;
  readonly step?: number;
  readonly metrics?: Readonly<Record<string, number>>;
}

/** A moment of training in every unit. */
export interface Time {
  readonly epoch: number;
  readonly step: number;
  /** The part of the training that has passed, from 0 to 1. */
  readonly progress: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly timing: Timing;
}

/**
 * The time a clock shows. An epoch that is not reported follows from the step, and a step from the epoch, where `stepsPerEpoch` is known: the epoch is
 * then the number of whole epochs, as training loops report it, so weights measured in epochs move from epoch to epoch and not in between.
 * A unit that is neither reported nor derivable stays at 0; `unmeasured` says whether a program depends on such a unit.
 */
export function timeOf({ epoch, step, metrics = {} }: Clock, timing: Timing): Time {
  const { epochs, stepsPerEpoch } = timing;
  const derivedEpoch = step !== undefined && stepsPerEpoch ? Math.floor(step / stepsPerEpoch + tolerance) : 0;
  const derivedStep = epoch !== undefined && stepsPerEpoch ? epoch * stepsPerEpoch : 0;
  const now = { epoch: epoch ?? derivedEpoch, step: step ?? derivedStep };
  const fine = step !== undefined && stepsPerEpoch ? step / stepsPerEpoch : now.epoch;
  const progress = epochs ? Math.max(0, Math.min(1, fine / epochs)) : 0;
  return { ...now, progress, metrics, timing };
}

/** Moments are compared with this much grace: 29 of 100 epochs are 29 %, whatever the last bit says. */
export const tolerance = 1e-9;

/** The present in one unit. */
export const inUnit = (time: Time, unit: Moment["unit"]): number =>
  unit === "percent" ? time.progress * 100 : time[unit];

/** Whether a moment has come. */
export const hasCome = (moment: Moment, time: Time): boolean =>
  inUnit(time, moment.unit) >= moment.value - tolerance * Math.max(1, moment.value);

/** A moment measured in epochs. @throws {RangeError} if the length that relates its unit to epochs is unknown; the checker has then reported it. */
export function inEpochs({ unit, value }: Moment, { epochs, stepsPerEpoch }: Timing): number {
  if (unit === "epoch" || value === 0) return value;
  const length = unit === "step" ? stepsPerEpoch : epochs;
  if (!length) throw new RangeError(`the length of ${unit === "step" ? "an epoch" : "the training"} is unknown`);
  return unit === "step" ? value / length : (value / 100) * length;
}

/** How much of the time from `start` to `end` has passed: below 0 before, above 1 after. */
export function passed(start: Moment, end: Moment, time: Time): number {
  const unit = start.value === 0 ? end.unit : start.unit;
  if (unit === end.unit) return (inUnit(time, unit) - start.value) / (end.value - start.value);
  const [from, to] = [inEpochs(start, time.timing), inEpochs(end, time.timing)];
  const steps = time.timing.stepsPerEpoch;
  const now = [start.unit, end.unit].includes("step") && steps ? time.step / steps : time.epoch;
  return (now - from) / (to - from);
}

/** The unit of time that a program needs and a clock does not show; the program would stand still for ever. */
export function unmeasured(program: Program, { epoch, step }: Clock): "epoch" | "step" | undefined {
  const { stepsPerEpoch } = program.timing;
  if (stepsPerEpoch && (epoch !== undefined || step !== undefined)) return undefined;
  const units = new Set(
    program.phases
      .flatMap(momentsOf)
      .filter(({ value }) => value > 0)
      .map(({ unit }) => unit),
  );
  if (epoch === undefined && (units.has("epoch") || units.has("percent"))) return "epoch";
  return step === undefined && units.has("step") ? "step" : undefined;
}

/** Whether a program means something else at another time. */
export const movesInTime = ({ phases }: Program): boolean =>
  phases.some((phase) => !("unit" in phase.from) || momentsOf(phase).some(({ value }) => value > 0));

/** Every moment a phase depends on. */
export const momentsOf = ({ from, weights }: Phase): Moment[] => [
  ...("unit" in from ? [from] : []),
  ...weights.flatMap(({ weight }) => momentsOfWeight(weight)),
];

function momentsOfWeight(weight: Weight): Moment[] {
  if (weight.kind === "constant") return [];
  return weight.kind === "ramp" ? [weight.start, weight.end] : weight.of.flatMap(momentsOfWeight);
}
