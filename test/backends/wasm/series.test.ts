import { expect, it } from "vitest";
import { series } from "../../../src/wasm/math/series.js";
import { type Approximation, evaluate, largestError, minimax } from "./minimax.js";

/** A power series, summed to where its terms no longer count. */
const power = (term: (k: number) => number) => {
  const terms = Array.from({ length: 80 }, (_, k) => term(k));
  return (z: number) => evaluate(terms, z);
};
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const sign = (k: number) => (k % 2 ? -1 : 1);
/** (2k)! / (2ᵏk!)² */
const central = (k: number): number => (k === 0 ? 1 : (central(k - 1) * (2 * k - 1)) / (2 * k));

/** (atanh(s) − s)·2/s³ in z = s², its error relative to log((1 + s)/(1 − s)). */
const logarithm = (high: number): Approximation => ({
  target: power((k) => 2 / (2 * k + 3)),
  weight: (z) => (z * Math.sqrt(z)) / (2 * Math.atanh(Math.sqrt(z))),
  low: 0,
  high,
});
const ROOT2 = ((Math.SQRT2 - 1) / (Math.SQRT2 + 1)) ** 2;
const EIGHTH = ((Math.PI / 4) * 1.001) ** 2;

/** The power series of (tanh t/t − 1)/t² in t². */
const tanhOfSmall = [-1 / 3, 2 / 15, -17 / 315, 62 / 2835, -1382 / 155925, 21844 / 6081075, -929569 / 638512875];

const goals: Readonly<
  Record<Exclude<keyof typeof series, "exp">, { goal: Approximation; error: number; round?: (c: number) => number }>
> = {
  exp2: {
    goal: {
      target: (x) => Math.expm1(x * Math.LN2) / x,
      weight: (x) => Math.abs(x) / 2 ** x,
      low: -0.5,
      high: 0.5,
    },
    error: 1.3e-8,
  },
  log: { goal: logarithm(ROOT2), error: 8.1e-10 },
  logUnit: { goal: logarithm(1 / 9), error: 4.5e-9 },
  logOfDoubles: { goal: logarithm(ROOT2), error: 4.8e-12, round: (c) => c },
  sin: {
    goal: {
      target: power((k) => -sign(k) / factorial(2 * k + 3)),
      weight: (z) => (z * Math.sqrt(z)) / Math.sin(Math.sqrt(z)),
      low: 0,
      high: EIGHTH,
    },
    error: 4.1e-9,
  },
  cos: {
    goal: {
      target: power((k) => sign(k) / factorial(2 * k + 4)),
      weight: (z) => z ** 2 / Math.cos(Math.sqrt(z)),
      low: 0,
      high: EIGHTH,
    },
    error: 1.2e-10,
  },
  asin: {
    goal: {
      target: power((k) => central(k + 1) / (2 * k + 3)),
      weight: (z) => (z * Math.sqrt(z)) / Math.asin(Math.sqrt(z)),
      low: 0,
      high: 0.25,
    },
    error: 4.9e-9,
  },
  atan: {
    goal: {
      target: (z) =>
        z < 0.05 ? power((k) => -sign(k) / (2 * k + 3))(z) : (Math.atan(Math.sqrt(z)) / Math.sqrt(z) - 1) / z,
      weight: (z) => (z * Math.sqrt(z)) / Math.atan(Math.sqrt(z)),
      low: 0,
      high: 1,
    },
    error: 1.7e-8,
  },
  tanh: {
    goal: {
      target: (z) => (z < 0.01 ? evaluate(tanhOfSmall, z) : (Math.tanh(Math.sqrt(z)) / Math.sqrt(z) - 1) / z),
      weight: (z) => (z * Math.sqrt(z)) / Math.tanh(Math.sqrt(z)),
      low: 0,
      high: 0.625 ** 2,
    },
    error: 5e-9,
  },
};

it.each(Object.entries(goals))(
  "%s is what the exchange finds, and as close as it says",
  (name, { goal, error, round }) => {
    const coefficients: readonly number[] = series[name as keyof typeof series];
    // exp2 holds its first coefficient at 1.
    const free = name === "exp2" ? coefficients.slice(1) : coefficients;
    expect(largestError(goal, free)).toBeLessThan(error);
    // Where a coefficient lies halfway between two floats, the last bit of Math.atan decides, and the rest follow.
    const found = minimax(goal, free.length, round);
    free.forEach((c, i) => {
      expect(Math.abs(found[i]! / c - 1)).toBeLessThan(1e-3);
    });
  },
);

it("exp is as close as it says, and half as far off where its results' last place is half as large", () => {
  const goal: Approximation = {
    target: (x) => Math.expm1(x) / x,
    weight: (x) => Math.abs(x) / Math.exp(x),
    low: -Math.LN2 / 2,
    high: Math.LN2 / 2,
  };
  const [one, ...free] = series.exp;
  expect(one).toBe(1);
  expect(largestError(goal, free)).toBeLessThan(1.35e-7);
  // Not far from the best there is of this degree.
  expect(largestError({ ...goal, high: 0 }, free)).toBeLessThan(1.3 * largestError(goal, minimax(goal, free.length)));
});
