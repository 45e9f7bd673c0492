import type { Outcome } from "./cases.js";

export class BrokenContract extends Error {
  override readonly name = "BrokenContract";
}

export function demand(holds: boolean, found: string): void {
  if (!holds) throw new BrokenContract(found);
}

export const near = (a: number, b: number, relative: number, absolute: number) =>
  Math.abs(a - b) <= relative * Math.max(Math.abs(a), Math.abs(b)) + absolute;

export const largestMagnitude = (xs: readonly number[]) => xs.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

export function demandSame(found: Outcome, wanted: Outcome, relative: number): void {
  demand(near(found.value, wanted.value, relative, 1e-7), `value ${found.value}, not ${wanted.value}`);
  const floor = relative * largestMagnitude(wanted.gradient) + 1e-10;
  const at = wanted.gradient.findIndex((entry, i) => !near(found.gradient[i]!, entry, 100 * relative, floor));
  demand(at < 0, `entry ${at} of the gradient is ${found.gradient[at]}, not ${wanted.gradient[at]}`);
}
