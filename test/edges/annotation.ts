import { expect } from "vitest";
import type { Claims } from "./claims.js";
import { all, block, empty, full, half, isStill, judge, wave, worth } from "./judge.js";

const close = (found: number, wanted: number, digits = 5) => expect(found).toBeCloseTo(wanted, digits);
const rightAngle = (Math.PI / 2) ** 2;

export const annotation: Claims = {
  edge_bce: {
    "By the formula an image": async () => {
      for (const g of [empty, full]) {
        close(await worth("edge_bce", { x: wave(), g }), await worth("bce", { x: wave(), g }));
        const { value, slope } = await judge('edge_bce(one_sided="zero")', { x: wave(), g });
        expect(value).toBe(0);
        expect(isStill(slope)).toBe(true);
      }
    },
  },
  level_map: {
    "A target without pixels": async () => {
      close(await worth("level_map", { x: all(30), g: empty }), 0);
      close(await worth("level_map", { x: all(0), g: empty }), 900);
    },
    "Pixels of the contour": async () => {
      const c = { x: all(0, 4), g: all(1, 4), size: [2, 2] };
      close(await worth("level_map", c), 0);
    },
    "Distances are in the unit": async () => {
      const c = { x: [0, 0], g: [1, 0], size: [1, 2] };
      close(await worth("level_map", c), 1 / 2);
      close(await worth("level_map", { ...c, task: { spacing: [3, 3] } }), 9 / 2);
    },
  },
  level_set_motion: {
    "Where the target has no": async () => {
      const { value, slope } = await judge("level_set_motion", { x: wave(72), g: empty, channels: 2 });
      close(value, rightAngle);
      expect(isStill(slope)).toBe(true);
    },
    "A predicted vector of length 0": async () => {
      const { value, slope } = await judge("level_set_motion", { x: all(0, 72), g: block, channels: 2 });
      close(value, rightAngle);
      expect(isStill(slope)).toBe(true);
    },
    "The cosine is scaled": async () => {
      // Away from a straight contour, and into the half that holds it, the direction is along x.
      const x = half.flatMap((_, i) => [0, i % 6 < 3 ? -1 : 1]);
      const { slope } = await judge("level_set_motion", { x, g: half, channels: 2 });
      expect(slope.every(Number.isFinite)).toBe(true);
    },
  },
  level_set_boundary: {
    "A target whose level set": async () => close(await worth("level_set_boundary", { x: wave(), g: empty }), 0),
  },
  level_set_output: {
    "The step never reaches": async () => {
      for (const size of [1e4, -1e4]) {
        const { value, slope } = await judge("level_set_output", { x: all(size), g: block });
        expect(Number.isFinite(value)).toBe(true);
        expect(slope.every(Number.isFinite)).toBe(true);
      }
    },
    "A target that is empty or full": async () => {
      for (const g of [empty, full]) {
        const { value, slope } = await judge("level_set_output", { x: wave(), g });
        close(value, 0, 9);
        expect(isStill(slope)).toBe(true);
      }
    },
  },
};
