import type { Program } from "../../program/program.js";
import { sample } from "../../schedule/timeline.js";
import type { TimelinePicture, WeightPoint } from "./picture.js";

/** The weights of a program over time, for drawing. Phases that begin when a metric triggers them are left out, since their time is not known beforehand. */
export function timelineOf(program: Program, title: string): TimelinePicture {
  const { unit, at, weights } = sample(program);
  const end = at.at(-1)!;
  // The schedule is sampled a millionth before each jump; that sample is drawn at the time of the jump.
  const early = at.map((time, i) => i + 1 < at.length && at[i + 1]! > time && at[i + 1]! - time < end * 1e-5);
  const times = at.map((time, i) => (early[i] ? at[i + 1]! : time));
  return {
    title,
    unit: unit === "percent" ? "%" : unit,
    end,
    rows: program.terms.map(({ label }, term) => ({
      label,
      points: straightened(times.map((time, i) => ({ time, weight: rounded(weights[i]![term]!) }))),
    })),
    milestones: times.filter((time, i) => early[i] && time < end),
  };
}

const rounded = (x: number) => Number(x.toPrecision(5));

/** A curve without the points that lie on a straight line between their neighbours. */
function straightened(points: readonly WeightPoint[]): WeightPoint[] {
  const kept: WeightPoint[] = [];
  points.forEach((p, i) => {
    const [a, b] = [kept.at(-1), points[i + 1]];
    if (!a || !b || !isBetween(a, p, b)) kept.push(p);
  });
  return kept;
}

function isBetween(a: WeightPoint, p: WeightPoint, b: WeightPoint): boolean {
  if (p.time === b.time && p.weight === b.weight) return true;
  if (b.time <= p.time || p.time <= a.time) return false;
  const line = a.weight + ((b.weight - a.weight) * (p.time - a.time)) / (b.time - a.time);
  return Math.abs(line - p.weight) <= 2e-5 * Math.max(Math.abs(a.weight), Math.abs(p.weight), Math.abs(b.weight));
}
