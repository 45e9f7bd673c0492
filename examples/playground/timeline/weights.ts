import type { ScheduledTerm, WeightSchedule } from "../compute/messages.js";

/** The weight of a term at a moment; at a jump, the one after it. */
export function weightAtTime({ points }: ScheduledTerm, time: number): number {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (points[middle]!.time <= time) low = middle;
    else high = middle - 1;
  }
  const [a, b] = [points[low], points[low + 1]];
  if (!a) return 0;
  if (!b || time <= a.time) return a.weight;
  return a.weight + ((b.weight - a.weight) * (time - a.time)) / (b.time - a.time);
}

/** A stretch of the timeline between two changes. */
export interface Band {
  readonly from: number;
  readonly to: number;
  /** A fade: weights move all through it. */
  readonly moving: boolean;
}

export function bandsOf({ milestones, end, terms }: WeightSchedule): readonly Band[] {
  const edges = [0, ...milestones.filter((time) => time > 0 && time < end), end];
  return edges.slice(1).map((to, i) => {
    const from = edges[i]!;
    const [early, late] = [from + (to - from) * 0.25, from + (to - from) * 0.75];
    return { from, to, moving: terms.some((term) => weightAtTime(term, early) !== weightAtTime(term, late)) };
  });
}

/** Time as it is said: whole epochs, steps, a share of the training. */
export const spoken = (time: number, unit: WeightSchedule["unit"]): string =>
  unit === "%"
    ? `${Number(time.toFixed(1))} % of training`
    : `${unit} ${Number(time.toFixed(unit === "step" ? 0 : 1))}`;
