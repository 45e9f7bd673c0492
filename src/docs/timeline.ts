import type { Moment, Program, Weight } from "../check/program.js";
import { timeOf } from "../schedule/clock.js";
import { weightsAt } from "../schedule/timeline.js";
import { ticks } from "./axis.js";
import type { Point, TimelinePicture } from "./timeline-svg.js";

/** Where a weight moves, its curve is drawn through this many points. */
const samples = 32;

/**
 * What the picture of a program's schedule shows. The axis counts in epochs, or in steps where the program speaks of nothing else. It ends with training
 * where the host said when that is, else a little after the last moment.
 *
 * @throws {RangeError} when a phase waits for a metric: nobody knows when that is.
 */
export function timelineOf(program: Program, title: string): TimelinePicture {
  const written = moments(program);
  const unit =
    written.some((m) => m.value !== 0 && m.unit !== "step") || !written.some((m) => m.value > 0) ? "epoch" : "step";
  const { epochs, stepsPerEpoch = 1 } = program.timing;
  const place = (m: Moment) => placed(m, unit, program);
  const places = written.map(place);
  const last = Math.max(0, ...places);
  const training = epochs === undefined ? undefined : unit === "epoch" ? epochs : epochs * stepsPerEpoch;
  const end = Math.max(
    training ?? 0,
    last === 0 ? (training ?? 10) : training !== undefined && training > last ? training : rounded(last * 1.25),
  );
  const at = (time: number) => {
    const clock =
      unit === "epoch"
        ? { epoch: time, step: time * stepsPerEpoch }
        : { epoch: Math.floor(time / stepsPerEpoch), step: time };
    return weightsAt(program, timeOf(clock, program.timing));
  };
  const edges = [...new Set([0, ...places, end])].filter((t) => t <= end).sort((a, b) => a - b);
  return {
    title,
    unit,
    end,
    rows: program.terms.map(({ label }, term) => ({ label, points: curve(edges, (time) => at(time)[term] ?? 0) })),
    milestones: edges.filter((time) => time > 0 && time < end),
  };
}

/** Every moment at which a weight begins to change or ends. */
function moments(program: Program): Moment[] {
  return program.phases.flatMap(({ from, weights }) => {
    if ("trigger" in from)
      throw new RangeError(
        `A phase begins at ${from.trigger}("${from.metric}", …): when that is, only training will tell.`,
      );
    return [from, ...weights.flatMap(({ weight }) => momentsOf(weight))];
  });
}

function momentsOf(weight: Weight): Moment[] {
  if (weight.kind === "constant") return [];
  return weight.kind === "ramp" ? [weight.start, weight.end] : weight.of.flatMap(momentsOf);
}

function placed({ unit, value }: Moment, axis: "epoch" | "step", { timing }: Program): number {
  const { epochs = 100, stepsPerEpoch = 1 } = timing;
  if (unit === axis) return value;
  if (unit === "percent") return (value / 100) * epochs * (axis === "step" ? stepsPerEpoch : 1);
  return unit === "step" ? value / stepsPerEpoch : value * stepsPerEpoch;
}

/** A round number not below `x`, so that the axis ends at a mark. */
function rounded(x: number): number {
  const step = ticks(x, 10)[1] ?? 1;
  return Math.ceil(x / step - 1e-9) * step;
}

/** The points of a curve that may jump at the edges and moves smoothly between them. What lies on a straight line is left out. */
function curve(edges: readonly number[], value: (time: number) => number): Point[] {
  const points: Point[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i]!, edges[i + 1]!];
    // The value before a jump is what holds just before it.
    const almost = to - (to - from) * 1e-6;
    for (let k = 0; k < samples; k++) {
      const time = from + ((to - from) * k) / samples;
      points.push({ time, weight: value(time) });
    }
    points.push({ time: to, weight: settled(value(almost)) });
  }
  const end = edges.at(-1)!;
  points.push({ time: end, weight: value(end) });
  return straightened(points);
}

/** Takes back the trace of having looked a millionth early. */
const settled = (x: number) => Number(x.toPrecision(5));

function straightened(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  points.forEach((p, i) => {
    const [a, b] = [kept.at(-1), points[i + 1]];
    if (!a || !b || !between(a, p, b)) kept.push(p);
  });
  return kept;
}

function between(a: Point, p: Point, b: Point): boolean {
  if (p.time === b.time && p.weight === b.weight) return true;
  if (b.time <= p.time || p.time <= a.time) return false;
  const line = a.weight + ((b.weight - a.weight) * (p.time - a.time)) / (b.time - a.time);
  return Math.abs(line - p.weight) <= 1e-5 * Math.max(1e-9, Math.abs(a.weight), Math.abs(b.weight));
}
