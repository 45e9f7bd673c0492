import { describe, expect, it } from "vitest";
import { bandwidth, floorOf } from "../../src/cli/bench/bandwidth.js";

describe("the floor", () => {
  it("is measured, and grows with the size", () => {
    expect(floorOf(2 ** 20)).toBeGreaterThan(2 * floorOf(2 ** 14));
    const { triad, copy } = bandwidth();
    expect(triad).toBeGreaterThan(0.1);
    expect(copy).toBeGreaterThan(0.1);
  });
});
