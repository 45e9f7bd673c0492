import { threeDigits } from "../markup.js";
import { position, type TimeScale, tidy } from "./axis.js";
import type { TimelinePicture } from "./picture.js";

/** Labels above the milestones, on as many lines as it takes for none to overlap. */
export function flagsOf(picture: TimelinePicture, x: TimeScale) {
  const text = (time: number) =>
    picture.unit === "%" ? `${threeDigits(time)}%` : `${picture.unit} ${threeDigits(time)}`;
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
