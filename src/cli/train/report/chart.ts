import { escaped } from "../../../docs/markup.js";
import { ticks, tidy } from "../../../docs/timeline/axis.js";
import { formatNumber } from "./markup.js";

/** One line of a chart. Where `y` is no number the line has a gap. */
export interface Line {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Which of the page's colours, from 0. */
  readonly color: number;
  /** `faint`: many noisy values, no marks. */
  readonly style?: "faint" | "dashed";
}

export interface Chart {
  readonly title: string;
  /** What the lines say, in a sentence. */
  readonly note: string;
  /** Right end of the axis of time; the left one is 0. */
  readonly end: number;
  readonly lines: readonly Line[];
  /** Top of the vertical axis; default the largest value. */
  readonly top?: number;
  /** Where a phase begins. */
  readonly milestones: readonly number[];
}

const width = 460;
const height = 250;
const frame = { left: 46, right: 12, top: 12, bottom: 40 };

/** A line chart with axes and a legend, as a figure of HTML. Colours are the page's: `.c0` to `.c7`. */
export function chart({ title, note, end, lines, milestones, top: given }: Chart): string {
  const values = lines.flatMap(({ y }) => y.filter(Number.isFinite));
  const marksY = scaleOf(Math.min(0, ...values), given ?? Math.max(1e-9, ...values));
  const [low, high] = [marksY[0]!, marksY.at(-1)!];
  const [left, right] = [frame.left, width - frame.right];
  const [top, bottom] = [frame.top, height - frame.bottom];
  const px = (x: number) => tidy(left + ((right - left) * x) / end);
  const py = (y: number) => tidy(bottom - ((bottom - top) * (Math.min(y, high) - low)) / (high - low));
  return [
    `<figure class="chart"><figcaption><h3>${escaped(title)}</h3><p>${escaped(note)}</p>${legend(lines)}</figcaption>`,
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`${title}: ${summary(lines)}`)}">`,
    ...marksY.map(
      (y) =>
        `<line class="grid" x1="${left}" x2="${right}" y1="${py(y)}" y2="${py(y)}"/><text class="tick" x="${left - 7}" y="${py(y) + 4}" text-anchor="end">${formatNumber(y)}</text>`,
    ),
    ...ticks(end, 10)
      .filter(Number.isInteger)
      .map((x) => `<text class="tick" x="${px(x)}" y="${bottom + 17}" text-anchor="middle">${x}</text>`),
    `<text class="tick" x="${(left + right) / 2}" y="${height - 5}" text-anchor="middle">epochs trained</text>`,
    ...milestones
      .filter((x) => x > 0 && x < end)
      .map((x) => `<line class="milestone" x1="${px(x)}" x2="${px(x)}" y1="${top}" y2="${bottom}"/>`),
    `<line class="base" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    ...lines.map((line) => drawn(line, px, py)),
    "</svg></figure>",
  ].join("\n");
}

/** Round numbers that hold the values between them. */
function scaleOf(low: number, high: number): number[] {
  const step = ticks(Math.max(high - low, 1e-9), 5)[1] ?? high - low;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function drawn({ x, y, color, style }: Line, px: (x: number) => number, py: (y: number) => number): string {
  const runs: string[][] = [[]];
  const marks: string[] = [];
  x.forEach((at, i) => {
    const value = y[i]!;
    if (!Number.isFinite(value)) {
      runs.push([]);
      return;
    }
    runs.at(-1)!.push(`${px(at)},${py(value)}`);
    if (style !== "faint") marks.push(`<circle cx="${px(at)}" cy="${py(value)}" r="2.6"/>`);
  });
  const paths = runs.filter((run) => run.length > 1).map((run) => `<path d="M${run.join(" L")}"/>`);
  return `<g class="c${color} ${style ?? ""}">${paths.join("")}${marks.join("")}</g>`;
}

const legend = (lines: readonly Line[]) =>
  `<ul class="legend">${lines
    .map(({ name, color, style }) => `<li class="c${color} ${style ?? ""}"><i></i>${escaped(name)}</li>`)
    .join("")}</ul>`;

const summary = (lines: readonly Line[]) =>
  lines
    .map(({ name, y }) => {
      const values = y.filter(Number.isFinite);
      return values.length
        ? `${name} from ${formatNumber(values[0]!)} to ${formatNumber(values.at(-1)!)}`
        : `${name} never counts`;
    })
    .join("; ");
