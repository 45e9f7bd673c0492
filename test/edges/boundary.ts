import { expect } from "vitest";
import type { Claims } from "./claims.js";
import { all, block, dot, empty, full, half, isStill, judge, wave, worth } from "./judge.js";

const close = (found: number, wanted: number, digits = 5) => expect(found).toBeCloseTo(wanted, digits);
const wide = { spacing: [2, 2] };
/** Whether the size of a pixel makes no difference. */
const ignoresSpacing = async (program: string) =>
  close(await worth(program, { x: wave(), g: block, task: wide }), await worth(program, { x: wave(), g: block }), 9);

export const boundary: Claims = {
  boundary: {
    "Negative when right": async () => {
      close(await worth("boundary", { p: block, g: block }), -1 / 36);
      close(await worth("boundary(offset=true)", { p: block, g: block }), 0);
    },
    "A class whose target is empty": async () => {
      for (const g of [empty, full]) {
        const { value, gradient } = await judge("boundary", { p: all(0.5), g });
        expect(value).toBe(0);
        expect(isStill(gradient)).toBe(true);
      }
    },
    "Distances are in the unit": async () => {
      const at = (column: number, task = {}) => worth("boundary", { p: dot(0, column), g: half, task });
      expect(await at(2)).toBe(0);
      close(await at(3), 1 / 36);
      close(await at(3, wide), 2 / 36);
      close(await at(2, wide), 0);
      close(await at(1, wide), -2 / 36);
      for (const spacing of [
        [0.5, 0.5],
        [0.1, 3],
        [3, 0.25],
      ])
        for (const column of [0, 1, 2]) expect(await at(column, { spacing })).toBeLessThanOrEqual(0);
      const published = { p: dot(0, 2), g: half, task: { spacing: [0.5, 0.5] } };
      close(await worth('boundary(inner="published")', published), 0.5 / 36);
    },
  },
  boundary_dou: {
    "A class absent from the target": async () => {
      close(await worth("boundary_dou", { p: dot(1, 1), g: empty }), 1, 4);
      close(await worth("boundary_dou", { p: empty, g: empty }), 0);
      close(await worth('boundary_dou(absent="zero")', { p: dot(1, 1), g: empty }), 0);
    },
    "A full mask without": async () => {
      close(await worth("boundary_dou", { p: all(0.5), g: full }), 0.25 / (0.25 + 0.5 * (1 - 0.8)));
      const rim = 20 / 36;
      const bordered = 0.25 / (0.25 + 0.5 * 2 * rim);
      close(await worth("boundary_dou(image_border=true)", { p: all(0.5), g: full }), bordered);
    },
    "A boundary pixel has": async () => {
      const p = dot(2, 2).map((d) => d / 2);
      close(await worth("boundary_dou", { p, g: dot(2, 2) }), 0.25 / (0.25 + 2 * 0.5));
    },
  },
  distance_penalized_dice: {
    "d is the distance to the other": async () => {
      const p = half.map((_, i) => Number(i % 6 === 2));
      close(await worth("distance_penalized_dice", { p, g: half }), 1 - 24 / (12 + 27));
      close(await worth("distance_penalized_dice", { p, g: half, task: wide }), 1 - 24 / (12 + 27));
    },
    "A side that is empty": async () => {
      const c = { p: all(0.4), g: full };
      close(await worth("distance_penalized_dice", c), await worth("dice", c));
    },
  },
  hd_dt: {
    "A mask that is empty or full": async () => {
      const { value, gradient } = await judge("hd_dt", { p: all(0.4), g: empty });
      expect(value).toBe(0);
      expect(isStill(gradient)).toBe(true);
      expect(await worth("hd_dt", { p: all(0.6), g: full })).toBe(0);
      expect(await worth("hd_dt", { p: dot(2, 2), g: empty })).toBeGreaterThan(0);
    },
    "With `inside`": async () => {
      const doubtful = block.map((b) => (b ? 1 : 0.4));
      expect(await worth("hd_dt(inside=true)", { p: doubtful, g: block })).toBe(0);
      expect(await worth("hd_dt", { p: doubtful, g: block })).toBeGreaterThan(0);
      const without = (row: number, column: number) => block.map((b, i) => (i === 6 * row + column ? 0 : b));
      // The rim of the block is 1 from what lies outside it, its middle 2.
      close(await worth('hd_dt(inside=true, sides="target")', { p: without(1, 3), g: block }), 1 / 36);
      close(await worth('hd_dt(inside=true, sides="target")', { p: without(2, 3), g: block }), 4 / 36);
    },
  },
  hd_er: {
    "A squared error whose mean": async () => {
      for (const p of [dot(2, 2), all(0.7)]) {
        const { value, gradient } = await judge("hd_er", { p, g: empty });
        expect(value).toBe(0);
        expect(isStill(gradient)).toBe(true);
      }
    },
    "Beyond the border": async () => {
      // Inside ½ is left, at the sides 4/5 − ½, in the corners 3/5 − ½.
      close(await worth("hd_er", { p: full, g: empty }), (16 * 0.5 + 16 * 0.3 + 4 * 0.1) / 36);
    },
    "The neighbourhood is in pixels": () => ignoresSpacing("hd_er(normalize=true)"),
  },
  hd_cv: {
    "Beyond the border": async () => {
      // A disc of radius 1 lies inside up to the border: ½ is left, at the sides 4/5 − ½, in the corners 3/5 − ½; and outside the empty target a whole disc.
      const inside = (16 * 0.5 + 16 * 0.3 + 4 * 0.1) / 36;
      close(await worth("hd_cv(radii=[1], alpha=0)", { p: full, g: empty }), 0.5 + inside);
    },
    "Discs are in pixels": () => ignoresSpacing("hd_cv(radii=[1, 2])"),
    "Empty and full masks need no special treatment; the perfect": async () => {
      for (const g of [empty, full, block]) {
        const { value, gradient } = await judge("hd_cv(radii=[1, 2])", { p: g, g });
        close(value, 0);
        expect(Math.max(...gradient.map(Math.abs))).toBe(0);
      }
    },
  },
  active_contour: {
    "Empty target": async () => close(await worth("active_contour", { p: all(0.3), g: empty }), 0.3 + 1e-4),
    "A constant prediction still": async () =>
      close(await worth("active_contour(lambda=0)", { p: all(0.3), g: block }), 1e-4, 7),
    "The perfect prediction costs": async () => {
      const own = await worth("active_contour", { p: block, g: block });
      expect(own).toBeGreaterThan(0.1);
      close(own, await worth("active_contour(lambda=0)", { p: block, g: block }), 9);
    },
    "Beyond the border": async () => close(await worth("active_contour(lambda=0, epsilon=0)", { p: full, g: full }), 0),
    "Differences are per unit": async () => {
      const ramp = all(0).map((_, i) => 0.1 * (i % 6));
      close(await worth("active_contour(lambda=0, epsilon=0)", { p: ramp, g: empty }), (0.1 * 5) / 6);
      close(await worth("active_contour(lambda=0, epsilon=0)", { p: ramp, g: empty, task: wide }), (0.05 * 5) / 6);
      await ignoresSpacing('active_contour(lambda=0, stencil="pool")');
    },
  },
  elastica: {
    "Where the prediction is constant": async () =>
      close(await worth("elastica(lambda=0)", { p: all(0.3), g: empty }), 1e-4, 7),
    "The perfect prediction costs": async () => {
      const own = await worth("elastica", { p: block, g: block });
      expect(own).toBeGreaterThan(0.1);
      close(own, await worth("elastica(lambda=0)", { p: block, g: block }), 9);
    },
    "Beyond the border": async () => close(await worth("elastica(lambda=0)", { p: full, g: full }), 1e-4, 7),
  },
};
