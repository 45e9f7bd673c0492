import type { Axis } from "../../../graph/ops/axes.js";
import type { Attributes } from "../../../graph/ops.js";
import { kernelSteps } from "../../kernel-steps.js";

/** Neighbours side by side in a row that have the same weight: where their row lies, the first of them, and how many they are. */
export interface KernelRun {
  /** Steps along all spatial axes but the last. */
  readonly rows: readonly number[];
  readonly first: number;
  readonly length: number;
  readonly weight: number;
}

/** A kernel as runs: of discs and balls few, of a kernel whose neighbouring weights differ as many as it has weights. */
export function runsOf({ axes, sizes, values }: Attributes["convolve"], space: readonly Axis[]): KernelRun[] {
  const taps = values.flatMap((weight, place) => {
    if (weight === 0) return [];
    const by = kernelSteps(place, sizes);
    const steps = space.map((axis) => (axes.includes(axis) ? by[axes.indexOf(axis)]! : 0));
    return [{ rows: steps.slice(0, -1), first: steps.at(-1)!, weight }];
  });
  const before = (a: readonly number[], b: readonly number[]) => {
    const k = a.findIndex((step, i) => step !== b[i]);
    return k < 0 ? 0 : a[k]! - b[k]!;
  };
  taps.sort((a, b) => before(a.rows, b.rows) || a.first - b.first);
  const runs: KernelRun[] = [];
  for (const { rows, first, weight } of taps) {
    const last = runs.at(-1);
    const goesOn =
      last && last.weight === weight && last.first + last.length === first && before(last.rows, rows) === 0;
    if (goesOn) runs[runs.length - 1] = { ...last, length: last.length + 1 };
    else runs.push({ rows, first, length: 1, weight });
  }
  return runs;
}
