import { escaped } from "../markup.js";
import { axis, type TimeScale } from "./axis.js";
import { band, bandHeight, characterWidth, left, shortened } from "./band.js";
import { flagsOf } from "./flags.js";
import type { TimelinePicture, TimelineRow } from "./picture.js";
import { colors, timelineStyle } from "./style.js";

const width = 880;
const right = 24;
const rowHeight = 62;
/** A self-contained SVG: a band per term, as high as its weight, over the time of training. Follows the reader's light or dark preference. */
export function timelineSvg(picture: TimelinePicture): string {
  const labels = Math.min(300, Math.max(90, ...picture.rows.map((r) => r.label.length * characterWidth + 24)));
  const x: TimeScale = { from: left + labels, to: width - right, max: picture.end };
  const flags = flagsOf(picture, x);
  const top = 64 + flags.height;
  const bottom = top + picture.rows.length * rowHeight;
  const shared = sharesScale(picture.rows);
  const peak = Math.max(...picture.rows.map(peakOf));
  const bands = picture.rows.map((row, i) =>
    band(row, {
      x,
      base: top + i * rowHeight + rowHeight - 12,
      scale: bandHeight / ((shared ? peak : peakOf(row)) || 1),
      color: i % colors.length,
      labels,
      milestones: picture.milestones,
    }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + 62}" viewBox="0 0 ${width} ${bottom + 62}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(picture.title)}: weights over training</title>`,
    timelineStyle,
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

/** The largest weight of a row. */
const peakOf = (row: TimelineRow) => Math.max(0, ...row.points.map((p) => Math.abs(p.weight)));

/** One scale for all, unless the smallest would vanish beside the largest. */
function sharesScale(rows: readonly TimelineRow[]): boolean {
  const peaks = rows.map(peakOf).filter((r) => r > 0);
  return Math.max(...peaks) <= 12 * Math.min(...peaks);
}
