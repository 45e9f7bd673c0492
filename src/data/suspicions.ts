import type { Numbers } from "./shared/raster.js";

/** The labels of one mask. */
export interface LabelMap {
  /** Its file. */
  readonly name: string;
  /** `[height, width]` or `[depth, height, width]`. */
  readonly space: readonly number[];
  readonly values: Numbers;
  /** Whether compression has changed values. */
  readonly lossy?: boolean;
}

/** The neighbours of a pixel within its slice, diagonal ones included. */
function forEachNeighbour(space: readonly number[], at: number, visit: (neighbour: number) => void): void {
  const [height, width] = [space.at(-2)!, space.at(-1)!];
  const x = at % width;
  const y = Math.floor(at / width) % height;
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++)
      if ((dx !== 0 || dy !== 0) && x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height)
        visit(at + dy * width + dx);
}

/**
 * Labels that occur only as thin borders between a smaller and a larger one, as smooth resampling makes them: no pixel has them all around it, and nine in ten
 * pixels lie between.
 */
export function inventedLabels(maps: readonly LabelMap[], ignore: number | undefined): number[] {
  const found = new Map<number, { pixels: number; between: number; inside: boolean }>();
  for (const { space, values } of maps) {
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (value === 0 || value === ignore) continue;
      let facts = found.get(value);
      if (!facts) {
        facts = { pixels: 0, between: 0, inside: false };
        found.set(value, facts);
      }
      facts.pixels++;
      let [lower, higher, other] = [false, false, false];
      forEachNeighbour(space, at, (n) => {
        const neighbour = values[n]!;
        if (neighbour === value) return;
        other = true;
        if (neighbour === ignore) return;
        lower ||= neighbour < value;
        higher ||= neighbour > value;
      });
      if (!other) facts.inside = true;
      if (lower && higher) facts.between++;
    }
  }
  return [...found]
    .filter(([, { pixels, between, inside }]) => !inside && between >= 0.9 * pixels)
    .map(([value]) => value)
    .sort((a, b) => a - b);
}

/** Whether labels look like numbers of objects: each mask counts from 1, to a number of its own, and each label is one connected piece. */
export function lookLikeInstances(maps: readonly LabelMap[], ignore: number | undefined): boolean {
  if (maps.length < 2) return false;
  const highest: number[] = [];
  let [labels, connected] = [0, 0];
  for (const map of maps) {
    const present = new Set<number>(map.values as Iterable<number>);
    present.delete(0);
    if (ignore !== undefined) present.delete(ignore);
    const most = Math.max(0, ...present);
    if (most !== present.size) return false;
    highest.push(most);
    labels += most;
    connected += [...piecesByLabel(map, ignore).values()].filter((pieces) => pieces === 1).length;
  }
  return Math.max(...highest) >= 4 && new Set(highest).size > 1 && connected >= 0.9 * labels;
}

/** In how many connected pieces each label lies; slices of a volume are pictures of their own. */
function piecesByLabel({ space, values }: LabelMap, ignore: number | undefined): Map<number, number> {
  const pieces = new Map<number, number>();
  const seen = new Uint8Array(values.length);
  for (let start = 0; start < values.length; start++) {
    const label = values[start]!;
    if (seen[start] || label === 0 || label === ignore) continue;
    pieces.set(label, (pieces.get(label) ?? 0) + 1);
    const stack = [start];
    seen[start] = 1;
    for (let at = stack.pop(); at !== undefined; at = stack.pop())
      forEachNeighbour(space, at, (n) => {
        if (seen[n] || values[n] !== label) return;
        seen[n] = 1;
        stack.push(n);
      });
  }
  return pieces;
}

/** `1–6, 8 and 10`: whole numbers in order, runs of them joined. */
export function rangesText(numbers: readonly number[], most = 8): string {
  const runs: [number, number][] = [];
  for (const n of numbers) {
    const last = runs.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else runs.push([n, n]);
  }
  const shown = runs
    .slice(0, most)
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`));
  return shown.join(", ") + (runs.length > most ? ", …" : "");
}
