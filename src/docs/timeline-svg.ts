import { axis, type Scale, tidy } from "./axis.js";

/** What a timeline shows. Between two points of a row its weight moves in a straight line; two points at one time are a jump. */
export interface TimelinePicture {
  readonly title: string;
  readonly unit: "epoch" | "step" | "%";
  /** The right edge; the left one is 0. */
  readonly end: number;
  readonly rows: readonly Row[];
  /** Where a phase begins. */
  readonly milestones: readonly number[];
}

interface Row {
  readonly label: string;
  readonly points: readonly Point[];
}

export interface Point {
  readonly time: number;
  readonly weight: number;
}

const width = 880;
const left = 24;
const right = 24;
const rowHeight = 62;
const bandHeight = 36;
const characterWidth = 7.2;

/** A self-contained SVG: a band per term, as high as its weight, over the time of training. Follows the reader's light or dark preference. */
export function timelineSvg(picture: TimelinePicture): string {
  const labels = Math.min(300, Math.max(90, ...picture.rows.map((r) => r.label.length * characterWidth + 24)));
  const x: Scale = { from: left + labels, to: width - right, max: picture.end };
  const flags = tiers(picture, x);
  const top = 64 + flags.height;
  const bottom = top + picture.rows.length * rowHeight;
  const shared = sharesScale(picture.rows);
  const peak = Math.max(...picture.rows.map(reach));
  const bands = picture.rows.map((row, i) =>
    band(row, {
      x,
      base: top + i * rowHeight + rowHeight - 12,
      scale: bandHeight / ((shared ? peak : reach(row)) || 1),
      color: i % colors.length,
      labels,
      milestones: picture.milestones,
    }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + 62}" viewBox="0 0 ${width} ${bottom + 62}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(picture.title)}: weights over training</title>`,
    style,
    `<rect class="paper" width="100%" height="100%" rx="10"/>`,
    `<text class="head" x="${left}" y="32">${escaped(shortened(picture.title, 84))}</text>`,
    `<text class="note" x="${left}" y="51">${note(shared)}</text>`,
    ...axis(x, bottom, top, picture.unit),
    ...flags.marks(top, bottom),
    ...bands,
    "</svg>",
    "",
  ].join("\n");
}

const note = (shared: boolean) =>
  `weight of each term over training · ${shared ? "all terms to one scale" : "each term to its own scale"}`;

const reach = (row: Row) => Math.max(0, ...row.points.map((p) => Math.abs(p.weight)));

/** One scale for all, unless the smallest would vanish beside the largest. */
function sharesScale(rows: readonly Row[]): boolean {
  const peaks = rows.map(reach).filter((r) => r > 0);
  return Math.max(...peaks) <= 12 * Math.min(...peaks);
}

interface Place {
  readonly x: Scale;
  readonly base: number;
  readonly scale: number;
  readonly color: number;
  readonly labels: number;
  readonly milestones: readonly number[];
}

function band(row: Row, { x, base, scale, color, labels, milestones }: Place): string {
  const negative = row.points.some((p) => p.weight < 0);
  const zero =
    negative && row.points.some((p) => p.weight > 0) ? base - bandHeight / 2 : negative ? base - bandHeight : base;
  const height = zero === base || zero === base - bandHeight ? scale : scale / 2;
  const at = (p: Point) => `${tidy(position(x, p.time))},${tidy(zero - p.weight * height)}`;
  const line = row.points.map(at).join(" L");
  const [first, last] = [row.points[0]!, row.points.at(-1)!];
  const floor = (p: Point) => `${tidy(position(x, p.time))},${tidy(zero)}`;
  return [
    `<g class="c${color}">`,
    `<line class="zero" x1="${x.from}" x2="${x.to}" y1="${zero}" y2="${zero}"/>`,
    `<path class="area" d="M${floor(first)} L${line} L${floor(last)} Z"/>`,
    ...live(row.points).map((run) => `<path class="edge" d="M${run.map(at).join(" L")}"/>`),
    `<text class="term" x="${left}" y="${base - 10}">${escaped(shortened(row.label, Math.floor((labels - 16) / characterWidth)))}</text>`,
    ...figures(row.points, x, milestones).map(
      (f) =>
        `<text class="figure" x="${tidy(f.x)}" y="${tidy(zero - f.weight * height - (f.weight < 0 ? -13 : 5))}" text-anchor="${f.anchor}">${number(f.weight)}</text>`,
    ),
    "</g>",
  ].join("\n");
}

const position = (x: Scale, time: number) => x.from + ((x.to - x.from) * Math.min(time, x.max)) / x.max;

/** The stretches where a row's weight is not 0, with the points that lead in and out. */
function live(points: readonly Point[]): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] = [];
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

interface Figure {
  readonly x: number;
  readonly weight: number;
  readonly anchor: "start" | "middle" | "end";
}

/** The weights worth writing down: of every level stretch that has room, and where a moving one begins and ends. */
function figures(points: readonly Point[], x: Scale, milestones: readonly number[]): Figure[] {
  const written: Figure[] = [];
  for (let i = 0; i < points.length; ) {
    let j = i;
    while (j + 1 < points.length && points[j + 1]!.weight === points[i]!.weight) j++;
    const [from, to] = [position(x, points[i]!.time), position(x, points[j]!.time)];
    const { weight } = points[i]!;
    if (weight !== 0 && to - from >= 30) written.push({ x: clear(from, to, x, milestones), weight, anchor: "middle" });
    else if (weight !== 0 && i === 0) written.push({ x: from + 2, weight, anchor: "start" });
    else if (weight !== 0 && j === points.length - 1) written.push({ x: to - 2, weight, anchor: "end" });
    i = j + 1;
  }
  return written;
}

/** The middle of the widest stretch between milestones, so that no line runs through a number. */
function clear(from: number, to: number, x: Scale, milestones: readonly number[]): number {
  const lines = milestones.map((time) => position(x, time)).filter((at) => at > from + 1 && at < to - 1);
  const edges = [from, ...lines, to];
  const widest = edges
    .slice(1)
    .reduce((best, _, i) => (edges[i + 1]! - edges[i]! > edges[best + 1]! - edges[best]! ? i : best), 0);
  return (edges[widest]! + edges[widest + 1]!) / 2;
}

const number = (x: number) => `${Number(x.toPrecision(3))}`.replace("-", "−");

/** Flags over the milestones, on as many lines as keep them apart. */
function tiers(picture: TimelinePicture, x: Scale) {
  const text = (time: number) => (picture.unit === "%" ? `${number(time)}%` : `${picture.unit} ${number(time)}`);
  const ends: number[] = [];
  const flags = picture.milestones
    .filter((time) => time > 0 && time < picture.end)
    .map((time) => {
      const at = position(x, time);
      const length = text(time).length * 6.6 + 10;
      const outward = at + length > x.to ? -1 : 1;
      const start = outward < 0 ? at - length : at;
      let tier = ends.findIndex((end) => end <= start);
      if (tier < 0) tier = ends.push(0) - 1;
      ends[tier] = start + length;
      return { at, tier, label: text(time), outward };
    });
  const height = ends.length * 17;
  const marks = (top: number, bottom: number) =>
    flags.map(({ at, tier, label, outward }) => {
      const y = top - height + tier * 17 + 2;
      return `<line class="milestone" x1="${tidy(at)}" x2="${tidy(at)}" y1="${y - 10}" y2="${bottom}"/><text class="flag" x="${tidy(at + 5 * outward)}" y="${y}" text-anchor="${outward < 0 ? "end" : "start"}">${label}</text>`;
    });
  return { height, marks };
}

const shortened = (text: string, most: number) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Told apart by people who see few colours, and readable on white and on near-black. */
const colors = ["#2f7ed8", "#e07b00", "#1a9e6c", "#b455c8", "#d1495b", "#8a7a00", "#0e9aa7", "#7a6ff0"];

const style = `<style>
text { font-family: ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1c2430; font-size: 12px }
.paper { fill: #ffffff }
.head { font-size: 16px; font-weight: 600 }
.term { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
.note, .tick { fill: #66707d }
.figure { font-size: 11px; fill: #3d4754; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round }
.grid { stroke: #e8ebef }
.zero, .base { stroke: #c3cad3 }
.milestone { stroke: #66707d; stroke-dasharray: 3 3 }
.flag { font-size: 11.5px; font-weight: 600 }
.area { fill-opacity: 0.22 }
.edge { fill: none; stroke-width: 2; stroke-linejoin: round }
${colors.map((c, i) => `.c${i} .area { fill: ${c} } .c${i} .edge { stroke: ${c} }`).join("\n")}
@media (prefers-color-scheme: dark) {
  text { fill: #e4e9f0 }
  .paper { fill: #14181f }
  .note, .tick { fill: #9aa5b3 }
  .figure { fill: #c2cad5; stroke: #14181f }
  .grid { stroke: #242b35 }
  .zero, .base { stroke: #46505e }
  .milestone { stroke: #9aa5b3 }
  .area { fill-opacity: 0.34 }
}
</style>`;
