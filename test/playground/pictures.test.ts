import { describe, expect, it } from "vitest";
import type { WeightSchedule } from "../../examples/playground/compute/messages.js";
import { layered } from "../../examples/playground/graph/layers.js";
import { formatBytes, milliseconds, readableNumber } from "../../examples/playground/maps/format.js";
import { outlineOf } from "../../examples/playground/maps/outline.js";
import { colourRangeOf } from "../../examples/playground/maps/picture.js";
import { bandsOf, weightAtTime } from "../../examples/playground/timeline/weights.js";

describe("figures", () => {
  it.each([
    [0, "0"],
    [0.15, "0.15"],
    [-0.0123456, "−0.0123"],
    [1.23e-7, "1.2·10⁻⁷"],
    [-4.5e12, "−4.5·10¹²"],
    [12_345, "12300"],
    [Number.NaN, "NaN"],
  ])("write %d as %s", (x, text) => {
    expect(readableNumber(x)).toBe(text);
  });

  it("have units", () => {
    expect([formatBytes(0), formatBytes(999), formatBytes(16_600_000), milliseconds(0.3), milliseconds(12.34)]).toEqual(
      [...["0 B", "999 B", "16.6 MB", "300 µs", "12.3 ms"]],
    );
  });
});

describe("an outline", () => {
  it("goes along the edges of pixels, runs in one", () => {
    const labels = Uint8Array.from([0, 0, 0, 0, 1, 1, 0, 1, 1]);
    expect(outlineOf({ labels, width: 3, height: 3 })).toBe("M1 1H3M1 1V3");
  });
});

describe("the reach of a map", () => {
  it("is what nearly all gradients stay within", () => {
    const values = Float32Array.from({ length: 2000 }, (_, i) => (i % 2 ? -1 : i === 0 ? 500 : 2));
    expect(colourRangeOf(values, 2, 1)).toEqual({ scale: 1, most: 1 });
    expect(colourRangeOf(values, 2, 0)).toEqual({ scale: 2, most: 500 });
    expect(colourRangeOf(new Float32Array(4), 1, 0)).toEqual({ scale: 0, most: 0 });
  });
});

describe("a timeline", () => {
  const term = (...points: [number, number][]) => ({
    ...{ label: "dice", loss: "dice", summary: "" },
    points: points.map(([time, weight]) => ({ time, weight })),
  });
  it("knows the weight at every moment, at a jump the one after", () => {
    const fade = term([0, 1], [10, 1], [20, 0], [30, 0], [30, 4], [40, 4]);
    expect([0, 10, 15, 20, 29.9, 30, 40, 99].map((time) => weightAtTime(fade, time))).toEqual([
      1, 1, 0.5, 0, 0, 4, 4, 4,
    ]);
  });

  it("is divided where something changes, and says where weights move", () => {
    const terms = [term([0, 1], [10, 1], [20, 0], [50, 0])];
    const schedule: WeightSchedule = { unit: "epoch", end: 50, milestones: [10, 20], terms };
    expect(bandsOf(schedule).map(({ from, moving }) => [from, moving])).toEqual([
      [0, false],
      [10, true],
      [20, false],
    ]);
  });
});

describe("a layered drawing", () => {
  it("places every value right of what it needs, as near as may be", () => {
    // 0 → 1 → 2 → 4, 3 → 4: what is needed late stands late.
    const { at, layers, slots } = layered(5, [
      [0, 1],
      [1, 2],
      [2, 4],
      [3, 4],
    ]);
    expect(at.map(({ layer }) => layer)).toEqual([0, 1, 2, 2, 3]);
    expect([layers, slots]).toEqual([4, 2]);
  });

  it("untangles what crosses without need", () => {
    // Two chains that are listed crosswise.
    const { at } = layered(4, [
      [0, 3],
      [1, 2],
    ]);
    expect(Math.sign(at[0]!.slot - at[1]!.slot)).toBe(Math.sign(at[3]!.slot - at[2]!.slot));
  });

  it("draws nothing at all", () => {
    expect(layered(0, [])).toEqual({ at: [], layers: 1, slots: 0 });
  });
});
