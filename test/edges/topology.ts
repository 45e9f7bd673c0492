import { expect } from "vitest";
import type { Claims } from "./claims.js";
import { all, block, dot, empty, full, half, image, isStill, judge, rising, wave, worth } from "./judge.js";

const close = (found: number, wanted: number, digits = 5) => expect(found).toBeCloseTo(wanted, digits);
const line = image((y) => Number(y === 2));
const peak = rising(0.1, 0.9);
const moved = (gradient: readonly number[]) => gradient.flatMap((s, i) => (s === 0 ? [] : [i]));

/** Two components, of which that in the last corner is the lower: it ends at 0.2, which many pixels have. */
const peaks = image((y, x) => (y + x === 0 ? 0.9 : y + x === 4 ? 0.7 : 0.2), 3);
const logit = (p: number) => Math.log(p / (1 - p));

export const topology: Claims = {
  cldice: {
    "Target and prediction empty": async () => close(await worth("cldice", { p: empty, g: empty }), 0),
    "Target empty: 1": async () => close(await worth("cldice", { p: line, g: empty }), 1 - 2 / 7 / (1 + 1 / 7)),
    "A full target has": async () => {
      for (const p of [full, empty, line, all(0.3)]) close(await worth("cldice", { p, g: full }), 0);
    },
  },
  cbdice: {
    "R of the other mask": async () => {
      // A band, predicted but for its last columns, where two rows off its centre are all there is.
      const g = image((y) => Number(y > 2), 9, 16);
      const p = image((y, x) => Number(y > 2 && (x < 13 || y === 6 || y === 7)), 9, 16);
      const value = await worth("cbdice", { p, g, size: [9, 16] });
      expect(value).toBeLessThan(-0.01);
      expect(value).toBeGreaterThan(-0.1);
    },
    "Empty target and prediction": async () => close(await worth("cbdice", { p: empty, g: empty }), 0),
    "A full mask has radius 1": async () => close(await worth("cbdice", { p: full, g: full }), 0),
  },
  skeleton_recall: {
    "The skeleton is a constant": async () => {
      const at = (p: number) => worth("skeleton_recall", { p: all(p), g: block });
      close((await at(0.2)) + (await at(0.6)), 2 * (await at(0.4)), 6);
    },
    "A class without target": async () => {
      for (const p of [full, empty, all(0.4)]) close(await worth("skeleton_recall", { p, g: empty }), 0);
    },
  },
  betti: {
    "The gradient reaches only": async () => {
      expect(moved((await judge("betti", { p: peak, g: full })).gradient)).toEqual([35]);
      expect(moved((await judge("betti", { p: all(0.5), g: empty })).gradient)).toHaveLength(1);
    },
    "The component that never dies": async () => close(await worth("betti", { p: peak, g: full }), (1 - 0.9) ** 2),
    "An empty target wants": async () => {
      const { value, gradient } = await judge("betti", { p: peak, g: empty });
      close(value, 0.9 ** 2 / 2);
      expect(gradient[35]).toBeGreaterThan(0);
      close(await worth('betti(empty="component")', { p: peak, g: empty }), 0.9 ** 2);
    },
    "A constant prediction has": async () => close(await worth("betti", { p: all(0.5), g: empty }), 0.5 ** 2 / 2),
  },
  betti_numbers: {
    "A feature that is expected": async () =>
      close(await worth("betti_numbers(expected=[1, 2])", { p: all(0.5), g: empty }), 1 - 0.5 ** 2 + 2),
    "The component that never dies": async () =>
      close(await worth("betti_numbers", { p: peak, g: full }), 1 - 0.9 ** 2),
    "The gradient reaches only": async () => {
      expect(moved((await judge("betti_numbers", { p: peak, g: full })).gradient)).toEqual([35]);
      expect(isStill((await judge("betti_numbers", { p: all(0), g: empty })).gradient)).toBe(true);
    },
    "A constant prediction of 1/2": async () =>
      close(await worth("betti_numbers(expected=[1])", { p: all(0.5), g: empty }), 3 / 4),
  },
  betti_matching: {
    "The gradient reaches only": async () =>
      expect(moved((await judge("betti_matching", { p: peak, g: full })).gradient)).toEqual([35]),
    "An empty target still": async () => {
      const { value, gradient } = await judge("betti_matching", { p: peak, g: empty });
      close(value, 2 * 0.9 ** 2);
      expect(gradient[35]).toBeGreaterThan(0);
    },
    "In a full target": async () => close(await worth("betti_matching", { p: peak, g: full }), 2 * (1 - 0.9) ** 2),
  },
  hu_topology: {
    "A target with a loop": async () => {
      const ring = image((y, x) => Number(y !== 1 || x !== 1), 3);
      close(
        await worth("hu_topology", { p: peaks, g: ring, size: [3, 3] }),
        (logit(0.7) - 0.2) ** 2 + (logit(0.2) - 0.7) ** 2,
        4,
      );
    },
    "The gradient reaches": async () => {
      const ring = image((y, x) => Number(y !== 1 || x !== 1), 3);
      const { gradient } = await judge("hu_topology", { p: peaks, g: ring, size: [3, 3] });
      expect(moved(gradient)).toHaveLength(2);
      expect(moved(gradient)).toContain(8);
    },
    "A patch where the target": async () => {
      for (const g of [empty, full, block, dot(1, 1), half]) {
        const { value, gradient } = await judge("hu_topology", { x: wave(), g });
        expect(value).toBe(0);
        expect(isStill(gradient)).toBe(true);
      }
    },
  },
};
