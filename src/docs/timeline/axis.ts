/** How time maps to x coordinates: 0 is drawn at `from`, `max` at `to`. */
export interface TimeScale {
  readonly from: number;
  readonly to: number;
  readonly max: number;
}

/** The x coordinate of a time; times beyond the end are drawn at the end. */
export const position = (x: TimeScale, time: number): number =>
  x.from + ((x.to - x.from) * Math.min(time, x.max)) / x.max;

/** A coordinate with no more digits than a picture needs. */
export const tidy = (x: number): number => Math.round(x * 100) / 100;

/** Round numbers from 0 to at most `max`, about `wanted` of them. */
export function ticks(max: number, wanted: number): number[] {
  const raw = max / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw * (1 - 1e-9))!;
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** The axis of time below the bands, with faint lines through them. */
export function axis(x: TimeScale, bottom: number, top: number, unit: string): string[] {
  const marks = ticks(x.max, 10).map((t) => {
    const at = tidy(x.from + ((x.to - x.from) * t) / x.max);
    return `<line class="grid" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/><text class="tick" x="${at}" y="${bottom + 18}" text-anchor="middle">${t}${unit === "%" ? "%" : ""}</text>`;
  });
  const name = unit === "%" ? "part of training" : unit;
  return [
    ...marks,
    `<line class="base" x1="${x.from}" x2="${x.to}" y1="${bottom}" y2="${bottom}"/>`,
    `<text class="tick" x="${(x.from + x.to) / 2}" y="${bottom + 40}" text-anchor="middle">${name}</text>`,
  ];
}
