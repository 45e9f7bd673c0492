import { describe, expect, it } from "vitest";
import { random } from "../src/random.js";

describe("random", () => {
  it("is mulberry32: training runs, figures and pictures that are published depend on its numbers", () => {
    const { next } = random(1);
    expect([next(), next(), next()].map((x) => x * 2 ** 32)).toEqual([2693262067, 11749833, 2265367787]);
  });

  it("gives the same numbers for the same seed, spread over their range", () => {
    const numbers = (seed: number) => Array.from({ length: 2000 }, random(seed).next);
    expect(numbers(7)).toEqual(numbers(7));
    const values = numbers(7);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((a, b) => a + b) / 2000).toBeCloseTo(0.5, 1);
  });
  it("forks into streams that differ and do not depend on what was drawn before", () => {
    const source = random(1);
    const before = source.fork("a").next();
    source.next();
    expect(source.fork("a").next()).toBe(before);
    expect(source.fork("b").next()).not.toBe(before);
  });
});
