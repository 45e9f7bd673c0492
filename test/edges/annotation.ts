import { expect } from "vitest";
import type { Claims } from "./claims.js";
import { all, block, type Case, empty, full, half, image, isStill, judge, wave, worth } from "./judge.js";

const close = (found: number, wanted: number, digits = 5) => expect(found).toBeCloseTo(wanted, digits);
const rightAngle = (Math.PI / 2) ** 2;

const evolution = "level_set_evolution(motion=motion, gate=gate) on main";
/** A level set that is 0 amid the image, what moves it, and where it may bend. */
const start: Case = {
  x: image((y, x) => Math.hypot(y - 2, x - 3) - 1.6),
  g: block,
  heads: { motion: wave(72).map((v) => v / 20), gate: all(0.3) },
};

export const annotation: Claims = {
  edge_bce: {
    "By the formula an image": async () => {
      for (const g of [empty, full]) {
        close(await worth("edge_bce", { x: wave(), g }), await worth("bce", { x: wave(), g }));
        const { value, gradient } = await judge('edge_bce(one_sided="zero")', { x: wave(), g });
        expect(value).toBe(0);
        expect(isStill(gradient)).toBe(true);
      }
    },
  },
  nms_edge: {
    "A sample without edge pixels": async () => {
      const { value, gradient } = await judge("nms_edge", { x: wave(), g: empty });
      expect(value).toBe(0);
      expect(isStill(gradient)).toBe(true);
    },
    "Beyond the border": async () => {
      // Along the normal of the first row lie that row again, twice, and two further ones.
      const p = image((y) => 0.4 - 0.05 * y);
      const row = image((y) => Number(y === 0));
      close(await worth("nms_edge", { p, g: row }), Math.log(3 + Math.exp(-0.5) + Math.exp(-1)));
    },
    "Places under": async () => {
      const c = { p: all(0.3), g: image((y) => Number(y === 2)), roi: image((y) => Number(y < 3)) };
      close(await worth("nms_edge", c), Math.log(3 + 2 * Math.exp(-3)));
    },
    "Amid edges many pixels": async () => {
      const sides = { size: [13, 13], g: all(1, 169) };
      const { gradient } = await judge("nms_edge(smoothing=0)", { ...sides, x: wave(169) });
      close(gradient[6 * 13 + 6]!, 0, 15);
      expect(isStill(gradient)).toBe(false);
    },
    "Values between pixels": async () => {
      close(await worth("nms_edge", { p: all(0.3), g: block }), Math.log(5));
      close(await worth("nms_edge(length=3)", { p: all(0.3), g: block }), Math.log(7));
    },
    "Steps along a normal": async () => {
      const c = { x: wave(), g: block };
      close(await worth("nms_edge", c), await worth("nms_edge", { ...c, task: { spacing: [3, 2] } }), 9);
    },
  },
  edge_direction: {
    "A normal has no sign": async () => {
      const ramp = image((_, x) => 0.1 + 0.1 * x);
      const row = image((y) => Number(y === 2));
      close(await worth("edge_direction", { p: ramp, g: row }), Math.PI / 2, 4);
      const column = image((_, x) => Number(x === 2));
      const falling = ramp.map((p) => 1 - p);
      close(
        await worth("edge_direction", { p: ramp, g: column }),
        await worth("edge_direction", { p: falling, g: column }),
      );
    },
    "Spatial derivatives are": async () => {
      // Along the edge the difference is 0.1, across the first row as well: half a right angle.
      const p = image((y, x) => 0.1 * x + [0, 0.1, 0.4][Math.min(y, 2)]!);
      const within = (row: number) => ({ p, g: image((y) => Number(y === row)) });
      const wanted = Math.acos(0.9999 * Math.SQRT1_2);
      close(await worth("edge_direction", within(0)), wanted, 4);
      const central = Math.acos((0.9999 * 0.2) / Math.hypot(0.2, 0.1));
      close(await worth("edge_direction", within(1)), central, 4);
      const below = { ...within(1), roi: image((y) => Number(y > 0)) };
      close(await worth("edge_direction", below), Math.acos((0.9999 * 0.3) / Math.hypot(0.3, 0.1)), 4);
    },
    "Where the prediction is flat": async () => {
      const { value, gradient } = await judge("edge_direction", { x: all(0.4), g: block });
      close(value, Math.PI / 2);
      expect(isStill(gradient)).toBe(true);
    },
    "The cosine is scaled": async () => {
      const { gradient } = await judge("edge_direction", {
        p: image((_, x) => 0.1 * x),
        g: image((_, x) => Number(x === 2)),
      });
      expect(gradient.every(Number.isFinite)).toBe(true);
    },
    "A sample without edge pixels": async () => expect(await worth("edge_direction", { x: wave(), g: empty })).toBe(0),
  },
  level_set_curvature: {
    "A level set without values": async () =>
      expect(await worth("level_set_curvature", { x: all(20), g: block })).toBe(0),
    "Derivatives are": async () => {
      close(await worth("level_set_curvature", { x: image((y, x) => 0.6 * y + 0.8 * x - 3), g: block }), 0, 9);
      const bent = image((y, x) => (x + 1) ** 2 + y, 6, 6);
      expect(await worth("level_set_curvature", { x: bent, g: block })).toBeGreaterThan(1e-4);
    },
    "Where it is flat": async () => expect(await worth("level_set_curvature", { x: all(1), g: block })).toBe(0),
  },
  level_set_evolution: {
    "A target that is empty or full": async () => {
      for (const g of [empty, full]) {
        const { value, gradients } = await judge(evolution, { ...start, g });
        close(value, 0, 9);
        expect(Object.values(gradients).every(isStill)).toBe(true);
      }
    },
    "With `detach`, as published": async () => {
      const once = (how: string) =>
        judge(evolution.replace("gate=gate", `gate=gate, regularisation=0, steps=1, timestep=1${how}`), start);
      const [held, free] = [await once(""), await once(", detach=false")];
      expect(held.value).toBe(free.value);
      expect(held.gradients.motion).toEqual(free.gradients.motion);
      expect(Math.max(...held.gradient.map((s, i) => Math.abs(s - free.gradient[i]!)))).toBeGreaterThan(1e-3);
    },
    "The regularisation of 0.2": async () => {
      const stirred = { ...start, x: image((y, x) => 20 + Number(y === 2 && x === 2)), heads: { motion: all(0, 72) } };
      const after = (steps: number, weight: number) =>
        worth(`level_set_evolution(motion=motion, regularisation=${weight}, steps=${steps}) on main`, stirred);
      expect(Number.isFinite(await after(50, 0.25))).toBe(true);
      await expect(after(1, 0.3)).rejects.toThrow("0.25");
    },
    "Gradients pass to all": async () => {
      const near = await judge(evolution, start);
      for (const head of ["main", "motion", "gate"]) expect(isStill(near.gradients[head]!)).toBe(false);
      const far = await judge(evolution, { ...start, x: all(20).map((x, i) => x + Math.sin(i)) });
      expect(isStill(far.gradients.main!)).toBe(false);
      for (const head of ["motion", "gate"]) expect(isStill(far.gradients[head]!)).toBe(true);
    },
    "What a mask hides": async () => {
      const across = (x: number) => [0.5, 1.2, 0.5, -0.7, 0.5, -0.7, 9, -9][x]!;
      const of = (width: number) => ({
        size: [6, width],
        x: image((_, x) => across(x), 6, width),
        g: image((_, x) => Number(x < 3), 6, width),
        heads: { motion: image((_, x) => Math.sin(x >> 1), 6, 2 * width) },
        task: { labels: ["object"] },
      });
      const program = "level_set_evolution(motion=motion) on main";
      const masked = { ...of(8), roi: image((_, x) => Number(x < 6), 6, 8) };
      close(await worth(program, masked), await worth(program, of(6)), 9);
    },
  },
  level_set_regularisation: {
    "Two lengths of the gradient": async () => {
      close(await worth("level_set_regularisation", { x: all(3), g: block }), 0, 9);
      close(await worth("level_set_regularisation", { x: image((_, x) => x), g: block }), 0, 9);
    },
    "Between them the cost": async () => {
      close(
        await worth("level_set_regularisation", { x: image((_, x) => x / 2), g: block }),
        1 / (2 * Math.PI ** 2),
        6,
      );
      close(await worth("level_set_regularisation", { x: image((_, x) => 4 * x), g: block }), 9 / 2, 4);
    },
    "Derivatives are central": async () => {
      const teeth = image((y, x) => 5 * ((x + y) % 2), 6, 6);
      const inner = await worth("level_set_regularisation", { x: teeth, g: block });
      expect(inner).toBeLessThan(
        0.6 * (await worth("level_set_regularisation", { x: image((_, x) => 6 * x), g: block })),
      );
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
      const { value, gradient } = await judge("level_set_motion", { x: wave(72), g: empty, channels: 2 });
      close(value, rightAngle);
      expect(isStill(gradient)).toBe(true);
    },
    "A predicted vector of length 0": async () => {
      const { value, gradient } = await judge("level_set_motion", { x: all(0, 72), g: block, channels: 2 });
      close(value, rightAngle);
      expect(isStill(gradient)).toBe(true);
    },
    "The cosine is scaled": async () => {
      // Away from a straight contour, and into the half that holds it, the direction is along x.
      const x = half.flatMap((_, i) => [0, i % 6 < 3 ? -1 : 1]);
      const { gradient } = await judge("level_set_motion", { x, g: half, channels: 2 });
      expect(gradient.every(Number.isFinite)).toBe(true);
    },
  },
  level_set_boundary: {
    "The bump around": async () => {
      const [held, free] = await Promise.all(
        ["", "(detach=false)"].map((how) => judge(`level_set_boundary${how}`, { x: wave(), g: block })),
      );
      expect(held!.value).toBe(free!.value);
      expect(held!.gradient).not.toEqual(free!.gradient);
    },
    "A target whose level set": async () => close(await worth("level_set_boundary", { x: wave(), g: empty }), 0),
  },
  level_set_output: {
    "The step never reaches": async () => {
      for (const size of [1e4, -1e4]) {
        const { value, gradient } = await judge("level_set_output", { x: all(size), g: block });
        expect(Number.isFinite(value)).toBe(true);
        expect(gradient.every(Number.isFinite)).toBe(true);
      }
    },
    "A target that is empty or full": async () => {
      for (const g of [empty, full]) {
        const { value, gradient } = await judge("level_set_output", { x: wave(), g });
        close(value, 0, 9);
        expect(isStill(gradient)).toBe(true);
      }
    },
  },
};
