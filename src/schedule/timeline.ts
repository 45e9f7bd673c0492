import type { Moment, Program, TimeUnit, Weight } from "../program/program.js";
import { hasCome, inEpochs, momentsOf, passed, type Time, timeOf } from "./clock.js";
import { risen } from "./ramp.js";

/** Phases whose triggers have fired, by index. */
export type Fired = ReadonlySet<number>;
const none: Fired = new Set();

/** Which phase is on: the last one that has begun. The first has always begun. */
export function phaseAt(program: Program, time: Time, fired: Fired = none): number {
  for (let i = program.phases.length - 1; i > 0; i--) {
    const { from } = program.phases[i]!;
    if ("unit" in from ? hasCome(from, time) : fired.has(i)) return i;
  }
  return 0;
}

/** The weight of every term of the program, in order; 0 for a term that does not count now. */
export function weightsAt(program: Program, time: Time, fired: Fired = none): number[] {
  const weights = program.terms.map(() => 0);
  for (const { term, weight } of program.phases[phaseAt(program, time, fired)]?.weights ?? []) {
    weights[term] = weightAt(weight, time);
  }
  return weights;
}

export const weightAt = (weight: Weight, time: Time): number =>
  measure(weight, ({ ease, start, end }) => risen(ease, passed(start, end, time)));

/**
 * The weights at the end of training: the last that are reached within its `epochs`, or, where nobody said how long it is, those that hold once every phase has begun and
 * every ramp has ended. A value weighed by them compares like with like all through training.
 */
export function finalWeights(program: Program): number[] {
  const { epochs, stepsPerEpoch } = program.timing;
  if (epochs !== undefined) {
    // Steps that cannot be related to epochs are taken to have passed.
    const step = stepsPerEpoch ? epochs * stepsPerEpoch - 1 : Number.POSITIVE_INFINITY;
    const triggers = new Set(program.phases.keys());
    return weightsAt(program, timeOf({ epoch: epochs - 1, step }, program.timing), triggers);
  }
  const weights = program.terms.map(() => 0);
  for (const { term, weight } of program.phases.at(-1)?.weights ?? []) weights[term] = measure(weight, () => 1);
  return weights;
}

type Ramp = Extract<Weight, { kind: "ramp" }>;

function measure(weight: Weight, progress: (ramp: Ramp) => number): number {
  switch (weight.kind) {
    case "constant":
      return weight.value;
    case "ramp": {
      const r = progress(weight);
      // In this form the ends are met exactly.
      return weight.from * (1 - r) + weight.to * r;
    }
    case "sum":
      return weight.of.reduce((sum, part) => sum + measure(part, progress), 0);
    case "product":
      return weight.of.reduce((product, part) => product * measure(part, progress), 1);
  }
}

/** The terms that count at some time before the end of training, as far as the host said when that is; in order. */
export function everLive(program: Program): number[] {
  const { epochs } = program.timing;
  const reached = program.phases.filter(
    ({ from }, i) => i === 0 || !("unit" in from) || !isAfter(from, epochs, program),
  );
  return [...new Set(reached.flatMap(({ weights }) => weights.map(({ term }) => term)))].sort((a, b) => a - b);
}

function isAfter(from: Moment, epochs: number | undefined, program: Program): boolean {
  if (epochs === undefined || (from.unit === "step" && !program.timing.stepsPerEpoch)) return false;
  return inEpochs(from, program.timing) >= epochs;
}

/** Weights over training, for plots. */
export interface WeightSamples {
  readonly unit: TimeUnit;
  /** Rising; the beginning of a phase occurs twice, with the weights just before and at it. */
  readonly at: readonly number[];
  /** For each moment, the weight of every term. */
  readonly weights: readonly (readonly number[])[];
}

/** Sample the weights over the whole training, or a little beyond the last change if nobody said how long it is. */
export function sample(program: Program, points = 200): WeightSamples {
  const moments = program.phases.flatMap(momentsOf).filter(({ value }) => value > 0);
  const units = new Set(moments.map((moment) => moment.unit));
  const [only] = units;
  const { epochs, stepsPerEpoch } = program.timing;
  const unit = units.size === 1 && only ? only : "epoch";
  const length = { epoch: epochs, step: epochs && stepsPerEpoch && epochs * stepsPerEpoch, percent: 100 }[unit];
  const position = (moment: (typeof moments)[number]) =>
    units.size > 1 ? inEpochs(moment, program.timing) : moment.value;
  const changes = [...new Set(moments.map(position))];
  const end = length ?? (changes.length > 0 ? Math.max(...changes) * 1.25 : 10);
  const grid = Array.from({ length: points + 1 }, (_, i) => (end * i) / points);
  const inside = changes.filter((at) => at > 0 && at <= end);
  const at = [...grid, ...inside.flatMap((change) => [change - end * 1e-6, change])].sort((a, b) => a - b);
  return { unit, at, weights: at.map((value) => weightsAt(program, timeAt(value, unit, program))) };
}

/** The time at a value of one unit, exact and not rounded to whole epochs. */
function timeAt(value: number, unit: WeightSamples["unit"], { timing }: Program): Time {
  const { epochs, stepsPerEpoch } = timing;
  if (unit === "percent") return { ...timeOf({ epoch: (value / 100) * (epochs ?? 1) }, timing), progress: value / 100 };
  if (unit === "step") return timeOf({ step: value, ...(stepsPerEpoch && { epoch: value / stepsPerEpoch }) }, timing);
  return timeOf({ epoch: value }, timing);
}
