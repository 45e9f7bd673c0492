import type { TimeAxis, WeightCurve } from "./weight-curve.js";

/** A number with three significant digits. */
export const shortNumber = (x: number): string => `${Number(x.toPrecision(3))}`;

/** A moment on an axis: `epoch 40`. */
export const timeOnAxis = ({ unit }: TimeAxis, at: number): string =>
  unit === "percent" ? `${shortNumber(at)}%` : `${unit} ${round(at)}`;

const round = (at: number): string => `${Number(at.toPrecision(6))}`;

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly begins: number;
  readonly ends: number;
}

/** A curve in words: `0.5, 0 from epoch 40`; `0, from epoch 40 rising to 0.2 at epoch 50`. */
export function curveInWords(curve: WeightCurve, axis: TimeAxis): string {
  const [first, ...later] = segmentsOf(curve, axis);
  const moves = ({ begins, ends, to }: Segment) =>
    begins === ends
      ? ""
      : ` ${ends > begins ? "rising" : "falling"} to ${shortNumber(ends)} at ${timeOnAxis(axis, to)}`;
  let text = `${shortNumber(first!.begins)}${moves(first!)}`;
  let last = first!;
  for (const next of later) {
    const from = timeOnAxis(axis, next.from);
    const goesOn = last.begins !== last.ends ? ", then" : `, from ${from}`;
    if (!near(last.ends, next.begins)) text += `, ${shortNumber(next.begins)} from ${from}${moves(next)}`;
    else if (next.begins !== next.ends) text += goesOn + moves(next);
    last = next;
  }
  return text;
}

/** The stretches in which a curve stands still or goes one way. */
function segmentsOf(curve: WeightCurve, { changes, end }: TimeAxis): Segment[] {
  const edges = [0, ...changes, end];
  const found: Segment[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i]!, edges[i + 1]!];
    const [begins, last] = [curve(from), curve(to - end * 1e-7)];
    // A ramp ends at the edge, where its last value is exact.
    const ends = near(last, begins) ? begins : near(last, curve(to), 1e-4, begins) ? curve(to) : last;
    const before = found.at(-1);
    if (before && near(before.ends, begins) && goes(before) === Math.sign(ends - begins))
      found[found.length - 1] = { ...before, to, ends };
    else found.push({ from, to, begins, ends });
  }
  return found;
}

const goes = ({ begins, ends }: Segment): number => Math.sign(ends - begins);

const near = (a: number, b: number, tolerance = 1e-6, size = 0): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1e-9, Math.abs(a), Math.abs(b), Math.abs(size));

const bars = "▁▂▃▄▅▆▇█";

/** A curve as a line of blocks from 0, or its lowest value, to its highest; a blank where it is 0. */
export function sparkline(curve: WeightCurve, { end }: TimeAxis, width = 32): string {
  const values = Array.from({ length: width }, (_, i) => curve(((i + 0.5) / width) * end));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  if (high === low) return "▁".repeat(width);
  return values.map((value) => bars[Math.round(((value - low) / (high - low)) * (bars.length - 1))]!).join("");
}

/** The range that a sparkline covers: `epoch 0–100`. */
export const axisCaption = ({ unit, end }: TimeAxis): string =>
  unit === "percent" ? "0–100% of training" : `${unit} 0–${round(end)}`;
