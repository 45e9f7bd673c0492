import { escaped, threeDigits } from "../markup.js";
import { position, type TimeScale, tidy } from "./axis.js";
import type { TimelineRow, WeightPoint } from "./picture.js";

/** Height of the area that shows a weight, and the column where the names of terms begin. */
export const bandHeight = 36;
export const left = 24;
export const characterWidth = 7.2;

/** Where a row is drawn, and at what scale. */
export interface BandLayout {
  readonly x: TimeScale;
  readonly base: number;
  readonly scale: number;
  readonly color: number;
  readonly labels: number;
  readonly milestones: readonly number[];
}

/** One term: its name, and its weight over time as an area with the values placed on it. */
export function band(row: TimelineRow, { x, base, scale, color, labels, milestones }: BandLayout): string {
  const negative = row.points.some((p) => p.weight < 0);
  const zero =
    negative && row.points.some((p) => p.weight > 0) ? base - bandHeight / 2 : negative ? base - bandHeight : base;
  const height = zero === base || zero === base - bandHeight ? scale : scale / 2;
  const at = (p: WeightPoint) => `${tidy(position(x, p.time))},${tidy(zero - p.weight * height)}`;
  const line = row.points.map(at).join(" L");
  const [first, last] = [row.points[0]!, row.points.at(-1)!];
  const floor = (p: WeightPoint) => `${tidy(position(x, p.time))},${tidy(zero)}`;
  return [
    `<g class="c${color}">`,
    `<line class="zero" x1="${x.from}" x2="${x.to}" y1="${zero}" y2="${zero}"/>`,
    `<path class="area" d="M${floor(first)} L${line} L${floor(last)} Z"/>`,
    ...live(row.points).map((run) => `<path class="edge" d="M${run.map(at).join(" L")}"/>`),
    `<text class="term" x="${left}" y="${base - 10}">${escaped(shortened(row.label, Math.floor((labels - 16) / characterWidth)))}</text>`,
    ...labelsOf(row.points, x, milestones).map(
      (f) =>
        `<text class="figure" x="${tidy(f.x)}" y="${tidy(zero - f.weight * height - (f.weight < 0 ? -13 : 5))}" text-anchor="${f.anchor}">${threeDigits(f.weight)}</text>`,
    ),
    "</g>",
  ].join("\n");
}

/** The stretches where a row's weight is not 0, with the points just before and after. */
function live(points: readonly WeightPoint[]): WeightPoint[][] {
  const runs: WeightPoint[][] = [];
  let run: WeightPoint[] = [];
  points.forEach((p, i) => {
    const touches = p.weight !== 0 || (points[i - 1]?.weight ?? 0) !== 0 || (points[i + 1]?.weight ?? 0) !== 0;
    if (touches) run.push(p);
    if (!touches || i === points.length - 1) {
      if (run.length > 1) runs.push(run);
      run = [];
    }
  });
  return runs;
}

interface Label {
  readonly x: number;
  readonly weight: number;
  readonly anchor: "start" | "middle" | "end";
}

/** Where the value of a weight is placed: on every constant stretch wide enough for the text, and where a changing weight begins and ends. */
function labelsOf(points: readonly WeightPoint[], x: TimeScale, milestones: readonly number[]): Label[] {
  const placed: Label[] = [];
  for (let i = 0; i < points.length; ) {
    let j = i;
    while (j + 1 < points.length && points[j + 1]!.weight === points[i]!.weight) j++;
    const [from, to] = [position(x, points[i]!.time), position(x, points[j]!.time)];
    const { weight } = points[i]!;
    if (weight !== 0 && to - from >= 30) placed.push({ x: clear(from, to, x, milestones), weight, anchor: "middle" });
    else if (weight !== 0 && i === 0) placed.push({ x: from + 2, weight, anchor: "start" });
    else if (weight !== 0 && j === points.length - 1) placed.push({ x: to - 2, weight, anchor: "end" });
    i = j + 1;
  }
  return placed;
}

/** The middle of the widest stretch between milestones, so that no line runs through a number. */
function clear(from: number, to: number, x: TimeScale, milestones: readonly number[]): number {
  const lines = milestones.map((time) => position(x, time)).filter((at) => at > from + 1 && at < to - 1);
  const edges = [from, ...lines, to];
  const widest = edges
    .slice(1)
    .reduce((best, _, i) => (edges[i + 1]! - edges[i]! > edges[best + 1]! - edges[best]! ? i : best), 0);
  return (edges[widest]! + edges[widest + 1]!) / 2;
}

/** Text on one line, cut off after so many characters. */
export const shortened = (text: string, most: number) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};
