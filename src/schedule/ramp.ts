import type { Ease } from "../program/program.js";

/** How steep the exponential ease is: at half time it has risen by 1 / (1 + e^(k/2)), about 8 %. */
const growth = 5;
/** How steep the sigmoid ease is: between 30 % and 70 % of the time it rises from 11 % to 89 %. */
const steepness = 10;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The ends of the logistic curve used, moved to exactly 0 and 1. */
const low = logistic(-steepness / 2);
const high = logistic(steepness / 2);

/**
 * How far a ramp has risen, by the part `x` of its time that has passed. Each maps [0, 1] onto [0, 1], 0 to 0 and 1 to 1 exactly, and never falls.
 *
 * - `linear`: x
 * - `cosine`: (1 − cos πx) / 2, slow at both ends
 * - `exponential`: (e^{kx} − 1) / (e^k − 1) with k = 5, slow at first
 * - `sigmoid`: σ(k(x − ½)) with k = 10, stretched so that it reaches 0 and 1
 */
export const easingCurves = {
  linear: (x) => x,
  cosine: (x) => (1 - Math.cos(Math.PI * x)) / 2,
  exponential: (x) => Math.expm1(growth * x) / Math.expm1(growth),
  sigmoid: (x) => (logistic(steepness * (x - 0.5)) - low) / (high - low),
} satisfies Record<Ease, (x: number) => number>;

/** How far a ramp has risen after the part `x` of its time; 0 before it begins, 1 after it has ended. */
export const risen = (ease: Ease, x: number): number => (x <= 0 ? 0 : x >= 1 ? 1 : easingCurves[ease](x));
