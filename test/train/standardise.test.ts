import { describe, expect, it } from "vitest";
import { standardised } from "../../src/train/standardise.js";

describe("standardised", () => {
  it("gives every channel mean 0 and deviation 1 by itself", () => {
    const values = standardised(Float32Array.of(1, 0.2, 3, 0.4, 5, 0.6, 7, 0.8), 2);
    const expected = [-3, -1, 1, 3].map((v) => v / Math.sqrt(5));
    for (const c of [0, 1]) {
      [0, 1, 2, 3].forEach((i) => {
        expect(values[2 * i + c]).toBeCloseTo(expected[i]!, 6);
      });
    }
  });
  it("makes a channel of one value 0, not NaN", () => {
    expect([...standardised(Float32Array.of(0.1, 5, 0.1, 5), 2)]).toEqual([0, 0, 0, 0]);
    expect([...standardised(new Float32Array(), 1)]).toEqual([]);
  });
  it("leaves its argument alone", () => {
    const image = Float32Array.of(0, 1);
    standardised(image, 1);
    expect([...image]).toEqual([0, 1]);
  });
});
